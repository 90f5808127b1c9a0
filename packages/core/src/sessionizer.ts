import { EDGE_START, EDGE_END, type EventColumns } from './columns.js';
import { IdLists } from './id-lists.js';
import { KEY_WIDTH, KeyTable, SLOT_KEY, SLOT_USER } from './key-table.js';
import type { SessionCounts } from './ledger.js';
import type { TieRule } from './presets.js';
import { NO_END, SessionBuffer, type SessionColumns } from './session-columns.js';

// Phases of a key, as in machine.ts.
const IDLE = 0;
const OPEN = 1;
const CLOSED = 2;

// What a slot of the key table holds.
const PHASE = SLOT_USER;
const START = SLOT_USER + 1;
const END = SLOT_USER + 2;
const STARTS = SLOT_USER + 3;
const ENDS = SLOT_USER + 4;
const ORIGINS = SLOT_USER + 5;
// Events of the second that is still going on, for tie rules that need all of it.
const TIED_TIME = SLOT_USER + 6;
const TIED_STARTS = SLOT_USER + 7;
const TIED_ENDS = SLOT_USER + 8;
const TIED_ORIGINS = SLOT_USER + 9;

/** In the place of an origin where none is asked for. */
const NO_ORIGIN = -1;

/** How many sessions {@link Sessionizer.finish} hands out at a time. */
const FINISH_BATCH = 65_536;

/** What a {@link Sessionizer} is to do. */
export interface SessionizerOptions {
  /** How many of the columns of `ids`, from the first, make up the key: 1 to 3. */
  keyWidth: number;
  ties: TieRule;
  /** The column of `ids` whose distinct values a session's starts are to be remembered by; none when absent. */
  originColumn?: number;
}

/**
 * The machine of machine.ts for millions of keys at once: takes batches of events, gives batches of sessions.
 * Sessions of one key come out in order of time. A session comes out when its key's next one begins, or at the end.
 *
 * @example
 * const sessionizer = new Sessionizer({ keyWidth: 2, ties: 'pair' });
 * for await (const events of reader) write(sessionizer.push(events));
 * for (const sessions of sessionizer.finish()) write(sessions);
 */
export class Sessionizer {
  readonly #keys = new KeyTable();
  readonly #origins = new IdLists();
  readonly #sessions = new SessionBuffer();
  readonly #width: number;
  readonly #ties: TieRule;
  readonly #originColumn: number | undefined;
  #zeroLength = 0;
  #emitted = 0;
  #repeatedStarts = 0;
  #extendingEnds = 0;
  #orphanEnds = 0;
  #open = 0;

  constructor({ keyWidth, ties, originColumn }: SessionizerOptions) {
    if (keyWidth < 1 || keyWidth > KEY_WIDTH)
      throw new RangeError(`a key has 1 to ${KEY_WIDTH} columns, not ${keyWidth}`);
    this.#width = keyWidth;
    this.#ties = ties;
    this.#originColumn = originColumn;
  }

  /** The keys seen so far. */
  get keys(): Pick<KeyTable, 'size' | 'column'> {
    return this.#keys;
  }

  /** What became of the starts and ends so far. Complete, and adding up, once {@link finish} is through. */
  get counts(): SessionCounts {
    return {
      keys: this.#keys.size,
      sessions: this.#emitted,
      zeroLength: this.#zeroLength,
      repeatedStarts: this.#repeatedStarts,
      extendingEnds: this.#extendingEnds,
      orphanEnds: this.#orphanEnds,
      open: this.#open,
    };
  }

