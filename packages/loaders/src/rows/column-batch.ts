import { Dictionary, grown, quotesDoubled, utf8, type EventColumns } from '@cmsc/core';
import type { Format } from '../formats/format.js';
import type { RowTarget } from './row-source.js';

/** The text of each row of a batch, as CSV in the format's own column order: comma separated, LF ended. */
export interface RawRows {
  /** The rows one after the other, in UTF-8. */
  bytes: Uint8Array;
  /** For each row the offset behind its newline. Row i is `bytes` from `ends[i - 1]` (0 for the first) to `ends[i]`. */
  ends: Uint32Array;
}

/**
 * Rows as columns: those of a batch that a reader was asked for. The arrays are used again for the next batch.
 */
export interface ColumnBatch extends EventColumns {
  /** There when the reader was asked for the text of the rows. */
  raw?: RawRows;
}

/** Dictionaries by their names, as the columns of a format name them. Readers add those that are missing. */
export type Dictionaries = Record<string, Dictionary>;

/** The dictionary of this name, a new one when there is none yet. */
export function dictionaryNamed(dictionaries: Dictionaries, name: string): Dictionary {
  return (dictionaries[name] ??= new Dictionary());
}

/** Which of the rows that neither start nor end anything are handed on: none, all, or those of these seconds (ascending). */
export type OtherRows = 'count' | 'emit' | { readonly at: Int32Array };

/** Rows may be up to 1 MiB each: their text, too, must stay within bounds. */
const MOST_RAW_BYTES = 16 * 1024 * 1024;

/** Rows that there is room for at first: where the scanner does the work, few come here. */
const FIRST_ROWS = 256;

/** Room for text at first. */
const FIRST_TEXT_BYTES = 16_384;

const LF = 10;

/** What a batch holds. */
export interface BatchPlan {
  format: Format;
  /** Names of the columns whose ids are wanted, in order. None is the time column. */
  select: readonly string[];
  dictionaries: Dictionaries;
  /** Whether the text of the rows is wanted, too. */
  raw: boolean;
  /** Most rows in a batch. */
  batchRows: number;
}

/** Gathers rows as columns, in arrays that grow, and are used again for every batch. */
export class BatchBuilder implements RowTarget<ColumnBatch> {
  #size = 0;
  readonly #batchRows: number;
  #time = new Int32Array(FIRST_ROWS);
  #edge = new Uint8Array(FIRST_ROWS);
  #ids: readonly Int32Array[];
  readonly #sources: readonly { index: number; dictionary: Dictionary }[];
  readonly #raw: RawText | undefined;

  constructor(plan: BatchPlan) {
    this.#batchRows = plan.batchRows;
    this.#ids = plan.select.map(() => new Int32Array(FIRST_ROWS));
    this.#sources = plan.select.map((name) => {
      const index = plan.format.columns.findIndex((column) => column.name === name);
      return {
        index,
        dictionary: dictionaryNamed(plan.dictionaries, plan.format.columns[index]!.dictionary),
      };
    });
    this.#raw = plan.raw ? new RawText() : undefined;
  }

  get size(): number {
    return this.#size;
  }

  get full(): boolean {
    return this.#size === this.#batchRows || (this.#raw?.bytes ?? 0) > MOST_RAW_BYTES;
  }

  add(fields: readonly string[], time: number, edge: number): void {
    const row = this.#size++;
    if (row === this.#time.length) this.#grow();
    this.#time[row] = time;
    this.#edge[row] = edge;
    for (let i = 0; i < this.#sources.length; i++) {
      const { index, dictionary } = this.#sources[i]!;
      this.#ids[i]![row] = dictionary.intern(fields[index]!);
    }
    this.#raw?.add(fields);
  }

  take(): ColumnBatch {
    const batch: ColumnBatch = { length: this.#size, time: this.#time, edge: this.#edge, ids: this.#ids };
    if (this.#raw) batch.raw = this.#raw.take();
    this.#size = 0;
    return batch;
  }

  #grow(): void {
    this.#time = grown(this.#time, this.#size);
    this.#edge = grown(this.#edge, this.#size);
    this.#ids = this.#ids.map((column) => grown(column, this.#size));
  }
}

/** Gathers the text of rows, in buffers that are used again. */
export class RawText {
  #text = new Uint8Array(FIRST_TEXT_BYTES);
  #length = 0;
  #ends = new Uint32Array(FIRST_ROWS);
  #rows = 0;

  /** Bytes gathered. */
  get bytes(): number {
    return this.#length;
  }

  /** Adds a row, quoted where it must be. */
  add(fields: readonly string[]): void {
    const line = utf8(csvLine(fields));
    this.#text = grown(this.#text, this.#length + line.length + 1);
    this.#text.set(line, this.#length);
    this.#length += line.length;
    this.#text[this.#length++] = LF;
    this.#ends = grown(this.#ends, this.#rows + 1);
    this.#ends[this.#rows++] = this.#length;
  }

  /** The rows gathered; they are good until the next is added. */
  take(): RawRows {
    const rows = { bytes: this.#text.subarray(0, this.#length), ends: this.#ends };
    this.#length = 0;
    this.#rows = 0;
    return rows;
  }
}

/** Fields as a CSV line without its end. Quoted is what would not be read back as it is: `,` `"` LF, and a CR that ends the row. */
export function csvLine(fields: readonly string[]): string {
  const line = fields.join(',');
  if (!/["\n]|\r$/.test(line) && fieldsIn(line) === fields.length) return line;
  return fields.map((field) => (/[",\n]|\r$/.test(field) ? `"${quotesDoubled(field)}"` : field)).join(',');
}

function fieldsIn(line: string): number {
  let fields = 1;
  for (let at = line.indexOf(','); at >= 0; at = line.indexOf(',', at + 1)) fields++;
  return fields;
}
