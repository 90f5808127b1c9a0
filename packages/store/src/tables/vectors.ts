import type { DataChunk, Vector } from '@duckdb/node-bindings';
import type { DuckDBBindings } from '../duckdb/engine.js';

/** Longest text that a value of DuckDB holds itself; of a longer one it holds the first four bytes and the address. */
export const INLINE_BYTES = 12;
/** Words of four bytes that a text takes in a vector: the first is its length in bytes. */
export const WORDS = 4;

/** Texts of a chunk as DuckDB has them in memory. They are good as long as the chunk is there. */
export interface TextVector {
  words: Int32Array;
  bytes: Uint8Array<ArrayBuffer>;
  /** A bit for each row that is not NULL; null where none is NULL. */
  valid: Uint8Array | null;
}

/** Whole numbers of a chunk. */
export interface SecondVector {
  values: Int32Array;
  valid: Uint8Array | null;
}

/** The values of a column of type VARCHAR. */
export function textVector(
  bindings: DuckDBBindings,
  chunk: DataChunk,
  column: number,
  rows: number,
): TextVector {
  const vector = bindings.data_chunk_get_vector(chunk, column);
  const bytes = bindings.vector_get_data(vector, 4 * WORDS * rows) as Uint8Array<ArrayBuffer>;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, WORDS * rows);
  return { words, bytes, valid: validityOf(bindings, vector, rows) };
}

/** The values of a column of type INTEGER. */
export function secondVector(
  bindings: DuckDBBindings,
  chunk: DataChunk,
  column: number,
  rows: number,
): SecondVector {
  const vector = bindings.data_chunk_get_vector(chunk, column);
  const { buffer, byteOffset } = bindings.vector_get_data(vector, 4 * rows);
  return { values: new Int32Array(buffer, byteOffset, rows), valid: validityOf(bindings, vector, rows) };
}

/** Whether a row is not NULL. */
export function isValid(valid: Uint8Array | null, row: number): boolean {
  return valid === null || (valid[row >> 3]! & (1 << (row & 7))) !== 0;
}

function validityOf(bindings: DuckDBBindings, vector: Vector, rows: number): Uint8Array | null {
  return bindings.vector_get_validity(vector, 8 * Math.ceil(rows / 64)) as Uint8Array | null;
}

const PLACES = 1024;

/**
 * Texts that a vector holds by their address. To fetch one costs as much as to copy a row, and values that repeat, which are one in a
 * file with a dictionary, have one address in a chunk: each is fetched once.
 */
export class LongTexts {
  readonly #bindings: DuckDBBindings;
  readonly #encode: (text: Uint8Array) => Uint8Array;
  /** For each place, by the last bits of the address: both halves of the address, and the length. */
  readonly #keys = new Int32Array(3 * PLACES);
  readonly #texts = new Array<Uint8Array>(PLACES);

  /**
   * @param bindings those of the DuckDB that the vectors are of.
   * @param encode makes of each text what is wanted of it.
   */
  constructor(bindings: DuckDBBindings, encode: (text: Uint8Array) => Uint8Array) {
    this.#bindings = bindings;
    this.#encode = encode;
  }

  /** The text of a row, encoded. */
  at({ words, bytes }: TextVector, row: number): Uint8Array {
    const at = WORDS * row;
    const length = words[at]!;
    const low = words[at + 2]!;
    const high = words[at + 3]!;
    const place = (low ^ (low >>> 10)) & (PLACES - 1);
    const key = 3 * place;
    const keys = this.#keys;
    if (keys[key] === length && keys[key + 1] === low && keys[key + 2] === high) return this.#texts[place]!;
    const text = this.#bindings.get_data_from_pointer(bytes.buffer, bytes.byteOffset + 4 * (at + 2), length);
    keys[key] = length;
    keys[key + 1] = low;
    keys[key + 2] = high;
    return (this.#texts[place] = this.#encode(text));
  }

  /** Forgets all: in the next chunk an address may lead to something else. */
  forget(): void {
    this.#keys.fill(0);
  }
}
