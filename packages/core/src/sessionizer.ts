import { AnomalyLog } from './anomalies.js';
import { EDGE_END, EDGE_START, type EventColumns } from './columns.js';
import { Explainer, type SourceKey } from './explainer.js';
import { IdLists, IdSets } from './id-lists.js';
import { KEY_WIDTH, KeyTable } from './key-table.js';
import type { KeyedMachine } from './keyed-machine.js';
import type { SessionCounts } from './ledger.js';
import { MergeMachine } from './merge-machine.js';
import { PairingMachine } from './pairing-machine.js';
import type { Pairing } from './pairing.js';
import type { TieRule } from './presets.js';
import { SessionBuffer, type SessionColumns } from './session-columns.js';
import type { SessionizerState } from './sessionizer-state.js';
import { NO_ORIGIN, OPEN_PHASE, PHASE, TIED_ENDS, TIED_ORIGINS, TIED_STARTS, TIED_TIME } from './slots.js';

/** Rows whose keys are looked up together: their slots stay in the nearest cache. */
const TOUCHED_ROWS = 512;

/** How many sessions {@link Sessionizer.finish} hands out at a time. */
const FINISH_BATCH = 65_536;

/** What a {@link Sessionizer} is to do. */
export interface SessionizerOptions {
  /** How many of the columns of `ids`, from the first, make up the key: 1 to 3. */
  keyWidth: number;
  ties: TieRule;
  /** `merge` by default. */
  pairing?: Pairing;
  /** The column of `ids` whose distinct values a session's starts are to be remembered by; none when absent. */
  originColumn?: number;
  /** Asks for a reason for every orphaned end and repeated start: see {@link Sessionizer.anomalies}. Costs some speed. */
  explain?: { sourceKey?: SourceKey };
}

/**
 * The machine of machine.ts, or the pairings of pairing.ts, for millions of keys at once: takes batches of events,
 * gives batches of sessions. Under `merge` and `fifo` the sessions of one key come out in order of their start. A
 * merged session comes out when its key's next one begins, or at the end.
 *
 * @example
 * const sessionizer = new Sessionizer({ keyWidth: 2, ties: 'pair' });
 * for await (const events of reader) write(sessionizer.push(events));
 * for (const sessions of sessionizer.finish()) write(sessions);
 */
export class Sessionizer {
  readonly #keys = new KeyTable();
  readonly #origins = new IdSets();
  /** Origins of the starts of a second that is still going on. */
  readonly #tiedOrigins = new IdLists();
  readonly #sessions = new SessionBuffer();
  readonly #machine: KeyedMachine;
  readonly #explainer: Explainer | undefined;
  readonly #width: number;
  readonly #ties: TieRule;
  readonly #originColumn: number | undefined;
  #touched = 0;

