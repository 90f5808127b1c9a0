import { appendTo, type Random } from '@cmsc/core';
import { KIND_NAMES, KINDS, type Kind } from '../people/kinds.js';
import { LOCAL, type Population } from '../people/population.js';
import { LIFE, LOGONS_PER_ROW, PEOPLE_ON_AVERAGE, STORM } from '../rates.js';
import { KeyCells } from '../truth/key-cells.js';
import type { Beat, TruthBook } from '../truth/truth-book.js';
import { Agenda } from './agenda.js';
import type { Beats } from './pace.js';
import { KnownPairs } from './known-pairs.js';
import type { LogonRows } from './logon-rows.js';
import { Presence, dayOf, shareOfPeople } from './week.js';
import type { Second } from './second.js';

// What is kept of a key: the second in which it acted last, and what is pending in the agenda: 0 nothing, 1 a logon,
// 1 + n as many as n LogOffs, the first of them.
const ACTED = 0;
const PENDING = 1;
const CELLS = 2;

const KIND_LIST: readonly Kind[] = KIND_NAMES.map((name) => KINDS[name]);
const VISITOR = KIND_NAMES.indexOf('visitor');
const ACCOUNT = KIND_NAMES.indexOf('account');
const ACTIVITY_SLOTS = 1024;
/** Keys of one kind that are tried, before another kind is. */
const TRIES = 6;
const RECENT = 16;
const MOST_OUTSTANDING = 3;
/** Chosen: what is under way when the file begins, as a share of the turns of people and accounts. */
const UNDER_WAY = 0.03;
/** Chosen: of the new pairs, those whose destination is a server and not somebody's computer. */
const NEW_ON_SERVER = 0.95;

/**
 * The lives of the keys. Each key lives by itself: visits begin at random, their LogOffs are entered into an agenda.
 * A key acts at most once a second, so that all it does in a second is decided at once and told to the truth book.
 */
export class Visits {
  /** Keys that logged on lately, in no particular order. */
  readonly recent = new Int32Array(RECENT);
  readonly #population: Population;
  readonly #book: TruthBook;
  readonly #random: Random;
  readonly #second: Second;
  readonly #rows: LogonRows;
  readonly #beats: Beats;
  readonly #agenda: Agenda;
  readonly #presence: Presence;
  readonly #pairs = new KnownPairs();
  readonly #people = activityTable(true);
  readonly #machines = activityTable(false);
  /** Seconds from one turn of a kind to the next. */
  readonly #secondsPerTurn: readonly number[];
  readonly #cells: Int32Array;
  readonly #offset: number;
  /** Keys that log off between the beats, or whatever the agenda says, by second. */
  readonly #promptLogoffs = new Map<number, number[]>();
  /** Where the logons of the current beat come from: one of these, filled anew, so that nothing is allocated. */
  readonly #noOrigin: readonly number[] = [];
  readonly #oneOrigin = [LOCAL];
  readonly #twoOrigins = [LOCAL, LOCAL];
  #origins = this.#noOrigin;
  /** How long the visits last that somebody begins in this second, or 0 when that is not known yet. */
  #together = 0;
  #stormKey = 0;
  #stormLeft = 0;
  /** What a key does, filled anew each time. */
  readonly #done: Beat = { origins: this.#noOrigin, failed: 0, ends: 0, startsFirst: false };
  #recentPlace = 0;
  #time = 0;
  #day = 0;
  #shareOfPeople = 0;
  #mostRows = 0;

  constructor(
    population: Population,
    book: TruthBook,
    second: Second,
    rows: LogonRows,
    beats: Beats,
    random: Random,
  ) {
    this.#population = population;
    this.#book = book;
    this.#second = second;
    this.#rows = rows;
    this.#beats = beats;
    this.#random = random;
    this.#agenda = new Agenda(population.capacity);
    this.#presence = new Presence(population.plan);
    this.#secondsPerTurn = secondsPerTurn(population);
    this.#cells = book.cells.cells;
    this.#offset = book.cells.reserve(CELLS);
    this.#enterSessionsFromBefore();
  }

