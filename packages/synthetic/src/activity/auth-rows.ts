import type { Random } from '@cmsc/core';
import { LogonRows } from './logon-rows.js';
import { OtherRows } from './other-rows.js';
import { type Beats, Pace } from './pace.js';
import { Second } from './second.js';
import { Visits } from './visits.js';
import type { Attack } from '../attacks/attacks.js';
import { KIND_NAMES } from '../people/kinds.js';
import type { Population } from '../people/population.js';
import { OTHER_SHARE } from '../rates.js';
import type { TruthBook } from '../truth/truth-book.js';

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
  #nextAttack = 0;

  constructor(
    population: Population,
    book: TruthBook,
    attacks: readonly Attack[],
    beats: Beats,
    random: Random,
  ) {
    this.#population = population;
    this.#book = book;
    this.#attacks = attacks;
    this.#random = random;
    this.second = new Second(population.names);
    this.#pace = new Pace(population.plan.authRows, population.plan.lastSecond, beats, random);
    const logons = new LogonRows(population, this.second, random);
    this.visits = new Visits(population, book, this.second, logons, beats, random);
    this.#other = new OtherRows(population, this.second, this.visits, random);
  }

  /** Makes the rows of a beat: attacks first, then what is due, then new visits until there is enough. */
  step(time: number): void {
    const wanted = this.#pace.wanted(time, this.written);
    this.#begin(time);
    this.#attack(time);
    this.visits.logoffPromptly();
    this.visits.wake();
    this.visits.storm(wanted);
    while (this.second.rows < wanted * (1 - OTHER_SHARE)) this.#visit();
    const others = (this.second.rows * OTHER_SHARE) / (1 - OTHER_SHARE) + this.#random.fraction();
    const most = this.#pace.room(time, this.written);
    for (let left = Math.floor(others); left > 0 && this.second.rows < most; left--) this.#other.add();
    this.#pace.settle(time, this.second, wanted, () => this.#other.add());
    this.written += this.second.sorted;
  }

  /** Makes the rows of a second between two beats: nothing but LogOffs that can't wait. */
  stepBetween(time: number): void {
    this.#begin(time);
    this.visits.logoffPromptly();
    this.second.sort(false);
    this.written += this.second.sorted;
  }

  /** Users that are people's, or programs', and computers that the rows so far name. */
  census(): { users: number; machines: number } {
    const { names, first, plan } = this.#population;
    let users = 0;
    let machines = 0;
    for (let name = 0; name < names.count; name++) {
      if (!this.second.hasSeen(name)) continue;
      if (/^U.*@/.test(names.text(name))) users++;
      else if (name >= first.computer && name < first.computer + plan.computers) machines++;
    }
    return { users, machines };
  }

  #begin(time: number): void {
    this.second.clear();
    this.attacksNow.length = 0;
    this.visits.begin(time, this.#pace.room(time, this.written));
  }

  #visit(): void {
    for (let tries = TRIES; tries > 0; tries--) if (this.visits.visit()) return;
    this.#other.add();
  }

  #attack(time: number): void {
    for (; this.#attacks[this.#nextAttack]?.tuple.attack_time === time; this.#nextAttack++) {
      this.attacksNow.push(this.#nextAttack);
      this.#attackOnce(this.#attacks[this.#nextAttack]!, this.#nextAttack, time);
    }
  }

  #attackOnce(attack: Attack, index: number, time: number): void {
    const { key, origin, logoffDelay } = attack;
    const loggedOff = this.visits.attack(key, origin, logoffDelay === 0);
    if (!attack.otherDestination) this.#book.attack(key, index);
    if (logoffDelay !== undefined && !loggedOff) this.visits.logoffAt(key, time + Math.max(1, logoffDelay));
    if (this.#population.kindOf(key) !== LOCAL_ACCOUNT && this.#random.chance(ATTACK_TICKETS)) {
      this.#other.tickets(this.#population.userOf(key), this.#population.originOf(key, origin));
    }
  }
}
