import { AnomalyLog } from './anomalies.js';
import { EDGE_END, EDGE_OTHER, type EventColumns } from './event-columns.js';
import { CurrentSecond, type SecondState } from './current-second.js';
import { Explainer, type SourceKey } from './explainer.js';
import { IdSets } from './slot-overflow.js';
import { NO_KEY } from './key-index.js';
import { KeyTable, LOOKED_UP_ROWS } from './key-table.js';
import type { KeyedMachine } from './keyed-machine.js';
import type { SessionCounts } from './ledger.js';
import { MergeMachine } from './merge-machine.js';
import { PairingMachine } from './pairing-machine.js';
import type { Pairing } from './pairing.js';
import type { TieRule } from './presets.js';
import { SessionBuffer, type ListColumn, type SessionColumns, type SessionKeys } from './session-columns.js';
import { NO_ORIGIN } from './slots.js';
import { checkKeyWidth, SLOT_BITS } from './key-slots.js';

/** How many sessions {@link SessionMachine.finish} hands out at a time. */
export const FINISH_BATCH = 65_536;

/** What a {@link Sessionizer} is to do. */
export interface SessionizerOptions {
  /** How many of the columns of `ids`, from the first, make up the key: 1 to 3; for `startSessionizer` any number of them. */
  keyWidth: number;
  /** How events of one key in one second are ordered. */
  ties: TieRule;
  /** `merge` by default. */
  pairing?: Pairing;
  /** Whether a start while the key is open begins the next session (no); only under `merge`. */
  restarts?: boolean;
  /** The column of `ids` whose distinct values a session's starts are to be remembered by; none when absent. */
  originColumn?: number;
  /** Asks for a reason for every orphaned end and repeated start: see {@link Sessionizer.anomalies}. Costs some speed. */
  explain?: { sourceKey?: SourceKey };
}

/**
 * All that a `Sessionizer` knows between two events, as plain numbers: the next one goes on from here as if there had
 * been no break. Ids are those of the dictionaries of the run, which have to be kept with it.
 */
export interface SessionizerState {
  /** What has become of the starts and ends so far. */
  counts: SessionCounts;
  /** For each key, by key id, the ids of its columns; all three, whatever the width. */
  columns: readonly Int32Array[];
  /** For each key, what its slot holds besides the key: `SLOT_STATE` values. */
  slots: Int32Array;
  /** The origins of each key, behind the handles in the slots. */
  origins: ListColumn;
  /** The second that is still going on; without events under tie rule `file`. */
  second: SecondState;
  /** What the machine holds outside the slots: open starts of `fifo` and `lifo`, large counts of `merge`. */
  nodes: Int32Array;
  /** The pairs of ids that a key of more than three columns was folded into: see `KeyFold`. */
  fold?: readonly Int32Array[];
}

/** Takes batches of events, gives batches of sessions: in JavaScript, or with its loops compiled. */
export interface SessionMachine {
  /** The keys seen so far. */
  readonly keys: SessionKeys;
  /** What became of the starts and ends so far. Complete, and adding up, once {@link finish} is through. */
  readonly counts: SessionCounts;
  /** Why ends are orphans and starts are repeats, when that was asked for. Complete once {@link finish} is through. */
  readonly anomalies: AnomalyLog | undefined;
  /**
   * Takes the next events, whose times must not go backwards, and gives the sessions that they bring out.
   * The result is good until the next call.
   *
   * @throws CmscError TOO_MANY_KEYS when there is no memory for all of them.
   */
  push(events: EventColumns): SessionColumns;
  /**
   * Ends the input: gives the sessions that are still inside, by key id, the open ones with end `NO_END`; with `restarts` {@link push} gives open ones, too.
   * Each batch is good until the next.
   */
  finish(): Generator<SessionColumns>;
  /** All that is known so far: what {@link load} goes on from. It has to be taken before {@link finish}. */
  save(): SessionizerState;
  /** Goes on where a machine with the same options was saved. No event may have been pushed before. */
  load(state: SessionizerState): void;
}

