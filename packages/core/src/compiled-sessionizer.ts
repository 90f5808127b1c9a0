import type { CompiledLoops, LoopsHost, StartLoops } from './compiled-loops.js';
import type { EventColumns } from './event-columns.js';
import { Growable } from './arrays.js';
import { checkKeyWidth, KeyColumns, loadKeys, loadSlots, saveSlots, SLOT_SIZE } from './key-slots.js';
import { tooManyKeys } from './key-table.js';
import { noSessions, type SessionCounts } from './ledger.js';
import type { ListColumn, SessionColumns, SessionKeys } from './session-columns.js';
import {
  FINISH_BATCH,
  type SessionizerOptions,
  type SessionizerState,
  type SessionMachine,
} from './sessionizer.js';
import { IdLists, IdSets, LargeCounts } from './slot-overflow.js';
import { NO_ORIGIN } from './slots.js';

/** Int32 values of an entry of the second: place of the slot, starts, ends, handle of the origins. */
const ENTRY_SIZE = 4;

/**
 * A `Sessionizer` of pairing `merge` whose loops are compiled, which takes half of its time: the same sessions in the same order, and the
 * same state between two runs. What it can't explain is left to the other.
 */
export class CompiledSessionizer implements SessionMachine {
  readonly anomalies = undefined;
  readonly keys: SessionKeys;
  readonly #loops: CompiledLoops;
  readonly #columns = new KeyColumns();
  readonly #origins: IdSets;
  readonly #lists: IdLists;
  readonly #large: LargeCounts;
  readonly #width: number;
  readonly #originColumn: number | undefined;
  /** Those of the run before. */
  #before = noSessions();
  #input: { buffer: ArrayBufferLike; times: Int32Array; edges: Uint8Array; ids: Int32Array[] } | undefined;
  #offsets = new Int32Array(1);
  readonly #values = new Growable();

  private constructor(options: SessionizerOptions, loops: CompiledLoops, rare: RareThings) {
    const { keyWidth, ties, restarts = false, originColumn } = options;
    this.#loops = loops;
    this.#origins = rare.origins;
    this.#lists = rare.lists;
    this.#large = rare.large;
    this.#width = keyWidth;
    this.#originColumn = originColumn;
    loops.exports.setFileOrder(ties === 'file');
    loops.exports.setTies(ties === 'pair', originColumn !== undefined);
    loops.exports.setRestarts(restarts);
    this.keys = this.#keysSeen();
  }

  /**
   * Starts one; undefined where it can't run, or can't do this.
   *
   * @throws RangeError for a key of no or too many columns, as `Sessionizer` does.
   */
  static start(options: SessionizerOptions, startLoops: StartLoops): CompiledSessionizer | undefined {
    const { keyWidth, pairing = 'merge', explain } = options;
    checkKeyWidth(keyWidth);
    if (pairing !== 'merge' || explain) return undefined;
    const rare = new RareThings();
    const loops = startLoops(rare);
    if (!loops) return undefined;
    rare.onLargeKeys = (count) => loops.exports.setLargeKeys(count);
    return new CompiledSessionizer(options, loops, rare);
  }

  get counts(): SessionCounts {
    const { exports } = this.#loops;
    const before = this.#before;
    return {
      sessions: before.sessions + Number(exports.sessions.value),
      zeroLength: before.zeroLength + Number(exports.zeroLength.value),
      repeatedStarts: before.repeatedStarts + Number(exports.repeatedStarts.value),
      extendingEnds: before.extendingEnds + Number(exports.extendingEnds.value),
      orphanEnds: before.orphanEnds + Number(exports.orphanEnds.value),
      open: before.open + Number(exports.open.value),
      keys: this.#size,
    };
  }

  push(events: EventColumns): SessionColumns {
    const { exports } = this.#loops;
    const batchRows = exports.batchRows.value;
    exports.start();
    for (let from = 0; from < events.length; from += batchRows) {
      const to = Math.min(from + batchRows, events.length);
      this.#put(events, from, to);
      this.#demand(exports.push(to - from) !== 0);
    }
    return this.#view();
  }