  /**
   * Takes the next events, whose times must not go backwards, and gives the sessions that they bring out.
   * The result is good until the next call.
   */
  push(events: EventColumns): SessionColumns {
    this.#sessions.clear();
    if (this.#ties === 'file') this.#pushInFileOrder(events);
    else this.#pushSecondBySecond(events);
    return this.#sessions.view();
  }

  /**
   * Ends the input: gives the sessions that are still inside, by key id, the open ones with end {@link NO_END}.
   * Each batch is good until the next.
   */
  *finish(): Generator<SessionColumns> {
    const keys = this.#keys;
    this.#sessions.clear();
    for (const [segment, at] of keys.slots()) {
      if (this.#ties !== 'file') this.#settle(segment, at);
      const phase = segment[at + PHASE];
      if (phase === CLOSED) this.#emit(segment, at);
      else if (phase === OPEN) this.#emitOpen(segment, at);
      if (this.#sessions.length < FINISH_BATCH) continue;
      yield this.#sessions.view();
      this.#sessions.clear();
    }
    if (this.#sessions.length > 0) yield this.#sessions.view();
  }

  #pushInFileOrder({ length, time, edge, ids }: EventColumns): void {
    const keys = this.#keys;
    const [first, second, third] = this.#keyColumns(ids);
    const origin = this.#originColumn === undefined ? undefined : ids[this.#originColumn];
    for (let i = 0; i < length; i++) {
      const kind = edge[i];
      if (kind !== EDGE_START && kind !== EDGE_END) continue;
      const at = keys.locate(
        first[i] as number,
        second ? (second[i] as number) : 0,
        third ? (third[i] as number) : 0,
      );
      if (kind === EDGE_START)
        this.#start(keys.segment, at, time[i] as number, origin ? (origin[i] as number) : NO_ORIGIN);
      else this.#end(keys.segment, at, time[i] as number);
    }
  }

  /** Gathers the events of each key and second, and settles them when the key's next second begins. */
  #pushSecondBySecond({ length, time, edge, ids }: EventColumns): void {
    const keys = this.#keys;
    const [first, second, third] = this.#keyColumns(ids);
    const origin = this.#originColumn === undefined ? undefined : ids[this.#originColumn];
    for (let i = 0; i < length; i++) {
      const kind = edge[i];
      if (kind !== EDGE_START && kind !== EDGE_END) continue;
      const at = keys.locate(
        first[i] as number,
        second ? (second[i] as number) : 0,
        third ? (third[i] as number) : 0,
      );
      const segment = keys.segment;
      const now = time[i] as number;
      if (segment[at + TIED_TIME] !== now) {
        this.#settle(segment, at);
        segment[at + TIED_TIME] = now;
      }
      if (kind === EDGE_END) {
        segment[at + TIED_ENDS] = (segment[at + TIED_ENDS] as number) + 1;
        continue;
      }
      segment[at + TIED_STARTS] = (segment[at + TIED_STARTS] as number) + 1;
      if (origin)
        segment[at + TIED_ORIGINS] = this.#origins.append(
          segment[at + TIED_ORIGINS] as number,
          origin[i] as number,
        );
    }
  }

  #keyColumns(ids: readonly Int32Array[]): [Int32Array, Int32Array | undefined, Int32Array | undefined] {
    return [ids[0] as Int32Array, this.#width > 1 ? ids[1] : undefined, this.#width > 2 ? ids[2] : undefined];
  }

  /** Runs the gathered events of a key's second through the machine, in the order of the tie rule (see ties.ts). */
  #settle(segment: Int32Array, at: number): void {
    const starts = segment[at + TIED_STARTS] as number;
    const ends = segment[at + TIED_ENDS] as number;
    if (starts + ends === 0) return;
    const time = segment[at + TIED_TIME] as number;
    const handle = segment[at + TIED_ORIGINS] as number;
    segment[at + TIED_STARTS] = segment[at + TIED_ENDS] = segment[at + TIED_ORIGINS] = 0;
    // Nearly every second of a key has one event only.
    if (starts === 0 && ends === 1) this.#end(segment, at, time);
    else if (starts === 1 && ends === 0) this.#start(segment, at, time, handle - 1);
    else this.#settleTied(segment, at, time, starts, ends, handle);
  }

  #settleTied(
    segment: Int32Array,
    at: number,
    time: number,
    starts: number,
    ends: number,
    handle: number,
  ): void {
    const origins = this.#origins.ids(handle)[Symbol.iterator]();
    const start = () => this.#start(segment, at, time, origins.next().value ?? NO_ORIGIN);
    if (this.#ties === 'pair') {
      if (ends > 0 && segment[at + PHASE] === OPEN) {
        this.#end(segment, at, time);
        ends--;
      }
      for (; starts > 0 && ends > 0; starts--, ends--) {
        start();
        this.#end(segment, at, time);
      }
    }
    for (; starts > 0; starts--) start();
    for (; ends > 0; ends--) this.#end(segment, at, time);
    this.#origins.release(handle);
  }

  #start(segment: Int32Array, at: number, time: number, origin: number): void {
    const phase = segment[at + PHASE];
    if (phase === OPEN) {
      this.#repeatedStarts++;
      segment[at + STARTS] = (segment[at + STARTS] as number) + 1;
    } else {
      if (phase === CLOSED) this.#emit(segment, at);
      segment[at + PHASE] = OPEN;
      segment[at + START] = time;
      segment[at + STARTS] = 1;
      segment[at + ENDS] = 0;
    }
    if (origin !== NO_ORIGIN)
      segment[at + ORIGINS] = this.#origins.addDistinct(segment[at + ORIGINS] as number, origin);
  }

  #end(segment: Int32Array, at: number, time: number): void {
    const phase = segment[at + PHASE];
    if (phase === IDLE) {
      this.#orphanEnds++;
      return;
    }
    if (phase === CLOSED) this.#extendingEnds++;
    segment[at + PHASE] = CLOSED;
    segment[at + END] = time;
    segment[at + ENDS] = (segment[at + ENDS] as number) + 1;
  }

  #emit(segment: Int32Array, at: number): void {
    this.#emitted++;
    if (segment[at + START] === segment[at + END]) this.#zeroLength++;
    this.#add(segment, at, segment[at + END] as number);
  }

  #emitOpen(segment: Int32Array, at: number): void {
    this.#open++;
    this.#add(segment, at, NO_END);
  }

  #add(segment: Int32Array, at: number, end: number): void {
    const key = (segment[at + SLOT_KEY] as number) - 1;
    this.#sessions.add(
      key,
      segment[at + START] as number,
      end,
      segment[at + STARTS] as number,
      segment[at + ENDS] as number,
    );
    const handle = segment[at + ORIGINS] as number;
    if (handle === 0) return;
    for (const id of this.#origins.ids(handle)) this.#sessions.addOrigin(id);
    this.#origins.release(handle);
    segment[at + ORIGINS] = 0;
  }
}