/**
 * The machine of machine.ts, or the pairings of pairing.ts, for millions of keys at once: takes batches of events,
 * gives batches of sessions. Under `merge` and `fifo` the sessions of one key come out in order of their start. A
 * merged session comes out in the second in which its key's next one begins, or at the end.
 *
 * @example
 * // One key, of one column, that starts at 71 and 81, ends at 85, and starts again at 90.
 * const sessionizer = new Sessionizer({ keyWidth: 1, ties: 'pair' });
 * sessionizer.push({
 *   length: 4,
 *   time: Int32Array.of(71, 81, 85, 90),
 *   edge: Uint8Array.of(EDGE_START, EDGE_START, EDGE_END, EDGE_START),
 *   ids: [Int32Array.of(0, 0, 0, 0)],
 * });
 * for (const { start, end } of sessionizer.finish()) console.log(start, end); // what is still inside
 * const { sessions, repeatedStarts, open } = sessionizer.counts;
 * [sessions, repeatedStarts, open]; // [1, 1, 1]
 */
export class Sessionizer implements SessionMachine {
  readonly #keys = new KeyTable();
  readonly #origins = new IdSets();
  readonly #sessions = new SessionBuffer();
  readonly #machine: KeyedMachine;
  readonly #second: CurrentSecond;
  readonly #explainer: Explainer | undefined;
  readonly #width: number;
  readonly #ties: TieRule;
  readonly #originColumn: number | undefined;

  constructor(options: SessionizerOptions) {
    const { keyWidth, ties, pairing = 'merge', restarts = false, originColumn, explain } = options;
    checkKeyWidth(keyWidth);
    this.#width = keyWidth;
    this.#ties = ties;
    this.#originColumn = originColumn;
    const machine =
      pairing === 'merge'
        ? new MergeMachine(this.#sessions, this.#origins, restarts)
        : new PairingMachine(this.#sessions, pairing);
    this.#explainer = explain && new Explainer(machine, new AnomalyLog(), explain.sourceKey);
    this.#machine = this.#explainer ?? machine;
    this.#second = new CurrentSecond(this.#machine, ties);
  }

  get keys(): SessionKeys {
    return this.#keys;
  }

  get counts(): SessionCounts {
    return { ...this.#machine.counts, keys: this.#keys.size };
  }

  get anomalies(): AnomalyLog | undefined {
    return this.#explainer?.log;
  }

  push(events: EventColumns): SessionColumns {
    this.#sessions.clear();
    const { length, edge, ids } = events;
    const keyIds = ids.slice(0, this.#width);
    for (let from = 0; from < length; from += LOOKED_UP_ROWS) {
      const to = Math.min(from + LOOKED_UP_ROWS, length);
      this.#keys.locateRows(keyIds, edge, EDGE_OTHER, from, to);
      if (this.#ties === 'file') this.#pushInFileOrder(events, from, to);
      else this.#second.push(this.#keys.slots, this.#keys.found, events, this.#originOf(ids), from, to);
    }
    return this.#sessions.view();
  }

  *finish(): Generator<SessionColumns> {
    this.#sessions.clear();
    const { slots, size } = this.#keys;
    this.#second.settle(slots);
    for (let key = 0; key < size; key++) {
      this.#machine.finish(slots, key << SLOT_BITS);
      if (this.#sessions.length < FINISH_BATCH) continue;
      yield this.#sessions.view();
      this.#sessions.clear();
    }
    this.#explainer?.settle();
    if (this.#sessions.length > 0) yield this.#sessions.view();
  }

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

  load({ counts, columns, slots, origins, second, nodes }: SessionizerState): void {
    this.#keys.load(columns, slots);
    this.#origins.load(origins);
    this.#second.load(second, this.#keys.slots);
    this.#machine.load(counts, nodes);
  }

  #pushInFileOrder({ time, edge, ids }: EventColumns, from: number, to: number): void {
    const { found, slots } = this.#keys;
    const machine = this.#machine;
    const origin = this.#originOf(ids);
    for (let i = from; i < to; i++) {
      const key = found[i - from] as number;
      if (key === NO_KEY) continue;
      const at = key << SLOT_BITS;
      if (edge[i] === EDGE_END) machine.end(slots, at, time[i] as number);
      else machine.start(slots, at, time[i] as number, origin ? (origin[i] as number) : NO_ORIGIN);
    }
  }

  #originOf(ids: readonly Int32Array[]): Int32Array | undefined {
    return this.#originColumn === undefined ? undefined : ids[this.#originColumn];
  }
}
