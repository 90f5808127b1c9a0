import { grown, quotesDoubled, utf8 } from '@cmsc/core';
import type { RawRows } from './column-batch.js';

const LF = 10;
const FIRST_SIZE_BYTES = 16_384;
const FIRST_ROWS = 256;

/** Gathers the text of rows, in buffers that are used again. */
export class RawText {
  #text = new Uint8Array(FIRST_SIZE_BYTES);
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
