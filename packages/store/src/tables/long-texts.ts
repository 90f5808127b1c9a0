import type { DuckDBBindings } from '../duckdb/engine.js';
import { WORDS, type TextVector } from './vectors.js';

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
