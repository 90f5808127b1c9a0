import type { Dictionary, RowCounts } from '@cmsc/core';
import type { ColumnBatch } from '../rows/column-batch.js';
import { isNoPlainValue, learnNames, teachNames, tooManyNames, type NameTable } from './name-table.js';
import type { ScanColumns, Scanner, ScanPlan, ScanResult, ScanStop } from './scanner.js';
import { fitsWasm, setPlan, startScanModule, type ScanInstance } from './wasm-module.js';

const LF = 10;
const QUOTE = 34;

/** Behind a row that stopped the scan, and doubled from there: where many rows do, no text is gone through in vain. */
const LEAST_WINDOW_BYTES = 4096;

/** What a window ends with, by the numbers of assembly/status.ts. */
const STATUS = ['end', 'full', 'careful', 'quote', 'no memory'] as const;

/** Each entry of a dictionary is two words: the address of the name and its bytes. */
const ENTRY_WORDS = 2;
const WORD_BYTES = 4;

/** The scanner in wasm with SIMD. Each has an instance and a memory of its own. */
export class WasmScanner implements Scanner {
  readonly kind = 'wasm-simd';
  readonly #instance: ScanInstance;
  readonly #tables: readonly { names: WasmNames; dictionary: Dictionary }[];
  readonly #batchRows: number;
  readonly #raw: boolean;
  readonly #idAddresses: readonly number[];
  /** The memory in which text may lie that needs no copy, before it has grown. */
  readonly #text: ArrayBufferLike | undefined;
  #windowBytes = LEAST_WINDOW_BYTES;
  /** Views of the memory; made anew when it has grown. */
  #batch: ColumnBatch = { length: 0, time: new Int32Array(0), edge: new Uint8Array(0), ids: [] };

  constructor(
    instance: ScanInstance,
    plan: ScanPlan,
    { selected, dictionaries }: ScanColumns,
    text: ArrayBufferLike | undefined,
  ) {
    this.#instance = instance;
    this.#batchRows = plan.batchRows;
    this.#raw = plan.raw;
    this.#text = text;
    this.#tables = dictionaries.map((dictionary) => ({ dictionary, names: new WasmNames(instance) }));
    this.#idAddresses = selected.map(
      ({ column, dictionary }) =>
        instance.exports.select(column, this.#tables[dictionary]!.names.address) >>> 0,
    );
  }

