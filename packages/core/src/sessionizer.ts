import { AnomalyLog } from './anomalies.js';
import { EDGE_END, EDGE_OTHER, type EventColumns } from './columns.js';
import { CurrentSecond, type TiedEvents } from './current-second.js';
import { Explainer, type SourceKey } from './explainer.js';
import { IdSets } from './id-lists.js';
import { KEY_WIDTH, KeyTable, LOOKED_UP_ROWS } from './key-table.js';
import type { KeyedMachine } from './keyed-machine.js';
import type { SessionCounts } from './ledger.js';
import { MergeMachine } from './merge-machine.js';
import { PairingMachine } from './pairing-machine.js';
import type { Pairing } from './pairing.js';
import type { TieRule } from './presets.js';
import { SessionBuffer, type SessionColumns } from './session-columns.js';
import type { SessionizerState } from './sessionizer-state.js';
import { NO_ORIGIN } from './slots.js';

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
 * merged session comes out in the second in which its key's next one begins, or at the end.
 *
 * @example
 * const sessionizer = new Sessionizer({ keyWidth: 2, ties: 'pair' });
 * for await (const events of reader) write(sessionizer.push(events));
 * for (const sessions of sessionizer.finish()) write(sessions);
 */
export class Sessionizer {
  readonly #keys = new KeyTable();
  readonly #origins = new IdSets();
  readonly #second = new CurrentSecond();
  readonly #sessions = new SessionBuffer();
  readonly #machine: KeyedMachine;
  readonly #explainer: Explainer | undefined;
  readonly #width: number;
  readonly #ties: TieRule;
  readonly #originColumn: number | undefined;
  /** Where the events of one key and second are put when they are settled. */
  readonly #tied: TiedEvents = { key: 0, starts: 0, ends: 0, origins: 0 };
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
    for (let from = 0; from < events.length; from += LOOKED_UP_ROWS) {
      const to = Math.min(from + LOOKED_UP_ROWS, events.length);
      this.#touched ^= this.#keys.lookUp(first, second, third, from, to);
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
    this.#settleSecond();
    this.#second.begin(-1);
    const keys = this.#keys;
    for (let key = 0; key < keys.size; key++) {
      this.#machine.finish(keys.block(key), keys.place(key), key);
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
      second: this.#second.save(),
      nodes: this.#machine.saveNodes(),
    };
  }

  /** Goes on where a sessionizer with the same options was saved. No event may have been pushed before. */
  load({ counts, columns, slots, origins, second, nodes }: SessionizerState): void {
    this.#keys.load(columns, slots);
    this.#origins.load(origins);
    this.#second.load(second, this.#keys);
    this.#machine.load(counts, nodes);
  }

  #pushInFileOrder({ time, edge, ids }: EventColumns, from: number, to: number): void {
    const keys = this.#keys;
    const machine = this.#machine;
    const [first, second, third] = this.#keyColumns(ids);
    const origin = this.#originOf(ids);
    for (let i = from; i < to; i++) {
      const kind = edge[i];
      if (kind === EDGE_OTHER) continue;
      const key = keys.locateRow(
        i - from,
        first[i] as number,
        second ? (second[i] as number) : 0,
        third ? (third[i] as number) : 0,
      );
      const now = time[i] as number;
      if (kind === EDGE_END) machine.end(keys.block(key), keys.place(key), key, now);
      else
        machine.start(keys.block(key), keys.place(key), key, now, origin ? (origin[i] as number) : NO_ORIGIN);
    }
  }

  /** Gathers the events of each second by key, and settles them when the next second begins. */
  #pushSecondBySecond({ time, edge, ids }: EventColumns, from: number, to: number): void {
    const keys = this.#keys;
    const current = this.#second;
    const [first, second, third] = this.#keyColumns(ids);
    const origin = this.#originOf(ids);
    for (let i = from; i < to; i++) {
      const kind = edge[i];
      if (kind === EDGE_OTHER) continue;
      if (time[i] !== current.time) {
        this.#settleSecond();
        current.begin(time[i] as number);
      }
      const key = keys.locateRow(
        i - from,
        first[i] as number,
        second ? (second[i] as number) : 0,
        third ? (third[i] as number) : 0,
      );
      if (kind === EDGE_END) current.addEnd(keys.block(key), keys.place(key), key);
      else
        current.addStart(keys.block(key), keys.place(key), key, origin ? (origin[i] as number) : NO_ORIGIN);
    }
  }

  #keyColumns(ids: readonly Int32Array[]): [Int32Array, Int32Array | undefined, Int32Array | undefined] {
    return [ids[0] as Int32Array, this.#width > 1 ? ids[1] : undefined, this.#width > 2 ? ids[2] : undefined];
  }

  #originOf(ids: readonly Int32Array[]): Int32Array | undefined {
    return this.#originColumn === undefined ? undefined : ids[this.#originColumn];
  }

  /** Runs the events of the second that is over through the machine, key by key. */
  #settleSecond(): void {
    const { time, length } = this.#second;
    const keys = this.#keys;
    const tied = this.#tied;
    for (let place = 0; place < length; place++) {
      this.#second.read(place, tied);
      const block = keys.block(tied.key);
      const at = keys.place(tied.key);
      // Nearly every second of a key has one event only. The handle of a list of one id is that id + 1.
      if (tied.starts === 0 && tied.ends === 1) this.#machine.end(block, at, tied.key, time);
      else if (tied.starts === 1 && tied.ends === 0)
        this.#machine.start(block, at, tied.key, time, tied.origins - 1);
      else this.#settleTied(block, at, time, tied);
    }
  }

  /** Runs the events of one key and second through the machine, in the order of the tie rule (see ties.ts). */
  #settleTied(block: Int32Array, at: number, time: number, tied: TiedEvents): void {
    const machine = this.#machine;
    const { key, origins: handle } = tied;
    let { starts, ends } = tied;
    if (this.#ties === 'pair' && ends > 0 && machine.isOpen(block, at)) {
      machine.end(block, at, key, time);
      ends--;
    }
    if (starts === 1) {
      // The usual tie: a logon with its logoff. All rules have the same order from here.
      machine.start(block, at, key, time, handle - 1);
      for (; ends > 0; ends--) machine.end(block, at, key, time);
      return;
    }
    const origins = this.#second.origins.ids(handle)[Symbol.iterator]();
    const start = () => machine.start(block, at, key, time, origins.next().value ?? NO_ORIGIN);
    if (this.#ties === 'pair')
      for (; starts > 0 && ends > 0; starts--, ends--) {
        start();
        machine.end(block, at, key, time);
      }
    for (; starts > 0; starts--) start();
    for (; ends > 0; ends--) machine.end(block, at, key, time);
    this.#second.origins.release(handle);
  }
}
