import { compareBytes, type RedTeamEvent } from '@cmsc/core';
import { FIRST_REDTEAM_ORIGIN, type Population } from '../population/population.js';
import type { Random } from '../random.js';
import { LANL, REDTEAM_SOURCES } from '../rates.js';

const LONGEST_LOGOFF_DELAY = 30;
/** Chosen: LogOffs in the second of the logon, and logons that never see one. */
const AT_ONCE = 0.35;
const NEVER = 0.06;
/** Chosen: one tuple in so many is put into the second of another one. LANL has 3 such seconds. */
const SHARED_SECOND_EVERY = 24;
/** Chosen: from this many tuples on, everything that LANL's red team shows is there at least once. */
const ENOUGH_FOR_ALL = 10;

/** A logon of the red team: a distinct tuple of redteam.txt, and what auth has of it. */
export interface Attack {
  tuple: RedTeamEvent;
  /** Times that the tuple stands in redteam.txt. */
  rows: number;
  /** The key that it logs on to: that of the tuple, unless `otherDestination`. */
  key: number;
  origin: number;
  /** Seconds until the user's next LogOff at the destination; undefined when none follows. */
  logoffDelay: number | undefined;
  /** auth has the logon, to another destination than the tuple says. */
  otherDestination: boolean;
}

/** Tries to find a free second for a key. */
const TRIES = 100;

type Trait = 'never' | 'local' | 'otherDestination' | 'usual';

/**
 * Plans the red team's logons in LANL's proportions, in the order of redteam.txt: by time, and within a second
 * by descending bytes, for that file is not sorted there. No key is busy twice in one second.
 * Adds the keys that it needs to the population: at most two a tuple.
 */
export function planAttacks(population: Population, random: Random): Attack[] {
  const rows = population.plan.redteamRows;
  const distinct = Math.round((rows * LANL.redteamDistinct) / LANL.redteamRows);
  const sources = sourcesOf(distinct, random);
  const planner = new AttackPlanner(population, random);
  // Another destination must not be a key: those tuples come when all keys are known.
  const attacks = traitsOf(distinct).map((trait, i) => planner.attack(trait, sources[i]!));
  repeatSome(attacks, rows - distinct);
  return attacks.sort(byTimeThenBackwards);
}

/** The lines of redteam.txt, in order. */
export function* redteamLines(attacks: readonly Attack[]): Generator<string> {
  for (const attack of attacks) {
    const { tuple, rows } = attack;
    const line = `${tuple.attack_time},${restOf(attack)}`;
    for (let i = 0; i < rows; i++) yield line;
  }
}

interface Placed {
  key: number;
  time: number;
  logoffDelay: number | undefined;
}

class AttackPlanner {
  readonly #population: Population;
  readonly #random: Random;
  readonly #users: number[];
  readonly #computers: number[];
  /** Seconds in which a key is busy, as `key,second`. */
  readonly #busy = new Set<string>();
  /** Pairs that must not become keys, as `user,computer`. */
  readonly #neverKeys = new Set<string>();
  /** The red team's first and last second. */
  readonly #first: number;
  readonly #last: number;
  #placed = 0;
  #lastTime = 0;
  #locals = 0;

  constructor(population: Population, random: Random) {
    this.#population = population;
    this.#random = random;
    const { redteamRows, lastSecond } = population.plan;
    const share = lastSecond / LANL.lastSecond;
    this.#first = Math.max(1, Math.floor(share * LANL.redteamFirstSecond));
    this.#last = Math.max(this.#first, Math.floor(share * LANL.redteamLastSecond));
    const users = Math.ceil((redteamRows * LANL.redteamUsers) / LANL.redteamRows);
    const computers = Math.ceil((redteamRows * LANL.redteamDestinations) / LANL.redteamRows);
    this.#users = Array.from({ length: users }, () => population.person(random));
    this.#computers = Array.from({ length: computers }, () => population.server(random));
  }

  attack(trait: Trait, source: number): Attack {
    const { names } = this.#population;
    const { key, time, logoffDelay } = this.#place(trait);
    const user = this.#population.userOf(key);
    const otherDestination = trait === 'otherDestination';
    const destination = otherDestination ? this.#neverVisitedBy(user) : this.#population.computerOf(key);
    const tuple = {
      attack_time: time,
      src_user: names.text(user),
      src_machine: REDTEAM_SOURCES[source]![0],
      dst_machine: names.text(destination),
    };
    return { tuple, rows: 1, key, origin: FIRST_REDTEAM_ORIGIN + source, logoffDelay, otherDestination };
  }

