import {
  EDGE_FAILED_START,
  EDGE_OTHER,
  EDGE_START,
  noRows,
  type Dictionary,
  type RowCounts,
} from '@cmsc/core';
import { RowGate } from '../rows/row-gate.js';
import { ByteEdges, ByteWord, isShortNumber, parseTime } from './byte-fields.js';
import { ByteNames } from './byte-names.js';
import { ByteText } from './byte-text.js';
import { isTooLong, RowCutter } from './row-cutter.js';
import { learnNames, teachNames } from './name-table.js';
import type { ScanColumns, Scanner, ScanPlan, ScanResult, ScanStop } from './scanner.js';

const CR = 13;

/** The scanner without wasm: row by row, with the same results. */
export class TypeScriptScanner implements Scanner {
  readonly kind = 'typescript';
  readonly #plan: ScanPlan;
  readonly #columns: ScanColumns;
  readonly #cutter: RowCutter;
  readonly #edges: ByteEdges | undefined;
  /** The value of a start that failed. */
  readonly #failure: ByteWord | undefined;
  readonly #tables: readonly { names: ByteNames; dictionary: Dictionary }[];
  readonly #gate: RowGate;
  readonly #time: Int32Array;
  readonly #edge: Uint8Array;
  readonly #ids: readonly Int32Array[];
  readonly #text: ByteText | undefined;
  #size = 0;
  #counts: RowCounts = noRows();
  #lastTime = -1;

  constructor(plan: ScanPlan, columns: ScanColumns) {
    const { batchRows } = plan;
    this.#plan = plan;
    this.#columns = columns;
    this.#cutter = new RowCutter(columns.count);
    this.#edges = columns.edge && new ByteEdges(columns.edge);
    this.#failure = columns.edge?.fails && new ByteWord(columns.edge.fails.value);
    this.#tables = columns.dictionaries.map((dictionary) => ({ dictionary, names: new ByteNames() }));
    this.#gate = new RowGate(plan);
    this.#time = new Int32Array(batchRows);
    this.#edge = new Uint8Array(batchRows);
    this.#ids = columns.selected.map(() => new Int32Array(batchRows));
    this.#text = plan.raw ? new ByteText(batchRows) : undefined;
  }

  scan(bytes: Uint8Array, offset: number, previousTime: number): ScanResult {
    for (const { names, dictionary } of this.#tables) learnNames(names, dictionary);
    this.#size = 0;
    this.#text?.clear();
    this.#counts = noRows();
    this.#lastTime = previousTime;
    let at = offset;
    let stop: ScanStop = 'end';
    while (stop === 'end' && this.#cutter.cut(bytes, at)) {
      stop = this.#takeRow(bytes, at);
      if (stop === 'end') at = this.#cutter.lineFeed + 1;
    }
    for (const { names, dictionary } of this.#tables) teachNames(names, dictionary);
    return {
      batch: this.#batch(),
      consumed: at - offset,
      counts: this.#counts,
      stop,
      lastTime: this.#lastTime,
    };
  }

  /** Takes the row that was cut, or says why not. */
  #takeRow(bytes: Uint8Array, begin: number): ScanStop {
    if (this.#size === this.#plan.batchRows || this.#text?.isFull) return 'full';
    const cutter = this.#cutter;
    if (cutter.hasQuote) return 'quote';
    if (cutter.fields !== this.#columns.count || !this.#isGood(bytes, begin)) return 'careful';
    const edge = this.#edgeOf(bytes);
    if (edge < 0) return 'careful';
    const time = parseTime(bytes, begin, cutter.ends[0]!);
    if (time < 0 || (this.#plan.format.ordered && !this.#isInOrder(time))) return 'careful';
    this.#lastTime = time;
    if (this.#gate.pass(this.#counts, time, edge)) this.#emit(bytes, begin, time, edge);
    return 'end';
  }

  /** Whether a second follows the last one as usual; what else there is to say is for the row rules. */
  #isInOrder(time: number): boolean {
    const { from, to, previousTime, mostStepSeconds } = this.#plan;
    if (time < this.#lastTime || time > to || time - this.#lastTime > mostStepSeconds) return false;
    return time < from || time >= previousTime;
  }

  /** Whether the row keeps all rules but those of time and edge. */
  #isGood(bytes: Uint8Array, begin: number): boolean {
    const { lineFeed } = this.#cutter;
    if (!this.#cutter.isText(bytes, begin) || isTooLong(bytes, begin, lineFeed + 1)) return false;
    // As CSV, a value with a CR at the end of its row must be quoted.
    if (this.#text && bytes[lineFeed - 1] === CR && bytes[lineFeed - 2] === CR) return false;
    return this.#columns.numbers.every((column) =>
      isShortNumber(bytes, this.#begin(column), this.#end(column)),
    );
  }

  #begin(column: number): number {
    return this.#cutter.ends[column - 1]! + 1;
  }

  #end(column: number): number {
    return this.#cutter.ends[column]!;
  }

  #edgeOf(bytes: Uint8Array): number {
    const { edge } = this.#columns;
    if (!edge || !this.#edges) return EDGE_OTHER;
    const code = this.#edges.edgeOf(bytes, this.#begin(edge.column), this.#end(edge.column));
    return code === EDGE_START ? this.#edgeOfStart(bytes) : code;
  }

  /** The edge of a start, by its outcome; -1 when that is not certainly a good one. */
  #edgeOfStart(bytes: Uint8Array): number {
    const fails = this.#columns.edge?.fails;
    if (!fails || !this.#failure) return EDGE_START;
    const [begin, end] = [this.#begin(fails.column), this.#end(fails.column)];
    if (this.#failure.is(bytes, begin, end)) return fails.starts ? EDGE_START : EDGE_FAILED_START;
    return this.#failure.mayBe(bytes, begin, end) ? -1 : EDGE_START;
  }

  /** Counts a row. Returns whether it is to be handed on. */
  #emit(bytes: Uint8Array, begin: number, time: number, edge: number): void {
    const row = this.#size++;
    this.#time[row] = time;
    this.#edge[row] = edge;
    const { selected } = this.#columns;
    for (let i = 0; i < selected.length; i++) {
      const { column, dictionary } = selected[i]!;
      const { names } = this.#tables[dictionary]!;
      this.#ids[i]![row] = names.intern(bytes, this.#begin(column), this.#end(column));
    }
    this.#text?.add(row, bytes, begin, this.#cutter.ends[this.#columns.count - 1]!);
  }

  #batch() {
    const batch = { length: this.#size, time: this.#time, edge: this.#edge, ids: this.#ids };
    return this.#text ? { ...batch, raw: this.#text.rows() } : batch;
  }
}