  constructor({ keyWidth, ties, pairing = 'merge', originColumn, explain }: SessionizerOptions) {
    if (keyWidth < 1 || keyWidth > KEY_WIDTH)
      throw new RangeError(`a key has 1 to ${KEY_WIDTH} columns, not ${keyWidth}`);
    this.#width = keyWidth;
    this.#ties = ties;
    this.#originColumn = originColumn;
    const machine =
      pairing === 'merge'
        ? new MergeMachine(this.#sessions, this.#origins)
        : new PairingMachine(this.#sessions, pairing);
    this.#explainer = explain && new Explainer(machine, new AnomalyLog(), explain.sourceKey);
    this.#machine = this.#explainer ?? machine;
  }

  /** The keys seen so far. */
  get keys(): Pick<KeyTable, 'size' | 'column'> {
    return this.#keys;
  }

  /** What became of the starts and ends so far. Complete, and adding up, once {@link finish} is through. */
  get counts(): SessionCounts {
    return { ...this.#machine.counts, keys: this.#keys.size };
  }

  /** Why ends are orphans and starts are repeats, when that was asked for. Complete once {@link finish} is through. */
  get anomalies(): AnomalyLog | undefined {
    return this.#explainer?.log;
  }

  /**
   * Takes the next events, whose times must not go backwards, and gives the sessions that they bring out.
   * The result is good until the next call.
   */
  push(events: EventColumns): SessionColumns {
    this.#sessions.clear();
    const [first, second, third] = this.#keyColumns(events.ids);
    for (let from = 0; from < events.length; from += TOUCHED_ROWS) {
      const to = Math.min(from + TOUCHED_ROWS, events.length);
      this.#touched ^= this.#keys.touch(first, second, third, from, to);
      if (this.#ties === 'file') this.#pushInFileOrder(events, from, to);
      else this.#pushSecondBySecond(events, from, to);
    }
    return this.#sessions.view();
  }

  /**
   * Ends the input: gives the sessions that are still inside, by key id, the open ones with end `NO_END`.
   * Each batch is good until the next.
   */
  *finish(): Generator<SessionColumns> {
    this.#sessions.clear();
    for (const [segment, at] of this.#keys.slots()) {
      if (this.#ties !== 'file') this.#settle(segment, at);
      this.#machine.finish(segment, at);
      if (this.#sessions.length < FINISH_BATCH) continue;
      yield this.#sessions.view();
      this.#sessions.clear();
    }
    this.#explainer?.settle();
    if (this.#sessions.length > 0) yield this.#sessions.view();
  }

  /** All that is known so far: what {@link load} goes on from. It has to be taken before {@link finish}. */
  save(): SessionizerState {
    return {
      counts: this.counts,
      columns: [0, 1, 2].map((column) => this.#keys.column(column).slice()),
      slots: this.#keys.save(),
      origins: this.#origins.save(),
      tiedOrigins: this.#tiedOrigins.save(),
      nodes: this.#machine.saveNodes(),
    };
  }

  /** Goes on where a sessionizer with the same options was saved. No event may have been pushed before. */
  load({ counts, columns, slots, origins, tiedOrigins, nodes }: SessionizerState): void {
    this.#keys.load(columns, slots);
    this.#origins.load(origins);
    this.#tiedOrigins.load(tiedOrigins);
    this.#machine.load(counts, nodes);
  }

  #pushInFileOrder({ time, edge, ids }: EventColumns, from: number, to: number): void {
    const keys = this.#keys;
    const machine = this.#machine;
    const [first, second, third] = this.#keyColumns(ids);
    const origin = this.#originOf(ids);
    for (let i = from; i < to; i++) {
      const kind = edge[i];
      if (kind !== EDGE_START && kind !== EDGE_END) continue;
      const at = keys.locate(
        first[i] as number,
        second ? (second[i] as number) : 0,
        third ? (third[i] as number) : 0,
      );
      if (kind === EDGE_END) machine.end(keys.segment, at, time[i] as number);
      else machine.start(keys.segment, at, time[i] as number, origin ? (origin[i] as number) : NO_ORIGIN);
    }
  }

  /** Gathers the events of each key and second, and settles them when the key's next second begins. */
  #pushSecondBySecond({ time, edge, ids }: EventColumns, from: number, to: number): void {
    const keys = this.#keys;
    const [first, second, third] = this.#keyColumns(ids);
    const origin = this.#originOf(ids);
    for (let i = from; i < to; i++) {
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
      if (!origin) continue;
      segment[at + TIED_ORIGINS] = this.#tiedOrigins.append(
        segment[at + TIED_ORIGINS] as number,
        origin[i] as number,
      );
    }
  }

  #keyColumns(ids: readonly Int32Array[]): [Int32Array, Int32Array | undefined, Int32Array | undefined] {
    return [ids[0] as Int32Array, this.#width > 1 ? ids[1] : undefined, this.#width > 2 ? ids[2] : undefined];
  }

  #originOf(ids: readonly Int32Array[]): Int32Array | undefined {
    return this.#originColumn === undefined ? undefined : ids[this.#originColumn];
  }

  /** Runs the gathered events of a key's second through the machine, in the order of the tie rule (see ties.ts). */
  #settle(segment: Int32Array, at: number): void {
    const starts = segment[at + TIED_STARTS] as number;
    const ends = segment[at + TIED_ENDS] as number;
    if (starts + ends === 0) return;
    const time = segment[at + TIED_TIME] as number;
    const handle = segment[at + TIED_ORIGINS] as number;
    segment[at + TIED_STARTS] = segment[at + TIED_ENDS] = segment[at + TIED_ORIGINS] = 0;
    // Nearly every second of a key has one event only. The handle of a list of one id is that id + 1.
    if (starts === 0 && ends === 1) this.#machine.end(segment, at, time);
    else if (starts === 1 && ends === 0) this.#machine.start(segment, at, time, handle - 1);
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
    const machine = this.#machine;
    const origins = this.#tiedOrigins.ids(handle)[Symbol.iterator]();
    const start = () => machine.start(segment, at, time, origins.next().value ?? NO_ORIGIN);
    if (this.#ties === 'pair') {
      if (ends > 0 && segment[at + PHASE] === OPEN_PHASE) {
        machine.end(segment, at, time);
        ends--;
      }
      for (; starts > 0 && ends > 0; starts--, ends--) {
        start();
        machine.end(segment, at, time);
      }
    }
    for (; starts > 0; starts--) start();
    for (; ends > 0; ends--) machine.end(segment, at, time);
    this.#tiedOrigins.release(handle);
  }
}
