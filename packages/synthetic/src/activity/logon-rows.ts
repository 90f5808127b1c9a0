import type { Random } from '@cmsc/core';
import { FLAVOR_NAMES } from '../people/kinds.js';
import type { Population } from '../people/population.js';
import { LIFE } from '../rates.js';
import type { Second } from './second.js';

const KERBEROS = FLAVOR_NAMES.indexOf('kerberos');
const NTLM = FLAVOR_NAMES.indexOf('ntlm');

/** Writes LogOn and LogOff rows of keys. */
export class LogonRows {
  readonly #population: Population;
  readonly #second: Second;
  readonly #random: Random;
  readonly #redteamLogon: number;

  constructor(population: Population, second: Second, random: Random) {
    this.#population = population;
    this.#second = second;
    this.#random = random;
    this.#redteamLogon = population.first.logon + NTLM;
  }

  /** A logon of the key's user, from one of its origins, as its kind logs on. */
  logon(key: number, origin: number, failed: boolean): void {
    const { first } = this.#population;
    const usual = this.#population.flavorOf(key);
    const used = usual === KERBEROS && this.#random.chance(LIFE.ntlm) ? NTLM : usual;
    this.#start(key, origin, (failed ? first.failedLogon : first.logon) + used);
  }

  /** A logon as the red team does it: NTLM, Network, Success. */
  redteamLogon(key: number, origin: number): void {
    this.#start(key, origin, this.#redteamLogon);
  }

  /**
   * A logoff. It never names where the logon came from. The second of two in one second has another logon type, for no
   * row comes twice.
   */
  logoff(key: number, second: boolean): void {
    const { first } = this.#population;
    const user = this.#population.userOf(key);
    const computer = this.#population.computerOf(key);
    this.#second.authRow(
      user,
      user,
      computer,
      computer,
      (second ? first.secondLogoff : first.logoff) + this.#population.flavorOf(key),
    );
  }

  #start(key: number, origin: number, rest: number): void {
    const population = this.#population;
    const from = population.originOf(key, origin);
    this.#second.authRow(
      population.sourceUserOf(key),
      population.userOf(key),
      from,
      population.computerOf(key),
      rest,
    );
  }
}
