import { appendTo } from '../append-to.js';
import { KIND_NAMES } from '../population/kinds.js';
import type { Population } from '../population/population.js';
import type { Random } from '../random.js';
import { OTHER_SHARE } from '../rates.js';
import type { TruthBook } from '../truth/truth-book.js';
import type { Attack } from './attacks.js';
import { LogonRows } from './logon-rows.js';
import { OtherRows } from './other-rows.js';
import { Pace } from './pace.js';
import { Second } from './second.js';
import { Visits } from './visits.js';

/** Tries to find a key that can log on now, before the row is given to something else. */
const TRIES = 4;
const LOCAL_ACCOUNT = KIND_NAMES.indexOf('local');
/** Chosen: attacks with tickets asked for in the same second. */
const ATTACK_TICKETS = 0.3;

/** Makes the rows of auth, one second after the other. */
export class AuthRows {
  readonly second: Second;
  /** Rows up to and with the latest second. */
  written = 0;
  readonly visits: Visits;
  /** Attacks of the latest second, as indexes. */
  readonly attacksNow: number[] = [];
  readonly #population: Population;
  readonly #book: TruthBook;
  readonly #random: Random;
  readonly #pace: Pace;
  readonly #other: OtherRows;
  readonly #attacks: readonly Attack[];
  /** Keys that log off after an attack, by second. */
  readonly #attackLogoffs = new Map<number, number[]>();
  #nextAttack = 0;

  constructor(population: Population, book: TruthBook, attacks: readonly Attack[], random: Random) {
    this.#population = population;
    this.#book = book;
    this.#attacks = attacks;
    this.#random = random;
    this.second = new Second(population.names);
    this.#pace = new Pace(population.plan.authRows, population.plan.lastSecond, random);
    this.#other = new OtherRows(population, this.second, random);
    this.visits = new Visits(
      population,
      book,
      this.second,
      new LogonRows(population, this.second, random),
      random,
    );
  }

  /** Makes the rows of the next second: attacks first, then what is due, then new visits until there is enough. */
  step(time: number): void {
    const wanted = this.#pace.wanted(time, this.written);
    this.second.clear();
    this.visits.begin(time, this.#pace.total - this.written);
    this.#attack(time);
    const others = Math.min(wanted, Math.floor(wanted * OTHER_SHARE + this.#random.fraction()));
    for (let i = 0; i < others && this.second.rows < wanted; i++) this.#other.add();
    this.visits.wake();
    while (this.second.rows < wanted) this.#visit();
    this.#pace.settle(time, this.second, wanted, () => this.#other.add());
    this.written += this.second.sorted;
  }

  #visit(): void {
    for (let tries = TRIES; tries > 0; tries--) if (this.visits.visit()) return;
    this.#other.add();
  }

  #attack(time: number): void {
    this.attacksNow.length = 0;
    for (const key of this.#attackLogoffs.get(time) ?? []) this.visits.logoff(key);
    this.#attackLogoffs.delete(time);
    for (; this.#attacks[this.#nextAttack]?.tuple.attack_time === time; this.#nextAttack++) {
      this.attacksNow.push(this.#nextAttack);
      this.#attackOnce(this.#attacks[this.#nextAttack]!, this.#nextAttack, time);
    }
  }

  #attackOnce(attack: Attack, index: number, time: number): void {
    const { key, origin, logoffDelay } = attack;
    const loggedOff = this.visits.attack(key, origin, logoffDelay === 0);
    if (!attack.otherDestination) this.#book.attack(key, index);
    if (logoffDelay !== undefined && !loggedOff)
      appendTo(this.#attackLogoffs, time + Math.max(1, logoffDelay), key);
    if (this.#population.kindOf(key) !== LOCAL_ACCOUNT && this.#random.chance(ATTACK_TICKETS)) {
      this.#other.tickets(this.#population.userOf(key), this.#population.originOf(key, origin));
    }
  }
}
