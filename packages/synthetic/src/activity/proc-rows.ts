import type { Random } from '@cmsc/core';
import { Agenda } from './agenda.js';
import { type Beats, Pace } from './pace.js';
import { Second } from './second.js';
import type { Visits } from './visits.js';
import type { Attack } from '../attacks/attacks.js';
import { KIND_NAMES, type KindName } from '../people/kinds.js';
import type { Population } from '../people/population.js';
import { PROC } from '../rates.js';
import type { TruthBook } from '../truth/truth-book.js';

const END = -1;
const MOST_ATTACK_STARTS = 3;
/** Chosen: seconds' worth of processes that were started before the file. */
const SECONDS_FROM_BEFORE = 20;

/**
 * Makes the rows of proc. The user and computer of every row are a key of the population, so that the truth book can
 * tell whether a start lies in one of its sessions; many of these keys never log on.
 */
export class ProcRows {
  readonly second: Second;
  written = 0;
  ends = 0;
  readonly #population: Population;
  readonly #book: TruthBook;
  readonly #visits: Visits;
  readonly #beats: Beats;
  readonly #random: Random;
  readonly #pace: Pace;
  /** Runs that will end, by slot: the key and the process. Slots are used again. */
  readonly #keys: number[] = [];
  readonly #processes: number[] = [];
  readonly #freeSlots: number[] = [];
  readonly #agenda = new Agenda(1024);
  /** Keys of attacked sessions in which a process is to start. */
  readonly #attackStarts: number[] = [];
  #time = 0;
  #mostRows = 0;

  constructor(population: Population, book: TruthBook, visits: Visits, beats: Beats, random: Random) {
    this.#beats = beats;
    this.#population = population;
    this.#book = book;
    this.#visits = visits;
    this.#random = random;
    const { procRows, lastSecond, slowness } = population.plan;
    this.second = new Second(population.names);
    this.#pace = new Pace(procRows, lastSecond, beats, random);
    const before = Math.floor((procRows / lastSecond) * slowness * SECONDS_FROM_BEFORE);
    for (let i = 0; i < before; i++) this.#endLater(this.#anyKey(), this.#anyProcess());
  }

  /** The red team logs on in the next second that is made: it starts a few processes at once. */
  expect(attack: Attack): void {
    for (let left = this.#random.below(MOST_ATTACK_STARTS + 1); left > 0; left--)
      this.#attackStarts.push(attack.key);
  }

  /** Makes the rows of the next second. The rows of auth for it must have been made. */
  step(time: number): void {
    const wanted = this.#pace.wanted(time, this.written);
    this.#time = time;
    this.#mostRows = this.#pace.room(time, this.written);
    this.second.clear();
    for (const key of this.#attackStarts) this.#start(key, this.#anyProcess());
    this.#attackStarts.length = 0;
    this.#agenda.due(time, this.#endRun);
    while (this.second.rows < wanted) this.#startSomething();
    this.#pace.settle(time, this.second, wanted, () => this.#startAny());
    this.#tellBook();
  }

  readonly #endRun = (slot: number): void => {
    this.#freeSlots.push(slot);
    if (this.second.rows < this.#mostRows) this.#row(this.#keys[slot]!, this.#processes[slot]!, END);
  };

  #startSomething(): void {
    const slots = this.#keys.length;
    if (slots > 0 && this.#random.chance(PROC.parallel)) {
      const slot = this.#random.below(slots);
      this.#start(this.#keys[slot]!, this.#processes[slot]!);
    } else {
      this.#start(this.#anyKey(), this.#anyProcess());
    }
  }

  /** A start, and when the run is to end. In the last second only starts are sure to fit. */
  #start(key: number, process: number): void {
    if (this.second.rows >= this.#mostRows) return;
    this.#row(key, process, key);
    if (this.#random.chance(PROC.zeroLength)) {
      if (this.second.rows < this.#mostRows) this.#row(key, process, END);
    } else if (!this.#random.chance(PROC.lost)) {
      this.#endLater(key, process);
    }
  }

  #startAny(): void {
    const key = this.#anyKey();
    this.#row(key, this.#anyProcess(), key);
  }

  #endLater(key: number, process: number): void {
    const slot = this.#freeSlots.pop() ?? this.#keys.length;
    this.#keys[slot] = key;
    this.#processes[slot] = process;
    const { slowness, beatSeconds } = this.#population.plan;
    const seconds = this.#random.seconds(PROC.runOctaves, PROC.runDraws) * slowness;
    const longest = Agenda.horizonSeconds - 2 * beatSeconds;
    this.#agenda.enter(
      slot,
      this.#time,
      this.#beats.from(this.#time + Math.floor(Math.min(seconds, longest))) - this.#time,
    );
  }

  #anyProcess(): number {
    const random = this.#random;
    const { first, plan } = this.#population;
    const draw = random.fraction();
    if (draw < PROC.rare) return first.process + random.below(plan.processes);
    if (draw < PROC.rare + PROC.lessUsual)
      return first.process + PROC.usualNames + random.rank(PROC.lessUsualNames, 4);
    return first.process + random.rank(PROC.usualNames, 3);
  }

  #anyKey(): number {
    const draw = this.#random.fraction();
    const { account, service, recent } = PROC;
    if (draw < recent) return this.#visits.recent[this.#random.below(this.#visits.recent.length)]!;
    if (draw < recent + service) return this.#keyOf('service');
    return this.#keyOf(draw < recent + service + account ? 'host' : 'resident');
  }

  #keyOf(kind: KindName): number {
    return this.#population.turns[KIND_NAMES.indexOf(kind)]!.next(this.#random);
  }

  #row(key: number, process: number, tag: number): void {
    const { first } = this.#population;
    this.second.begin(tag);
    this.second.name(this.#population.userOf(key));
    this.second.name(this.#population.computerOf(key));
    this.second.name(process);
    this.second.name(tag === END ? first.end : first.start);
    this.second.end();
  }

  /** Only now is it known which rows are left: a row that was there already was dropped. */
  #tellBook(): void {
    this.written += this.second.sorted;
    for (let place = 0; place < this.second.sorted; place++) {
      const key = this.second.tag(place);
      if (key === END) this.ends++;
      else this.#book.processStarted(key, this.#time);
    }
  }
}
