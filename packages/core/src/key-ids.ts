import { grown } from './arrays.js';
import { KeyIndex, MOST_INDEXED_KEYS, NO_KEY } from './key-index.js';
import { LOOKED_UP_ROWS, tooManyKeys } from './key-table.js';

const FIRST_VALUES = 1024;

/** Dense ids, from 0, for keys of any number of integers, in order of first appearance. What is known of a key its user keeps by its id. */
export class KeyIds {
  /** The ids of the rows that were located last. */
  readonly found = new Int32Array(LOOKED_UP_ROWS);
  readonly #width: number;
  readonly #index = new KeyIndex();
  readonly #hashes = new Int32Array(LOOKED_UP_ROWS);
  /** The keys one after another. */
  #keys = new Int32Array(FIRST_VALUES);
  #size = 0;

  /** @param width how many integers make up a key. */
  constructor(width: number) {
    this.#width = width;
  }

  /** Number of keys. */
  get size(): number {
    return this.#size;
  }

  /** The value of the key `id` in the given column. */
  value(id: number, column: number): number {
    return this.#keys[id * this.#width + column] as number;
  }

  /** For each key, its value in the given column. */
  column(index: number): Int32Array {
    return Int32Array.from({ length: this.#size }, (_, id) => this.value(id, index));
  }

  /** All keys, one after another, by id: what {@link load} goes on from. */
  save(): Int32Array {
    return this.#keys.slice(0, this.#size * this.#width);
  }

  /** Takes over saved keys. Nothing may have been located before. */
  load(saved: Int32Array): void {
    const columns = Array.from({ length: this.#width }, (_, column) =>
      saved.filter((__, at) => at % this.#width === column),
    );
    const rows = saved.length / this.#width;
    for (let from = 0; from < rows; from += LOOKED_UP_ROWS)
      this.locate(columns, from, Math.min(rows, from + LOOKED_UP_ROWS));
  }

  /**
   * Puts the ids of rows `from` up to, without, `to`, at most {@link LOOKED_UP_ROWS}, into {@link found}: new ones for keys that
   * are new.
   *
   * @param columns the key's, as many as its width.
   * @throws CmscError TOO_MANY_KEYS when the memory of this machine, or the number of ids, is at an end.
   */
  locate(columns: readonly Int32Array[], from: number, to: number): void {
    const found = this.found;
    const rows = to - from;
    this.#hashRows(columns, from, rows);
    this.#index.findAll(this.#hashes, found, rows);
    this.#dropOthers(columns, from, rows);
    for (let row = 0; row < rows; row++)
      if (found[row] === NO_KEY) found[row] = this.#locateRow(columns, from, row);
  }

  #hashRows(columns: readonly Int32Array[], from: number, rows: number): void {
    const hashes = this.#hashes;
    hashes.fill(0, 0, rows);
    for (const [a, b] of pairsOf(columns)) stirIn(hashes, a, b, from, rows);
    for (let row = 0; row < rows; row++) hashes[row] = finished(hashes[row] as number);
  }

  /** Drops what was found by its hash alone. */
  #dropOthers(columns: readonly Int32Array[], from: number, rows: number): void {
    const { found } = this;
    const keys = this.#keys;
    const width = this.#width;
    pairsOf(columns).forEach(([a, b], pair) => {
      const first = 2 * pair;
      const second = Math.min(first + 1, width - 1);
      for (let row = 0; row < rows; row++) {
        const at = (found[row] as number) * width;
        if (at >= 0 && (keys[at + first] !== a[from + row] || keys[at + second] !== b[from + row]))
          found[row] = NO_KEY;
      }
    });
  }

  #locateRow(columns: readonly Int32Array[], from: number, row: number): number {
    const hash = this.#hashes[row] as number;
    let id = this.#index.find(hash);
    while (id !== NO_KEY && !this.#holds(id, columns, from + row)) id = this.#index.findNext(hash);
    return id === NO_KEY ? this.#add(hash, columns, from + row) : id;
  }

  #holds(id: number, columns: readonly Int32Array[], row: number): boolean {
    const at = id * this.#width;
    return columns.every((values, column) => this.#keys[at + column] === values[row]);
  }

  #add(hash: number, columns: readonly Int32Array[], row: number): number {
    const id = this.#size;
    const at = id * this.#width;
    try {
      if (id === MOST_INDEXED_KEYS) throw new RangeError('no key id is left');
      this.#keys = grown(this.#keys, at + this.#width);
      if (this.#index.isFull) this.#growIndex();
      this.#index.add(hash, id);
    } catch (cause) {
      throw tooManyKeys(id, cause);
    }
    columns.forEach((values, column) => (this.#keys[at + column] = values[row] as number));
    this.#size++;
    return id;
  }

  #growIndex(): void {
    this.#index.double();
    for (let id = 0; id < this.#size; id++) {
      let hash = 0;
      const columns = this.#width + (this.#width % 2);
      for (let i = 0; i < columns; i++) hash = stirred(hash, this.value(id, Math.min(i, this.#width - 1)));
      this.#index.add(finished(hash), id);
    }
  }
}

/** The columns two by two, which is faster than one by one; the last one twice when there is no other. */
function pairsOf(columns: readonly Int32Array[]): [Int32Array, Int32Array][] {
  const pairs: [Int32Array, Int32Array][] = [];
  for (let i = 0; i < columns.length; i += 2) pairs.push([columns[i]!, columns[i + 1] ?? columns[i]!]);
  return pairs;
}

/** Takes two columns into the hashes of rows. */
function stirIn(hashes: Int32Array, a: Int32Array, b: Int32Array, from: number, rows: number): void {
  for (let row = 0; row < rows; row++) {
    const hash = stirred(hashes[row] as number, a[from + row] as number);
    hashes[row] = stirred(hash, b[from + row] as number);
  }
}

function stirred(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}

function finished(hash: number): number {
  const mixed = Math.imul(hash, 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