  scan(bytes: Uint8Array, offset: number, previousTime: number): ScanResult {
    for (const { names, dictionary } of this.#tables) learnNames(names, dictionary);
    const { exports } = this.#instance;
    exports.start(previousTime);
    const { at, stop } = this.#scanWindows(bytes, offset);
    for (const { names, dictionary } of this.#tables) teachNames(names, dictionary);
    return {
      batch: this.#takeBatch(),
      consumed: at - offset,
      counts: this.#counts(),
      stop,
      lastTime: exports.time.value,
    };
  }

  #scanWindows(bytes: Uint8Array, offset: number): { at: number; stop: ScanStop } {
    const { exports, memory } = this.#instance;
    const input = exports.input.value >>> 0;
    const mostBytes = exports.inputBytes.value;
    let at = offset;
    while (at < bytes.length) {
      const end = windowEnd(bytes, at, this.#windowBytes);
      if (end <= at) break;
      if (end - at > mostBytes)
        return { at, stop: bytes.subarray(at, end).includes(QUOTE) ? 'quote' : 'careful' };
      const isThere = bytes.buffer === this.#text;
      if (!isThere) memory.bytes.set(bytes.subarray(at, end), input);
      const status = STATUS[exports.scan(end - at, isThere ? bytes.byteOffset + at : input)]!;
      at += exports.consumed.value;
      if (status === 'no memory') throw tooManyNames();
      if (status !== 'end') {
        this.#windowBytes = LEAST_WINDOW_BYTES;
        return { at, stop: status };
      }
      this.#windowBytes = Math.min(this.#windowBytes * 2, mostBytes);
    }
    return { at, stop: 'end' };
  }

  #takeBatch(): ColumnBatch {
    const { exports, memory } = this.#instance;
    if (this.#batch.time.buffer !== memory.buffer) this.#batch = this.#viewBatch();
    const batch = { ...this.#batch, length: exports.length.value };
    if (!this.#raw) return batch;
    const text = exports.rawText.value >>> 0;
    const ends = new Uint32Array(memory.buffer, exports.rawEnds.value >>> 0, this.#batchRows);
    return { ...batch, raw: { bytes: memory.bytes.subarray(text, text + exports.rawLength.value), ends } };
  }

  #viewBatch(): ColumnBatch {
    const { exports, memory } = this.#instance;
    const rows = this.#batchRows;
    return {
      length: 0,
      time: new Int32Array(memory.buffer, exports.times.value >>> 0, rows),
      edge: new Uint8Array(memory.buffer, exports.edges.value >>> 0, rows),
      ids: this.#idAddresses.map((address) => new Int32Array(memory.buffer, address, rows)),
    };
  }

  #counts(): RowCounts {
    const { rows, starts, ends, other, failedStarts } = this.#instance.exports;
    const wanted = starts.value + ends.value + other.value;
    return {
      rows: rows.value,
      starts: starts.value,
      ends: ends.value,
      other: other.value,
      failedStarts: failedStarts.value,
      filtered: rows.value - wanted,
      rejected: 0,
    };
  }
}

/**
 * A scanner in wasm.
 *
 * @returns undefined where it can't run, for whatever reason, or can't do this: the scanner in TypeScript can.
 */
export function createWasmScanner(
  plan: ScanPlan,
  columns: ScanColumns,
  mostPages?: number,
): WasmScanner | undefined {
  // When it grows it has another one.
  const text = plan.text?.memory.buffer;
  const instance = fitsWasm(columns) ? startScanModule(plan.text, mostPages) : undefined;
  if (!instance) return undefined;
  try {
    setPlan(instance, plan, columns);
    return new WasmScanner(instance, plan, columns, text);
  } catch {
    return undefined; // no memory for the batch
  }
}

/** Where a window ends: behind the last line feed in so many bytes, or of the one line that is longer. 0 or less than `at`: nowhere. */
function windowEnd(bytes: Uint8Array, at: number, most: number): number {
  const end = bytes.lastIndexOf(LF, at + most - 1) + 1;
  return end > at ? end : bytes.indexOf(LF, at + most) + 1;
}

/** A dictionary in the memory of a wasm scanner. */
class WasmNames implements NameTable {
  readonly address: number;
  readonly #instance: ScanInstance;

  constructor(instance: ScanInstance) {
    this.#instance = instance;
    this.address = instance.exports.newNames();
  }

  get size(): number {
    return this.#instance.exports.sizeOf(this.address) >>> 0;
  }

  /** @throws CmscError TOO_MANY_KEYS when there is no memory for it. */
  add(name: string): void {
    if (this.#added(name) < 0) throw tooManyNames();
  }

  #added(name: string): number {
    const { exports, memory } = this.#instance;
    // It goes to where the text of a window goes: a name that is longer is in no window.
    const tooLong = Buffer.byteLength(name) > exports.inputBytes.value;
    if (tooLong || isNoPlainValue(name)) return exports.skipId(this.address);
    const input = exports.input.value >>> 0;
    return exports.intern(this.address, input, memory.bytes.write(name, input));
  }

  name(id: number): string {
    const { exports, memory } = this.#instance;
    const entry = (exports.entriesOf(this.address) >>> 0) / WORD_BYTES + id * ENTRY_WORDS;
    const address = memory.words[entry]!;
    return memory.bytes.toString('utf8', address, address + memory.words[entry + 1]!);
  }
}