  /** Who logs on where, when, and how long until the LogOff. A key without a free second gives way to a new one. */
  #place(trait: Trait): Placed {
    let key = this.#target(trait);
    for (let tries = 0; ; tries++) {
      if (tries === TRIES) key = this.#newKey(this.#population.userOf(key));
      const shared = tries === 0 && this.#placed % SHARED_SECOND_EVERY === 1;
      const time = shared ? this.#lastTime : this.#first + this.#random.below(this.#last - this.#first + 1);
      const delay = this.#random.chance(AT_ONCE) ? 0 : 1 + this.#random.below(LONGEST_LOGOFF_DELAY);
      // When the key is found open, a LogOff at once is put off by a second.
      const seconds = trait === 'never' ? [time] : [time, time + Math.max(1, delay)];
      if (seconds.some((second) => this.#busy.has(`${key},${second}`))) continue;
      for (const second of seconds) this.#busy.add(`${key},${second}`);
      this.#placed++;
      this.#lastTime = time;
      return { key, time, logoffDelay: trait === 'never' ? undefined : delay };
    }
  }

  /** The key to log on to. One that is to stay open is new, so that nobody else logs off there. */
  #target(trait: Trait): number {
    const population = this.#population;
    const computer = this.#computers[this.#random.rank(this.#computers.length, 4)]!;
    if (trait === 'local') return population.addKey(this.#localUser(computer), computer, 'local', 'ntlm');
    const user = this.#users[this.#random.rank(this.#users.length, 5)]!;
    if (trait === 'never') return this.#newKey(user);
    return population.keyOf(user, computer) ?? population.addKey(user, computer, 'visitor', 'kerberos');
  }

  #localUser(computer: number): number {
    const { names, plan } = this.#population;
    return names.add(`U${plan.users + plan.computers + ++this.#locals}@${names.text(computer)}`);
  }

  #newKey(user: number): number {
    return this.#population.addKey(user, this.#notVisitedBy(user), 'visitor', 'kerberos');
  }

  #notVisitedBy(user: number): number {
    for (;;) {
      const computer = this.#population.first.computer + this.#random.below(this.#population.plan.computers);
      if (this.#neverKeys.has(`${user},${computer}`)) continue;
      if (this.#population.keyOf(user, computer) === undefined) return computer;
    }
  }

  /** A computer that the user does not visit, and that no later key will have them visit. */
  #neverVisitedBy(user: number): number {
    const computer = this.#notVisitedBy(user);
    this.#neverKeys.add(`${user},${computer}`);
    return computer;
  }
}

/** What each tuple is like; the order matters to {@link planAttacks}. */
function traitsOf(distinct: number): Trait[] {
  const share = (rate: number) => (distinct < ENOUGH_FOR_ALL ? 0 : Math.max(1, Math.round(distinct * rate)));
  const counts: [Trait, number][] = [
    ['never', share(NEVER)],
    ['local', share(LANL.redteamLocal / LANL.redteamRows)],
    ['otherDestination', share(LANL.redteamOtherDestination / LANL.redteamDistinct)],
  ];
  const special = counts.flatMap(([trait, count]) => Array<Trait>(count).fill(trait));
  const usual = Array<Trait>(distinct - special.length).fill('usual');
  return [...usual, ...special];
}

/** The source of each tuple, shuffled. */
function sourcesOf(distinct: number, random: Random): number[] {
  const sources = Array<number>(distinct).fill(0);
  let place = distinct - 1;
  for (let source = 1; source < REDTEAM_SOURCES.length && distinct >= ENOUGH_FOR_ALL; source++) {
    const count = Math.max(1, Math.round((distinct * REDTEAM_SOURCES[source]![1]) / LANL.redteamRows));
    for (let i = 0; i < count; i++) sources[place--] = source;
  }
  for (let i = distinct - 1; i > 0; i--) {
    const other = random.below(i + 1);
    [sources[i], sources[other]] = [sources[other]!, sources[i]!];
  }
  return sources;
}

/** Spreads the surplus rows over a few tuples, those from the second source first, as LANL has it. */
function repeatSome(attacks: readonly Attack[], surplus: number): void {
  const repeated = Math.ceil((surplus * LANL.redteamRepeated) / (LANL.redteamRows - LANL.redteamDistinct));
  const second = FIRST_REDTEAM_ORIGIN + 1;
  const fromSecond = attacks.filter(({ origin }) => origin === second);
  const chosen = [...fromSecond, ...attacks.filter(({ origin }) => origin !== second)].slice(0, repeated);
  for (let i = 0; i < surplus; i++) chosen[i % chosen.length]!.rows++;
}

function byTimeThenBackwards(a: Attack, b: Attack): number {
  const times = a.tuple.attack_time - b.tuple.attack_time;
  return times === 0 ? compareBytes(restOf(b), restOf(a)) : times;
}

function restOf({ tuple }: Attack): string {
  return `${tuple.src_user},${tuple.src_machine},${tuple.dst_machine}`;
}
