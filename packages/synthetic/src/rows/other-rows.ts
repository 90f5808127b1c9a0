import type { Population } from '../population/population.js';
import { SERVICE_USERS } from '../population/vocabulary.js';
import type { Random } from '../random.js';
import { OTHER } from '../rates.js';
import type { Second } from './second.js';

const ACCOUNT_OCTAVES = 6;
const SERVICE_USER_OCTAVES = 4;

/** Writes rows of auth that neither start nor end a session: TGS, TGT, AuthMap, ScreenLock and ScreenUnlock. */
export class OtherRows {
  readonly #population: Population;
  readonly #second: Second;
  readonly #random: Random;

  constructor(population: Population, second: Second, random: Random) {
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
    const [user, computer] = this.#someone();
    const failed = this.#random.chance(OTHER.tgsFail);
    this.#second.authRow(user, user, computer, this.#ticketFor(computer), failed ? first.tgsFail : first.tgs);
  }

  /** What a service ticket is for: a computer mostly, but also `TGT`, or the user that a service runs as. */
  #ticketFor(computer: number): number {
    const { first } = this.#population;
    const draw = this.#random.fraction();
    const { tgsToTgt, tgsToUser, tgsToSelf } = OTHER;
    if (draw < tgsToTgt) return first.ticket;
    if (draw < tgsToTgt + tgsToUser) {
      return first.serviceUser + this.#random.rank(SERVICE_USERS, SERVICE_USER_OCTAVES);
    }
    return draw < tgsToTgt + tgsToUser + tgsToSelf ? computer : this.#population.server(this.#random);
  }

  #ticketGrantingTicket(): void {
    const { first } = this.#population;
    const [user, computer] = this.#someone();
    if (!this.#random.chance(OTHER.tgtFail))
      return this.#second.authRow(user, user, computer, computer, first.tgt);
    const person = this.#population.person(this.#random);
    const unknown = this.#random.chance(OTHER.tgtFailNoDomain)
      ? person - first.person + first.noDomain
      : person;
    this.#second.authRow(unknown, unknown, computer, computer, first.tgtFail);
  }

  #accountMapping(): void {
    const { first } = this.#population;
    const person = this.#population.person(this.#random);
    const computer = this.#population.homeOf(person);
    const toComputer = this.#random.chance(OTHER.authMapToComputer);
    const mapped = toComputer
      ? computer - first.computer + first.account
      : this.#population.person(this.#random);
    this.#second.authRow(person, mapped, computer, computer, first.authMap);
  }

  #screen(): void {
    const { first } = this.#population;
    const person = this.#population.person(this.#random);
    const computer = this.#population.homeOf(person);
    this.#second.authRow(
      person,
      person,
      computer,
      computer,
      this.#random.chance(0.5) ? first.screenLock : first.screenUnlock,
    );
  }

  /** A person or a computer's account, and the computer that it works at. */
  #someone(): [user: number, computer: number] {
    const { first, plan } = this.#population;
    if (this.#random.chance(OTHER.person)) {
      const person = this.#population.person(this.#random);
      return [person, this.#population.homeOf(person)];
    }
    const place = this.#random.rank(plan.computers, ACCOUNT_OCTAVES);
    return [first.account + place, first.computer + place];
  }
}
