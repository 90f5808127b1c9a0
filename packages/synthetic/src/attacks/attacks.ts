import { compareBytes, type Random, type RedTeamEvent } from '@cmsc/core';
import { FIRST_REDTEAM_ORIGIN, type Key, type Population } from '../people/population.js';
import { CAMPAIGN, LANL, REDTEAM_SOURCES } from '../rates.js';
import type { Beats } from '../activity/pace.js';
import { Campaign } from './campaign.js';
import { dayOf } from '../activity/week.js';

const LONGEST_LOGOFF_DELAY = 30;
/** Chosen: LogOffs in the second of the logon, and logons that never see one. */
const AT_ONCE = 0.35;
const NEVER = 0.06;
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

/** Chosen: it goes back to what it did so many logons, or computers, before. */
const LATELY = 4;
/** Tries to find a free second for a key. */
const TRIES = 100;

type Trait = 'never' | 'local' | 'otherDestination' | 'usual';

/**
 * Plans the red team's logons in LANL's proportions, in the order of redteam.txt: by time, and within a second
 * by descending bytes, for that file is not sorted there. No key is busy twice in one second.
 * Adds the keys that it needs to the population: at most two a tuple.
 */
export function planAttacks(population: Population, beats: Beats, random: Random): Attack[] {
  const rows = population.plan.redteamRows;
  const distinct = Math.round((rows * LANL.redteamDistinct) / LANL.redteamRows);
  const sources = sourcesOf(distinct, random);
  const planner = new AttackPlanner(population, beats, distinct, random);
  const attacks = traitsOf(distinct, random).map((trait, i) => planner.attack(trait, sources[i]!, i));
  for (const attack of attacks) if (attack.otherDestination) planner.misname(attack);
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
  readonly #campaign: Campaign;
  /** When the attacks come, in order. */
  readonly #times: readonly number[];
  readonly #users: number[];
  readonly #computers: number[];
  /** Seconds in which a key is busy, as `key,second`. */
  readonly #busy = new Set<string>();
  #day = 0;
  /** The first attack of that day. */
  #firstToday = 0;
  /** Keys that the red team's sources have logged on to today, by source. */
  readonly #targets: number[][] = REDTEAM_SOURCES.map(() => []);
  #locals = 0;

  constructor(population: Population, beats: Beats, distinct: number, random: Random) {
    this.#population = population;
    this.#random = random;
    const { redteamRows, lastSecond } = population.plan;
    this.#campaign = new Campaign(lastSecond, beats, random);
    this.#times = this.#campaign.times(distinct);
    const users = Math.ceil((redteamRows * LANL.redteamUsers) / LANL.redteamRows);
    const computers = Math.ceil((redteamRows * LANL.redteamDestinations) / LANL.redteamRows);
    this.#users = Array.from({ length: users }, () => this.#victim());
    this.#computers = this.#victimComputers(computers);
  }

  attack(trait: Trait, source: number, place: number): Attack {
    const { names } = this.#population;
    const { key, time, logoffDelay } = this.#place(trait, source, place);
    const tuple = {
      attack_time: time,
      src_user: names.text(this.#population.userOf(key)),
      src_machine: REDTEAM_SOURCES[source]![0],
      dst_machine: names.text(this.#population.computerOf(key)),
    };
    const origin = this.#originOf(key, source);
    return { tuple, rows: 1, key, origin, logoffDelay, otherDestination: trait === 'otherDestination' };
  }

  /** Has redteam.txt name a computer that the user never logs on to: one with a key of its own, that is never used. */
  misname(attack: Attack): void {
    const unused = this.#newKey(this.#population.userOf(attack.key));
    attack.tuple.dst_machine = this.#population.names.text(this.#population.computerOf(unused));
  }

  /** Who logs on where, when, and how long until the LogOff. A key without a free second gives way to a new one. */
  #place(trait: Trait, source: number, place: number): Placed {
    let key = this.#target(trait, source, place);
    for (let tries = 0; ; tries++) {
      if (tries === TRIES) key = this.#newKey(this.#population.userOf(key));
      const time = tries === 0 ? this.#times[place]! : this.#campaign.near(this.#times[place]!);
      const delay = this.#random.chance(AT_ONCE) ? 0 : 1 + this.#random.below(LONGEST_LOGOFF_DELAY);
      // When the key is found open, a LogOff at once is put off by a second.
      const seconds = trait === 'never' ? [time] : [time, time + Math.max(1, delay)];
      if (seconds.some((second) => this.#busy.has(`${key},${second}`))) continue;
      for (const second of seconds) this.#busy.add(`${key},${second}`);
      return { key, time, logoffDelay: trait === 'never' ? undefined : delay };
    }
  }

  /** The key to log on to. One that is to stay open is new, so that nobody else logs off there. */
  #target(trait: Trait, source: number, place: number): number {
    const random = this.#random;
    this.#begin(place);
    const computer = this.#nextComputer(place);
    if (trait === 'local')
      return this.#add({ user: this.#localUser(computer), computer, kind: 'local', flavor: 'ntlm' });
    const user = this.#users[random.rank(this.#users.length, 5)]!;
    if (trait === 'never') return this.#newKey(user);
    const before = this.#targets[source]!;
    if (trait === 'usual' && before.length > 0 && random.chance(CAMPAIGN.again))
      return before.at(-1 - random.below(Math.min(before.length, LATELY)))!;
    if (trait === 'usual' && random.chance(CAMPAIGN.knownPair))
      return this.#keyOf(user, this.#knownTo(source));
    const key = this.#keyOf(user, computer);
    if (trait === 'usual') before.push(key);
    return key;
  }

  /** Every day is a new one: what was logged on to before is left alone, but for what comes of itself. */
  #begin(place: number): void {
    const day = dayOf(this.#times[place]!);
    if (day === this.#day) return;
    this.#day = day;
    this.#firstToday = place;
    for (const targets of this.#targets) targets.length = 0;
  }

  /** The red team goes from one computer to the next, back to those it had lately now and then. */
  #nextComputer(place: number): number {
    const at = (attack: number) => Math.floor((attack / this.#times.length) * this.#computers.length);
    return this.#computers[Math.max(at(this.#firstToday), at(place) - this.#random.below(LATELY))]!;
  }

  /** A computer that people at the red team's source log on to anyway. */
  #knownTo(source: number): number {
    const known = this.#population.redVisits[source]!;
    return known.length > 0
      ? known[this.#random.below(known.length)]!
      : this.#population.server(this.#random);
  }

  #keyOf(user: number, computer: number): number {
    const key = this.#population.keyOf(user, computer);
    return key ?? this.#add({ user, computer, kind: 'visitor', flavor: 'kerberos' });
  }

  /** A key that only the red team uses: its other sources don't matter. */
  #add(key: Omit<Key, 'source' | 'otherSource'>): number {
    const { computer } = this.#population.first;
    return this.#population.addKey({ ...key, source: computer, otherSource: computer });
  }

  /** The red team comes as the key's own user does where they share a computer. */
  #originOf(key: number, source: number): number {
    const own = this.#population.originOf(key, 0) === this.#population.redSource(source);
    return own ? 0 : FIRST_REDTEAM_ORIGIN + source;
  }

  /** Somebody whose account the red team has: neither a program nor one of those who are busiest. */
  #victim(): number {
    const { first, plan } = this.#population;
    const middle = Math.floor(plan.users / 16);
    return first.person + middle + this.#random.below(plan.users - middle);
  }

  /** Where the red team goes, each once: people's computers and servers, but none that its sources know anyway. */
  #victimComputers(count: number): number[] {
    const population = this.#population;
    const computers = new Set<number>();
    for (let tries = 0; computers.size < count; tries++) {
      const computer = this.#random.chance(CAMPAIGN.servers)
        ? population.anyServer(this.#random)
        : population.homeOf(this.#victim());
      const known = population.redNumber(computer) >= 0 || population.redVisits.flat().includes(computer);
      if (!known || tries > count * TRIES) computers.add(computer);
    }
    return [...computers];
  }

  #localUser(computer: number): number {
    const { names, plan } = this.#population;
    return names.add(`U${plan.users + plan.computers + ++this.#locals}@${names.text(computer)}`);
  }

  #newKey(user: number): number {
    return this.#add({ user, computer: this.#notVisitedBy(user), kind: 'visitor', flavor: 'kerberos' });
  }

  #notVisitedBy(user: number): number {
    for (;;) {
      const computer = this.#population.computer(this.#random);
      if (this.#population.keyOf(user, computer) === undefined) return computer;
    }
  }
}

