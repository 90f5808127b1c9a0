import type { Random } from '@cmsc/core';
import { KIND_NAMES, type KindName } from '../people/kinds.js';
import type { Population } from '../people/population.js';
import { SERVICE_USERS } from '../people/vocabulary.js';
import { OTHER } from '../rates.js';
import type { Second } from './second.js';
import type { Visits } from './visits.js';

const SERVICE_USER_OCTAVES = 4;
const TRIES = 3;
const VISITOR = KIND_NAMES.indexOf('visitor');
const RESIDENT = KIND_NAMES.indexOf('resident');
const ROBOT = KIND_NAMES.indexOf('robot');
const ASKING: readonly KindName[] = ['visitor', 'robot', 'admin', 'account', 'resident'];
const ASKS = KIND_NAMES.map((name) => ASKING.includes(name));

/** Writes rows of auth that neither start nor end a session: TGS, TGT, AuthMap, ScreenLock and ScreenUnlock. */
export class OtherRows {
  readonly #population: Population;
  readonly #second: Second;
  readonly #visits: Visits;
  readonly #random: Random;

  constructor(population: Population, second: Second, visits: Visits, random: Random) {
    this.#visits = visits;
    this.#population = population;
    this.#second = second;
    this.#random = random;
  }

  /** Writes one such row. It may be equal to one that is there already. */
  add(): void {
    const draw = this.#random.fraction();
    if (draw < OTHER.tgs) this.#serviceTicket();
    else if (draw < OTHER.tgs + OTHER.tgt) this.#ticketGrantingTicket();
    else if (draw < OTHER.tgs + OTHER.tgt + OTHER.authMap) this.#accountMapping();
    else this.#screen();
  }

  /** The tickets that a user asks for at a computer before going elsewhere from there: two rows. */
  tickets(user: number, computer: number): void {
    const { first } = this.#population;
    this.#second.authRow(user, user, computer, computer, first.tgt);
    this.#second.authRow(user, user, computer, first.ticket, first.tgs);
  }

  #serviceTicket(): void {
    const { first } = this.#population;
    const key = this.#someKey();
    const user = this.#population.userOf(key);
    const computer = this.#population.originOf(key, 0);
    const failed = this.#random.chance(OTHER.tgsFail);
    const destination = this.#ticketFor(computer, this.#population.computerOf(key));
    this.#second.authRow(user, user, computer, destination, failed ? first.tgsFail : first.tgs);
  }

  /** What a service ticket is for: a computer mostly, but also `TGT`, or the user that a service runs as. */
  #ticketFor(computer: number, visited: number): number {
    const { first } = this.#population;
    const draw = this.#random.fraction();
    const { tgsToTgt, tgsToUser, tgsToSelf, tgsToVisited } = OTHER;
    if (draw < tgsToTgt) return first.ticket;
    if (draw < tgsToTgt + tgsToUser) {
      return first.serviceUser + this.#random.rank(SERVICE_USERS, SERVICE_USER_OCTAVES);
    }
    if (draw < tgsToTgt + tgsToUser + tgsToSelf) return computer;
    return this.#random.chance(tgsToVisited) ? visited : this.#population.server(this.#random);
  }

  #ticketGrantingTicket(): void {
    const { first } = this.#population;
    const key = this.#residentKey();
    const computer = this.#population.originOf(key, 0);
    if (!this.#random.chance(OTHER.tgtFail)) {
      const user = this.#population.userOf(key);
      return this.#second.authRow(user, user, computer, computer, first.tgt);
    }
    const person = this.#population.person(this.#random);
    const unknown = this.#random.chance(OTHER.tgtFailNoDomain)
      ? person - first.person + first.noDomain
      : person;
    this.#second.authRow(unknown, unknown, computer, computer, first.tgtFail);
  }

  #accountMapping(): void {
    const { first } = this.#population;
    const person = this.#someone();
    const computer = this.#population.homeOf(person);
    const toComputer = this.#random.chance(OTHER.authMapToComputer);
    const mapped = toComputer
      ? computer - first.computer + first.account
      : this.#population.person(this.#random);
    this.#second.authRow(person, mapped, computer, computer, first.authMap);
  }

  #screen(): void {
    const { first } = this.#population;
    const person = this.#someone();
    const computer = this.#population.homeOf(person);
    const row = this.#random.chance(0.5) ? first.screenLock : first.screenUnlock;
    this.#second.authRow(person, person, computer, computer, row);
  }

  /** A pair whose user asks for tickets: one that did something lately, or any. */
  #someKey(): number {
    const { recent } = this.#visits;
    for (let tries = TRIES; tries > 0; tries--) {
      const key = recent[this.#random.below(recent.length)]!;
      if (ASKS[this.#population.kindOf(key)]) return key;
    }
    return this.#population.turns[VISITOR]!.next(this.#random);
  }

  /** A pair whose user asks for tickets at their own computer: a program's, or that of somebody who works there. */
  #residentKey(): number {
    const kind = this.#random.chance(OTHER.ofRobots) ? ROBOT : RESIDENT;
    return this.#population.turns[kind]!.next(this.#random);
  }

  /** A person who did something lately, or any. */
  #someone(): number {
    const user = this.#population.userOf(this.#residentKey());
    const { first, plan } = this.#population;
    const isPerson = user >= first.person && user < first.person + plan.users;
    return isPerson ? user : this.#population.person(this.#random);
  }
}
