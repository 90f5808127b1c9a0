import { AUTH_COLUMNS } from '@cmsc/core';
import { BLOCK_ROWS, cutRows, type LogonColumns, type ScoredBlock } from '@cmsc/detection';

/** Rows of a slot: a message for each row would cost more than its scores. */
const SLOT_ROWS = 16 * BLOCK_ROWS;
const COLUMNS = [...AUTH_COLUMNS, 'time', 'kind'] as const;

type SlotColumns = Record<(typeof COLUMNS)[number], Int32Array>;

/** The memory of a {@link ScoreSlot}, as it is handed to the other thread. */
export interface ScoreSlotMemory {
  rows: SharedArrayBuffer;
  scores: SharedArrayBuffer;
}

/** Makes the memory for rows with the scores of so many scorers. */
export function makeScoreSlot(scorers: number): ScoreSlotMemory {
  return {
    rows: new SharedArrayBuffer(COLUMNS.length * SLOT_ROWS * Int32Array.BYTES_PER_ELEMENT),
    scores: new SharedArrayBuffer(scorers * SLOT_ROWS * Float64Array.BYTES_PER_ELEMENT),
  };
}

/** Candidates with their kinds and scores, in memory that threads have in common; it is one thread's at a time. */
export class ScoreSlot {
  /** Number of rows. */
  length = 0;
  readonly #columns: SlotColumns;
  readonly #scores: readonly Float64Array[];

  constructor({ rows, scores }: ScoreSlotMemory) {
    const columns = COLUMNS.map((name, i) => [name, columnOf(Int32Array, rows, i)] as const);
    this.#columns = Object.fromEntries(columns) as SlotColumns;
    const scorers = scores.byteLength / (SLOT_ROWS * Float64Array.BYTES_PER_ELEMENT);
    this.#scores = Array.from({ length: scorers }, (_, i) => columnOf(Float64Array, scores, i));
  }

  /** Whether so many rows more have room. */
  fits(rows: number): boolean {
    return this.length + rows <= SLOT_ROWS;
  }

  /** Copies a block behind what is there. */
  append({ rows, scores }: ScoredBlock): void {
    for (const name of COLUMNS) this.#columns[name].set(rows[name].subarray(0, rows.length), this.length);
    this.#scores.forEach((column, i) => column.set(scores[i]!.subarray(0, rows.length), this.length));
    this.length += rows.length;
  }

  /** All that is there. */
  get all(): { rows: LogonColumns; scores: readonly Float64Array[] } {
    return { rows: { ...this.#columns, length: this.length }, scores: this.#scores };
  }

  /** What is there, cut into blocks. */
  *blocks(): Generator<{ rows: LogonColumns; kind: Int32Array; scores: readonly Float64Array[] }> {
    const { rows: all } = this.all;
    for (let from = 0; from < this.length; from += BLOCK_ROWS) {
      const to = Math.min(this.length, from + BLOCK_ROWS);
      const [kind, ...scores] = [this.#columns.kind, ...this.#scores].map((column) =>
        column.subarray(from, to),
      ) as [Int32Array, ...Float64Array[]];
      yield { rows: cutRows(all, from, to), kind, scores };
    }
  }
}

function columnOf<Values>(
  Kind: { new (memory: SharedArrayBuffer, at: number, length: number): Values; BYTES_PER_ELEMENT: number },
  memory: SharedArrayBuffer,
  column: number,
): Values {
  return new Kind(memory, column * SLOT_ROWS * Kind.BYTES_PER_ELEMENT, SLOT_ROWS);
}