/** What each tuple is like, in no order. */
function traitsOf(distinct: number, random: Random): Trait[] {
  const share = (rate: number) => (distinct < ENOUGH_FOR_ALL ? 0 : Math.max(1, Math.round(distinct * rate)));
  const counts: [Trait, number][] = [
    ['never', share(NEVER)],
    ['local', share(LANL.redteamLocal / LANL.redteamRows)],
    ['otherDestination', share(LANL.redteamOtherDestination / LANL.redteamDistinct)],
  ];
  const special = counts.flatMap(([trait, count]) => Array<Trait>(count).fill(trait));
  const usual = Array<Trait>(distinct - special.length).fill('usual');
  return shuffled([...usual, ...special], random);
}

/** The source of each tuple, shuffled. */
function sourcesOf(distinct: number, random: Random): number[] {
  const sources = Array<number>(distinct).fill(0);
  let place = distinct - 1;
  for (let source = 1; source < REDTEAM_SOURCES.length && distinct >= ENOUGH_FOR_ALL; source++) {
    const count = Math.max(1, Math.round((distinct * REDTEAM_SOURCES[source]![1]) / LANL.redteamRows));
    for (let i = 0; i < count; i++) sources[place--] = source;
  }
  return shuffled(sources, random);
}

function shuffled<T>(values: T[], random: Random): T[] {
  for (let i = values.length - 1; i > 0; i--) {
    const other = random.below(i + 1);
    [values[i], values[other]] = [values[other]!, values[i]!];
  }
  return values;
}

/** Spreads the surplus rows over a few tuples, those from the second source first, as LANL has it. */
function repeatSome(attacks: readonly Attack[], surplus: number): void {
  const repeated = Math.ceil((surplus * LANL.redteamRepeated) / (LANL.redteamRows - LANL.redteamDistinct));
  const second = ({ tuple }: Attack) => tuple.src_machine === REDTEAM_SOURCES[1]![0];
  const chosen = [...attacks.filter(second), ...attacks.filter((attack) => !second(attack))].slice(
    0,
    repeated,
  );
  for (let i = 0; i < surplus; i++) chosen[i % chosen.length]!.rows++;
}

function byTimeThenBackwards(a: Attack, b: Attack): number {
  const times = a.tuple.attack_time - b.tuple.attack_time;
  return times === 0 ? compareBytes(restOf(b), restOf(a)) : times;
}

function restOf({ tuple }: Attack): string {
  return `${tuple.src_user},${tuple.src_machine},${tuple.dst_machine}`;
}
