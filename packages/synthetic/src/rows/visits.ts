import { KIND_NAMES, KINDS, type Kind } from '../population/kinds.js';
import { LOCAL, type Population } from '../population/population.js';
import type { Random } from '../random.js';
import { LIFE } from '../rates.js';
import { KeyCells } from '../truth/key-cells.js';
import type { TruthBook } from '../truth/truth-book.js';
import { Agenda } from './agenda.js';
import type { LogonRows } from './logon-rows.js';
import type { Second } from './second.js';

// What is kept of a key: the second in which it acted last, and what is pending in the agenda: 0 nothing, 1 a logon,
// 1 + n as many as n LogOffs, the first of them.
const ACTED = 0;
const PENDING = 1;
const CELLS = 2;

const KIND_LIST: readonly Kind[] = KIND_NAMES.map((name) => KINDS[name]);
const ACTIVITY_SLOTS = 1024;
const KEY_OCTAVES = 8;
/** Keys of one kind that are tried, before another kind is. */
const TRIES = 6;
const RECENT = 1024;
const MOST_OUTSTANDING = 3;
/** Chosen: one pair in so many has a session from before the file. */
const PAIRS_PER_SESSION_FROM_BEFORE = 40;
/** Chosen: by then those sessions have ended. */
const SECONDS_FROM_BEFORE = 1800;

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
  readonly #agenda: Agenda;
  readonly #kinds = activityTable();
  readonly #cells: Int32Array;
  readonly #offset: number;
  /** Where the logons of the current beat come from. */
  readonly #origins: number[] = [];
  /** How many of them succeeded. */
  #succeeded = 0;
  #recentPlace = 0;
  #time = 0;
  #mostRows = 0;

  constructor(population: Population, book: TruthBook, second: Second, rows: LogonRows, random: Random) {
    this.#population = population;
    this.#book = book;
    this.#second = second;
    this.#rows = rows;
    this.#random = random;
    this.#agenda = new Agenda(population.keys);
    this.#cells = book.cells.cells;
    this.#offset = book.cells.reserve(CELLS);
    this.#enterSessionsFromBefore();
  }

  /** Goes on to the next second, in which there may be so many rows. */
  begin(time: number, mostRows: number): void {
    this.#time = time;
    this.#mostRows = mostRows;
  }

  /** Lets all keys act that are due. */
  wake(): void {
    this.#agenda.due(this.#time, this.#wakeKey);
  }

  /** Begins a visit of some key, or adds a logon to one. @returns false when no key was found that can do it now. */
  visit(): boolean {
    const range = this.#population.ranges[this.#kinds[this.#random.below(ACTIVITY_SLOTS)]!]!;
    for (let tries = TRIES; tries > 0; tries--) {
      if (this.#arrive(range.first + this.#random.rank(range.count, KEY_OCTAVES))) return true;
    }
    return false;
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

  /** A LogOff of the key, if it may act. */
  logoff(key: number): void {
    this.#beat(key, 0, 1);
  }

  readonly #wakeKey = (key: number): void => {
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
    if (logoffs > 1) this.#enter(key, logoffs - 1, random.seconds(LIFE.nextLogoffOctaves, 2));
    else this.#afterVisit(key);
  }

  #arrive(key: number): boolean {
    if (this.#cells[this.#at(key) + ACTED] === this.#time) return false;
    const { sessions } = this.#book;
    const kind = KIND_LIST[this.#population.kindOf(key)]!;
    if (sessions.isOpen(key)) return this.#overlap(key, kind);
    if (this.#random.chance(kind.lost)) return this.#beat(key, 1, 0);
    if (sessions.isIdle(key) && kind.lost < 0.5 && this.#random.chance(LIFE.orphan))
      return this.#beat(key, 0, 1);
    return this.#random.chance(LIFE.zeroLength) ? this.#shortVisit(key, kind) : this.#longVisit(key, kind);
  }

  /** One more logon while the key is open. */
  #overlap(key: number, kind: Kind): boolean {
    if (!this.#random.chance(kind.overlap) || !this.#beat(key, 1, 0)) return false;
    if (this.#isEntered(key) || !this.#random.chance(kind.lost)) this.#expectLogoffs(key, this.#succeeded);
    return true;
  }

  /** LogOn and LogOff in one second. */
  #shortVisit(key: number, kind: Kind): boolean {
    if (kind.origins > 1 && kind.remote > 0 && this.#random.chance(LIFE.startEndStart)) {
      if (!this.#beat(key, 2, 1)) return false;
      this.#expectLogoffs(key, 1);
      return true;
    }
    const two = kind.twoTypes && this.#random.chance(LIFE.twoEnds);
    if (!this.#beat(key, 1, two ? 2 : 1)) return false;
    this.#afterVisit(key);
    return true;
  }

  #longVisit(key: number, kind: Kind): boolean {
    const starts = kind.origins > 1 && kind.remote > 0 && this.#random.chance(LIFE.twoStarts) ? 2 : 1;
    if (!this.#beat(key, starts, 0)) return false;
    this.#expectLogoffs(key, this.#succeeded);
    return true;
  }

  #expectLogoffs(key: number, logoffs: number): void {
    const at = this.#at(key) + PENDING;
    const pending = this.#cells[at]!;
    if (pending === 0) this.#enter(key, logoffs, this.#visitSeconds(key));
    else this.#cells[at] = 1 + Math.min(MOST_OUTSTANDING, pending - 1 + logoffs);
  }

  #afterVisit(key: number): void {
    if (this.#isEntered(key)) return;
    if (this.#random.chance(LIFE.extend)) this.#enter(key, 1, this.#random.seconds(LIFE.extendOctaves, 2));
    else if (this.#random.chance(LIFE.revisit))
      this.#enter(key, 0, this.#random.seconds(LIFE.revisitOctaves, 2));
  }

  #visitSeconds(key: number): number {
    return this.#random.seconds(KIND_LIST[this.#population.kindOf(key)]!.octaves, 3);
  }

  #isEntered(key: number): boolean {
    return this.#cells[this.#at(key) + PENDING]! > 0;
  }

  /** Enters a key that is not in the agenda, for so many LogOffs, or for a logon. */
  #enter(key: number, logoffs: number, delay: number): void {
    this.#cells[this.#at(key) + PENDING] = 1 + logoffs;
    this.#agenda.enter(key, this.#time, delay);
  }

  #at(key: number): number {
    return key * KeyCells.width + this.#offset;
  }

  /** Whether the key may act now, with so many rows. */
  #free(key: number, rows: number): boolean {
    return this.#cells[this.#at(key) + ACTED] !== this.#time && this.#second.rows + rows <= this.#mostRows;
  }

  /** All that a key does in this second: up to two starts, from different origins, and up to two ends. */
  #beat(key: number, starts: number, ends: number): boolean {
    if (!this.#free(key, starts + ends)) return false;
    const kind = KIND_LIST[this.#population.kindOf(key)]!;
    this.#drawOrigins(kind, starts);
    this.#succeeded = 0;
    for (const origin of this.#origins) if (this.#rows.logon(key, origin)) this.#succeeded++;
    for (let i = 0; i < ends; i++) this.#rows.logoff(key, i > 0);
    const failed = starts - this.#succeeded;
    this.#book.beat(key, this.#time, { origins: this.#origins, failed, ends, startsFirst: kind.byAccount });
    this.#cells[this.#at(key) + ACTED] = this.#time;
    if (starts > 0) this.recent[this.#recentPlace++ % RECENT] = key;
    return true;
  }

  #drawOrigins(kind: Kind, starts: number): void {
    this.#origins.length = 0;
    if (starts === 0) return;
    const remote = starts === 2 || this.#random.chance(kind.remote);
    const origin = remote ? this.#random.rank(kind.origins, 2) : LOCAL;
    this.#origins.push(origin);
    if (starts === 2) this.#origins.push((origin + 1) % kind.origins);
  }

  #enterSessionsFromBefore(): void {
    for (const name of ['resident', 'visitor', 'account'] as const) {
      const range = this.#population.range(name);
      for (let left = Math.floor(range.count / PAIRS_PER_SESSION_FROM_BEFORE); left > 0; left--) {
        const key = range.first + this.#random.rank(range.count, KEY_OCTAVES);
        if (!this.#isEntered(key)) this.#enter(key, 1, 1 + this.#random.below(SECONDS_FROM_BEFORE));
      }
    }
  }
}

/** Kinds by their share of all visits: a table to draw from with one random number. */
function activityTable(): Uint8Array {
  const table = new Uint8Array(ACTIVITY_SLOTS);
  const total = KIND_LIST.reduce((sum, { activity }) => sum + activity, 0);
  let place = 0;
  let until = 0;
  KIND_LIST.forEach((kind, index) => {
    until += kind.activity;
    while (place < Math.round((until / total) * ACTIVITY_SLOTS)) table[place++] = index;
  });
  return table;
}