  *finish(): Generator<SessionColumns> {
    const { exports } = this.#loops;
    exports.start();
    this.#demand(exports.settleLast() !== 0);
    for (let key = 0; ; exports.start()) {
      key = exports.finish(key, FINISH_BATCH);
      this.#demand(key >= 0);
      if (exports.length.value > 0) yield this.#view();
      if (key === this.#size) break;
    }
  }

  save(): SessionizerState {
    const { time, entries, used } = this.#loops.exports;
    return {
      counts: this.counts,
      columns: [0, 1, 2].map((column) => this.keys.column(column).slice()),
      slots: saveSlots(this.#slots, this.#size),
      origins: this.#origins.save(),
      second: {
        time: time.value,
        entries: this.#int32(entries.value, used.value).slice(),
        origins: this.#lists.save(),
      },
      nodes: this.#large.save(),
    };
  }

  load({ counts, columns, slots, origins, second, nodes }: SessionizerState): void {
    const { exports } = this.#loops;
    loadKeys(columns, (a, b, c) => this.#demand(exports.locate(a, b, c) >= 0));
    loadSlots(this.#slots, slots);
    this.#origins.load(origins);
    this.#lists.load(second.origins);
    this.#large.load(nodes);
    exports.setLargeKeys(this.#large.size);
    this.#before = counts;
    const place = exports.restore(second.time, second.entries.length, eventsIn(second.entries));
    this.#demand(place !== 0);
    this.#int32(place, second.entries.length).set(second.entries);
  }

  get #size(): number {
    return this.#loops.exports.size.value;
  }

  get #slots(): Int32Array {
    return this.#int32(this.#loops.exports.slots.value, this.#size * SLOT_SIZE);
  }

  #keysSeen(): SessionKeys {
    const sizeOf = () => this.#size;
    return {
      get size() {
        return sizeOf();
      },
      column: (index) => this.#columns.column(index, this.#slots, this.#size),
    };
  }

  #int32(address: number, length: number): Int32Array {
    return new Int32Array(this.#loops.memory.buffer, address >>> 0, length);
  }

  /** Puts events where the loops take them from. */
  #put({ time, edge, ids }: EventColumns, from: number, to: number): void {
    const { buffer } = this.#loops.memory;
    const input = this.#input?.buffer === buffer ? this.#input : (this.#input = this.#viewInput());
    input.times.set(time.subarray(from, to));
    input.edges.set(edge.subarray(from, to));
    for (let column = 0; column < this.#width; column++)
      input.ids[column]?.set((ids[column] as Int32Array).subarray(from, to));
    if (this.#originColumn !== undefined)
      input.ids.at(-1)?.set((ids[this.#originColumn] as Int32Array).subarray(from, to));
  }

  #viewInput() {
    const { memory, exports } = this.#loops;
    const rows = exports.batchRows.value;
    const { keyA, keyB, keyC, origins } = exports;
    return {
      buffer: memory.buffer,
      times: this.#int32(exports.times.value, rows),
      edges: new Uint8Array(memory.buffer, exports.edges.value >>> 0, rows),
      ids: [keyA, keyB, keyC, origins].map((column) => this.#int32(column.value, rows)),
    };
  }

  /** The sessions that were brought out, where they are. */
  #view(): SessionColumns {
    const { keys, starts, ends, startCounts, endCounts, length } = this.#loops.exports;
    const column = ({ value }: { value: number }) => this.#int32(value, length.value);
    return {
      length: length.value,
      key: column(keys),
      start: column(starts),
      end: column(ends),
      starts: column(startCounts),
      ends: column(endCounts),
      origins: this.#originLists(length.value),
    };
  }

  #originLists(length: number): ListColumn {
    if (this.#offsets.length <= length) this.#offsets = new Int32Array(2 * length + 1);
    const offsets = this.#offsets;
    const values = this.#values;
    values.clear();
    if (this.#originColumn !== undefined)
      this.#int32(this.#loops.exports.handles.value, length).forEach((handle, row) => {
        for (const id of this.#origins.ids(handle)) values.push(id);
        this.#origins.release(handle);
        offsets[row + 1] = values.length;
      });
    return { offsets: offsets.subarray(0, length + 1), values: values.view() };
  }

  #demand(isDone: boolean): void {
    if (!isDone) throw tooManyKeys(this.#size, new RangeError('a memory of WebAssembly ends at 4 GiB'));
  }
}

/** What is too rare for the loops: more origins than one, and counts that don't fit into a slot. */
class RareThings implements LoopsHost {
  readonly origins = new IdSets();
  readonly lists = new IdLists();
  readonly large = new LargeCounts();
  onLargeKeys: (count: number) => void = () => {};
  #takenEnds = 0;

  addOrigin = (handle: number, id: number) => this.origins.add(handle, id);
  appendOrigin = (handle: number, id: number) => this.lists.append(handle, id);
  originAt = (handle: number, place: number) => this.lists.at(handle, place) ?? NO_ORIGIN;
  releaseOrigins = (handle: number) => this.lists.release(handle);
  moveStarts = (key: number, packed: number) => this.#changed(this.large.moveStarts(key, packed));
  moveEnds = (key: number, packed: number) => this.#changed(this.large.moveEnds(key, packed));
  takeStarts = (key: number) => {
    const { starts, ends } = this.large.take(key);
    this.#takenEnds = ends;
    return this.#changed(starts);
  };
  takeEnds = () => this.#takenEnds;

  #changed(value: number): number {
    this.onLargeKeys(this.large.size);
    return value;
  }
}

function eventsIn(entries: Int32Array): number {
  let events = 0;
  for (let entry = 0; entry < entries.length; entry += ENTRY_SIZE)
    events += (entries[entry + 1] as number) + (entries[entry + 2] as number);
  return events;
}