  /** Goes on to this second, in which there may be so many rows. */
  begin(time: number, mostRows: number): void {
    this.#time = time;
    this.#day = dayOf(time);
    this.#shareOfPeople = shareOfPeople(time);
    this.#mostRows = mostRows;
  }

  /** The first second from `time` up to, not including, `until` in which somebody logs off between the beats; else `until`. */
  promptLogoff(time: number, until: number): number {
    if (this.#promptLogoffs.size > 0)
      for (let second = time; second < until; second++) if (this.#promptLogoffs.has(second)) return second;
    return until;
  }

  /** A LogOff of the key in a second of its own. */
  logoffAt(key: number, second: number): void {
    appendTo(this.#promptLogoffs, second, key);
  }

  /** Lets all keys log off that do so between the beats. */
  logoffPromptly(): void {
    const keys = this.#promptLogoffs.get(this.#time);
    if (keys === undefined) return;
    this.#promptLogoffs.delete(this.#time);
    for (const key of keys) this.#beat(key, 0, 1);
  }

  /** Lets all keys act that are due. */
  wake(): void {
    this.#agenda.due(this.#time, this.#wakeKey);
  }

  /** Begins a visit of some key, or adds a logon to one. @returns false when no key was found that can do it now. */
  visit(): boolean {
    const people = this.#random.chance(this.#shareOfPeople);
    const kind = (people ? this.#people : this.#machines)[this.#random.below(ACTIVITY_SLOTS)]!;
    const turns = this.#population.turns[kind]!;
    for (let tries = TRIES; tries > 0; tries--) {
      const key = turns.next(this.#random);
      if (!this.#isThere(key, kind)) continue;
      if (kind === VISITOR && this.#pairs.lacksNew && this.#visitNew(key)) return true;
      this.#together = 0;
      if (!this.#arrive(key)) continue;
      this.#goOn(key);
      return true;
    }
    return false;
  }

  /** Whoever does something here often does the same elsewhere in that second: keys of one user stand side by side. */
  #goOn(key: number): void {
    const population = this.#population;
    const user = population.userOf(key);
    const step = population.userOf(key + 1) === user ? 1 : -1;
    const chance = KIND_LIST[population.kindOf(key)]!.people ? LIFE.goOn : LIFE.goOnMachines;
    for (let next = key + step; this.#random.chance(chance); next += step) {
      if (next < 0 || population.userOf(next) !== user) break;
      this.#arrive(next);
    }
    this.#together = 0;
  }

  /** Failed logons come one after the other: somebody, or a program, has a wrong password. */
  storm(rows: number): void {
    const random = this.#random;
    if (this.#stormLeft === 0 && random.chance(rows * STORM.perRow)) {
      this.#stormLeft = random.seconds(STORM.octaves, 1);
      const kind = STORM.kinds[random.below(STORM.kinds.length)]!;
      this.#stormKey = this.#population.turns[KIND_NAMES.indexOf(kind)]!.next(random);
    }
    if (this.#stormLeft === 0 || !this.#free(this.#stormKey, 1)) return;
    this.#stormLeft--;
    if (this.#isThere(this.#stormKey, this.#population.kindOf(this.#stormKey))) this.#fail(this.#stormKey);
  }

  /**
   * The red team logs on to a key that did nothing yet in this second, and logs off in the same second if asked to:
   * unless a session is open, since that is what the LogOff would end.
   *
   * @returns whether it logged off.
   * @throws Error when the logon does not fit, which is a bug of the plan.
   */
  attack(key: number, origin: number, logoff: boolean): boolean {
    const ends = logoff && !this.#book.sessions.isOpen(key) ? 1 : 0;
    if (!this.#free(key, 1 + ends)) throw new Error('there is no room for the red team');
    this.#rows.redteamLogon(key, origin);
    if (ends === 1) this.#rows.logoff(key, false);
    this.#book.beat(key, this.#time, { origins: [origin], failed: 0, ends, startsFirst: false });
    this.#cells[this.#at(key) + ACTED] = this.#time;
    return ends === 1;
  }

  readonly #wakeKey = (key: number): void => {
    this.#together = 0;
    const at = this.#at(key);
    const logoffs = this.#cells[at + PENDING]! - 1;
    this.#cells[at + PENDING] = 0;
    if (this.#cells[at + ACTED] === this.#time) this.#enter(key, logoffs, 1);
    else if (logoffs > 0) this.#logoffDue(key, logoffs);
    else this.#arrive(key);
  };

  #logoffDue(key: number, logoffs: number): void {
    const random = this.#random;
    if (this.#book.sessions.isOpen(key) && random.chance(LIFE.turnover)) {
      if (this.#beat(key, 1, 1)) this.#enter(key, logoffs, this.#visitSeconds(key));
      return;
    }
    const two = KIND_LIST[this.#population.kindOf(key)]!.twoTypes && random.chance(LIFE.twoEnds);
    if (!this.#beat(key, 0, two ? 2 : 1)) return;
    if (logoffs > 1) this.#enter(key, logoffs - 1, this.#slowly(LIFE.nextLogoffOctaves));
    else this.#afterVisit(key);
  }

  #arrive(key: number): boolean {
    if (this.#cells[this.#at(key) + ACTED] === this.#time) return false;
    const { sessions } = this.#book;
    const kind = KIND_LIST[this.#population.kindOf(key)]!;
    if (this.#random.chance(kind.fail)) return this.#fail(key);
    if (sessions.isOpen(key)) return this.#overlap(key, kind);
    if (this.#random.chance(kind.lost)) return this.#beat(key, 1, 0);
    if (sessions.isIdle(key) && kind.lost < 0.5 && this.#random.chance(LIFE.orphan))
      return this.#beat(key, 0, 1);
    const seconds = this.#random.chance(LIFE.zeroLength) ? 0 : this.#visitSeconds(key);
    return seconds === 0 ? this.#shortVisit(key, kind) : this.#longVisit(key, kind, seconds);
  }

  /** A failed logon: nobody is in. */
  #fail(key: number): boolean {
    if (!this.#free(key, 1)) return false;
    this.#drawOrigins(key, KIND_LIST[this.#population.kindOf(key)]!, 1);
    this.#logon(key, 1, 0);
    return true;
  }

  /** One more logon while the key is open. */
  #overlap(key: number, kind: Kind): boolean {
    if (!this.#random.chance(kind.overlap) || !this.#beat(key, 1, 0)) return false;
    if (!this.#isEntered(key) || this.#random.chance(LIFE.ownLogoff))
      this.#expectLogoffs(key, 1, this.#visitSeconds(key));
    return true;
  }

  /** LogOn and LogOff in one second. */
  #shortVisit(key: number, kind: Kind): boolean {
    if (kind.remote > 0 && this.#random.chance(LIFE.startEndStart)) {
      if (!this.#beat(key, 2, 1)) return false;
      this.#expectLogoffs(key, 1, this.#visitSeconds(key));
      return true;
    }
    const two = kind.twoTypes && this.#random.chance(LIFE.twoEnds);
    if (!this.#beat(key, 1, two ? 2 : 1)) return false;
    this.#afterVisit(key);
    return true;
  }

  #longVisit(key: number, kind: Kind, seconds: number): boolean {
    const starts = kind.remote > 0 && this.#random.chance(LIFE.twoStarts) ? 2 : 1;
    if (!this.#beat(key, starts, 0)) return false;
    if (starts === 1 && this.#random.chance(LIFE.prompt))
      this.logoffAt(key, this.#time + 1 + this.#random.below(LIFE.promptSeconds));
    else this.#expectLogoffs(key, starts, seconds);
    return true;
  }

  /** A visit of somewhere new, by the user of this key, from where they always come. */
  #visitNew(key: number): boolean {
    const population = this.#population;
    if (population.keys === population.capacity || this.#mostRows < 2) return false;
    const { first } = population;
    const user = population.userOf(key);
    const source = population.originOf(key, 0);
    const computer = this.#random.chance(NEW_ON_SERVER)
      ? population.lesserServer(this.#random)
      : population.computer(this.#random);
    const otherSource = population.originOf(key, 1);
    if (computer === source || computer === otherSource) return false;
    if (
      this.#pairs.has(source - first.computer, computer - first.computer) ||
      population.keyOf(user, computer) !== undefined
    )
      return false;
    return this.#arrive(
      population.addKey({ user, computer, kind: 'visitor', flavor: 'kerberos', source, otherSource }),
    );
  }

  #expectLogoffs(key: number, logoffs: number, seconds: number): void {
    const at = this.#at(key) + PENDING;
    const pending = this.#cells[at]!;
    if (pending === 0) this.#enter(key, logoffs, seconds);
    else this.#cells[at] = 1 + Math.min(MOST_OUTSTANDING, pending - 1 + logoffs);
  }

  #afterVisit(key: number): void {
    if (this.#isEntered(key) || this.#population.turnsOf(key) === 0) return;
    if (this.#random.chance(LIFE.extend)) this.#enter(key, 1, this.#slowly(LIFE.extendOctaves));
    else if (this.#random.chance(LIFE.revisit)) this.#enter(key, 0, this.#slowly(LIFE.revisitOctaves));
  }

  /**
   * How long a visit lasts. What takes LANL's users some seconds takes ours as many times longer as our rows come slower,
   * but not so long that a busy key would be open whenever it is its turn again. 0 when there is no time for it.
   */
  #visitSeconds(key: number): number {
    const random = this.#random;
    const { least, span, long, longer } = LIFE.visit;
    if (this.#together === 0) {
      const usual = least + random.fraction() * span;
      this.#together = (random.chance(long) ? usual * longer : usual) * this.#population.plan.slowness;
    }
    const seconds = this.#together;
    const turns = this.#population.turnsOf(key);
    if (turns === 0) return seconds;
    const most =
      (this.#secondsPerTurn[this.#population.kindOf(key)]! / turns) * LIFE.visit.ofGap * random.fraction();
    if (most < this.#population.plan.beatSeconds) return 0;
    return Math.min(seconds, most);
  }

  /** Seconds of LANL's network, heavy-tailed, as they pass here. */
  #slowly(octaves: number): number {
    return this.#random.seconds(octaves, 2) * this.#population.plan.slowness;
  }

  #isEntered(key: number): boolean {
    return this.#cells[this.#at(key) + PENDING]! > 0;
  }

  /** Enters a key that is not in the agenda, for so many LogOffs, or for a logon, at the first beat after a delay. */
  #enter(key: number, logoffs: number, delay: number): void {
    this.#cells[this.#at(key) + PENDING] = 1 + logoffs;
    const longest = Agenda.horizonSeconds - 2 * this.#population.plan.beatSeconds;
    const beat = this.#beats.from(this.#time + Math.floor(Math.max(1, Math.min(delay, longest))));
    this.#agenda.enter(key, this.#time, beat - this.#time);
  }

  #at(key: number): number {
    return key * KeyCells.width + this.#offset;
  }

  /** Whether somebody is there at all today. */
  #isThere(key: number, kind: number): boolean {
    const user = this.#population.userOf(key);
    if (KIND_LIST[kind]!.people) return this.#presence.works(user, this.#day);
    return kind !== ACCOUNT || this.#presence.isMember(user, this.#day);
  }

  /** Whether the key may act now, with so many rows. */
  #free(key: number, rows: number): boolean {
    return this.#cells[this.#at(key) + ACTED] !== this.#time && this.#second.rows + rows <= this.#mostRows;
  }

  /** All that a key does in this second: up to two starts, from different origins, and up to two ends. */
  #beat(key: number, starts: number, ends: number): boolean {
    if (!this.#free(key, starts + ends)) return false;
    this.#drawOrigins(key, KIND_LIST[this.#population.kindOf(key)]!, starts);
    this.#logon(key, 0, ends);
    return true;
  }

  /** Logons from the origins that were drawn, all failed or none, and LogOffs. */
  #logon(key: number, failed: number, ends: number): void {
    const population = this.#population;
    const { first } = population;
    for (const origin of this.#origins) {
      this.#rows.logon(key, origin, failed > 0);
      if (origin !== LOCAL)
        this.#pairs.note(
          population.originOf(key, origin) - first.computer,
          population.computerOf(key) - first.computer,
          this.#time,
        );
    }
    for (let i = 0; i < ends; i++) this.#rows.logoff(key, i > 0);
    const { byAccount } = KIND_LIST[population.kindOf(key)]!;
    const beat = this.#done;
    beat.origins = this.#origins;
    beat.failed = failed;
    beat.ends = ends;
    beat.startsFirst = byAccount;
    this.#book.beat(key, this.#time, beat);
    this.#cells[this.#at(key) + ACTED] = this.#time;
    if (this.#origins.length > 0) this.recent[this.#recentPlace++ % RECENT] = key;
  }

  #drawOrigins(key: number, kind: Kind, starts: number): void {
    this.#origins = this.#noOrigin;
    if (starts === 0) return;
    const random = this.#random;
    const remote = starts === 2 || random.chance(kind.remote);
    const other =
      remote && kind.people && this.#population.onController(key) && random.chance(LIFE.otherSource) ? 1 : 0;
    const origins = starts === 2 ? this.#twoOrigins : this.#oneOrigin;
    origins[0] = remote ? other : LOCAL;
    if (starts === 2) origins[1] = 1 - other;
    this.#origins = origins;
  }

  #enterSessionsFromBefore(): void {
    this.#time = 1;
    for (const turns of this.#population.turns) {
      for (let left = Math.floor(turns.shares.size * UNDER_WAY); left > 0; left--) {
        const key = turns.next(this.#random);
        const { lost } = KIND_LIST[this.#population.kindOf(key)]!;
        if (lost < 0.5 && !this.#isEntered(key))
          this.#enter(key, 1, this.#random.fraction() * Math.max(1, this.#visitSeconds(key)));
      }
    }
  }
}

/** Kinds by their share of what people do, or all others: a table to draw from with one random number. */
function activityTable(people: boolean): Uint8Array {
  const table = new Uint8Array(ACTIVITY_SLOTS);
  const activities = KIND_LIST.map((kind) => (kind.people === people ? kind.activity : 0));
  const total = activities.reduce((sum, activity) => sum + activity, 0);
  let place = 0;
  let until = 0;
  activities.forEach((activity, index) => {
    until += activity;
    while (place < Math.round((until / total) * ACTIVITY_SLOTS)) table[place++] = index;
  });
  return table;
}

/** Seconds from one turn of each kind to the next, on average. */
function secondsPerTurn({ plan, turns }: Population): number[] {
  const logonsPerSecond = (plan.authRows / plan.lastSecond) * LOGONS_PER_ROW;
  const all = (people: boolean) =>
    KIND_LIST.reduce((sum, kind) => sum + (kind.people === people ? kind.activity : 0), 0);
  return KIND_LIST.map(({ people, activity }, kind) => {
    const share = (activity / all(people)) * (people ? PEOPLE_ON_AVERAGE : 1 - PEOPLE_ON_AVERAGE);
    return turns[kind]!.total / Math.max(Number.MIN_VALUE, logonsPerSecond * share);
  });
}
