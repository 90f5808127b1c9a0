import { grown, putInt } from '@cmsc/core';
import type { ByteNames } from '../people/byte-names.js';

const ROOM_FOR_A_ROW = 1024;
const COMMA = 44;
const NEWLINE = 10;

/**
 * The rows of one file in one second, without their time: built in any order, then sorted by their bytes, as LANL's
 * files are. A row is its fields, each followed by a comma, the last one by a newline instead.
 */
export class Second {
  readonly #names: ByteNames;
  #bytes = new Uint8Array(1 << 16);
  #view = new DataView(this.#bytes.buffer);
  #length = 0;
  /** Row `i` lies from `#starts[i]` up to `#starts[i + 1]`. */
  #starts = new Int32Array(1 << 10);
  #tags = new Int32Array(1 << 10);
  /** The first six bytes of each row as one number: most comparisons end there. */
  #prefixes = new Float64Array(1 << 10);
  #order: Int32Array = new Int32Array(0);
  readonly #sorter = new MergeSort();

  /** Rows built since the last `clear`, equal ones included. */
  rows = 0;
  /** Rows after {@link sort}. */
  sorted = 0;

  /** By name: 1 when a row of {@link authRow} has it for one of its users or computers. */
  readonly #seen: Uint8Array;

  /** @param names all that rows will be made of. */
  constructor(names: ByteNames) {
    this.#names = names;
    this.#seen = new Uint8Array(names.count);
  }

  /** Whether a row of auth had this name for a user or a computer, since the beginning. */
  hasSeen(name: number): boolean {
    return this.#seen[name] === 1;
  }

  /** Forgets all rows. */
  clear(): void {
    this.rows = 0;
    this.sorted = 0;
    this.#length = 0;
  }

  /** Begins a row. The tag is the caller's own, and comes back from {@link tag}. */
  begin(tag: number): void {
    if (this.#length + ROOM_FOR_A_ROW > this.#bytes.length) {
      this.#bytes = grown(this.#bytes, this.#length + ROOM_FOR_A_ROW);
      this.#view = new DataView(this.#bytes.buffer);
    }
    if (this.rows + 1 === this.#tags.length) this.#growRows();
    this.#tags[this.rows] = tag;
  }

  /** Adds one name of the arena: a field, or several. */
  name(id: number): void {
    this.#length = this.#names.copy(id, this.#bytes, this.#length);
  }

  /** Adds a whole number ≥ 0 as a field, or `N` and the number: a de-identified port. */
  number(value: number, deidentified = false): void {
    if (deidentified) this.#bytes[this.#length++] = 78;
    this.#length = putInt(this.#bytes, this.#length, value);
    this.#bytes[this.#length++] = COMMA;
  }

  /** Ends a row. */
  end(): void {
    const bytes = this.#bytes;
    const from = this.#starts[this.rows]!;
    bytes[this.#length - 1] = NEWLINE;
    const high = (bytes[from]! * 256 + bytes[from + 1]!) * 256 + bytes[from + 2]!;
    const low = (bytes[from + 3]! * 256 + bytes[from + 4]!) * 256 + bytes[from + 5]!;
    this.#prefixes[this.rows] = high * 16777216 + low;
    this.#starts[++this.rows] = this.#length;
  }

  /** A whole row of auth. `rest` is the text of its last four columns: of what kind it is, and how it went. */
  authRow(sourceUser: number, user: number, from: number, to: number, rest: number): void {
    const seen = this.#seen;
    seen[sourceUser] = seen[user] = seen[from] = seen[to] = 1;
    this.begin(0);
    this.name(sourceUser);
    this.name(user);
    this.name(from);
    this.name(to);
    this.name(rest);
    this.end();
  }

  /** The last row once more. */
  repeat(): void {
    const from = this.#starts[this.rows - 1]!;
    const to = this.#length;
    this.begin(this.#tags[this.rows - 1]!);
    this.#bytes.copyWithin(to, from, to);
    this.#length = to + (to - from);
    this.end();
  }

  /**
   * Sorts the rows by their bytes; of equal rows only the first stays, unless they are asked for.
   *
   * @returns how many rows are equal to one before them.
   */
  sort(keepEqual: boolean): number {
    const order = this.#sorter.sorted(this.rows, this.#compare);
    this.#order = order;
    let kept = Math.min(1, this.rows);
    let equal = 0;
    for (let i = 1; i < this.rows; i++) {
      const same = this.#sameRow(order[kept - 1]!, order[i]!);
      if (same) equal++;
      if (!same || keepEqual) order[kept++] = order[i]!;
    }
    this.sorted = kept;
    return equal;
  }

  /** The tag of the row in this place of the order. */
  tag(place: number): number {
    return this.#tags[this.#order[place]!]!;
  }

  /** Copies the row in this place of the order, with its newline, and returns the index behind it. */
  copy(place: number, to: Uint8Array, at: number): number {
    const row = this.#order[place]!;
    const end = this.#starts[row + 1]!;
    const bytes = this.#bytes;
    for (let i = this.#starts[row]!; i < end; i++) to[at++] = bytes[i]!;
    return at;
  }

  /** Bytes of all rows: no fewer than the sorted ones have. */
  get length(): number {
    return this.#length;
  }

  readonly #compare = (a: number, b: number): number => {
    const difference = this.#prefixes[a]! - this.#prefixes[b]!;
    return difference !== 0 ? difference : this.#compareRest(a, b);
  };

  // Rows of one user begin alike, so that four bytes are looked at at once. Every row ends with a newline, which is below
  // any other byte: comparing stops there at the latest. What stands behind it makes words differ, and no bytes.
  #compareRest(a: number, b: number): number {
    const view = this.#view;
    const to = this.#starts[a + 1]!;
    let i = this.#starts[a]! + 6;
    let j = this.#starts[b]! + 6;
    while (i < to && view.getUint32(i) === view.getUint32(j)) {
      i += 4;
      j += 4;
    }
    const bytes = this.#bytes;
    for (; i < to; i++, j++) {
      const difference = bytes[i]! - bytes[j]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  #sameRow(a: number, b: number): boolean {
    return this.#prefixes[a] === this.#prefixes[b] && this.#compareRest(a, b) === 0;
  }

  #growRows(): void {
    const capacity = this.#tags.length * 2;
    this.#tags = grown(this.#tags, capacity);
    this.#starts = grown(this.#starts, capacity);
    this.#prefixes = grown(this.#prefixes, capacity);
  }
}

/** Sorts whole numbers with a comparison of one's own: stable, and with none of the overhead of `Array.prototype.sort`. */
class MergeSort {
  #from = new Int32Array(1 << 10);
  #to = new Int32Array(1 << 10);

  /**
   * The numbers from 0 to `count` − 1, sorted: `compare` is below 0 when `a` comes first, above 0 when `b` does.
   * The array is used again by the next call; only its first `count` values count.
   */
  sorted(count: number, compare: (a: number, b: number) => number): Int32Array {
    if (count > this.#from.length) {
      this.#from = new Int32Array(count * 2);
      this.#to = new Int32Array(count * 2);
    }
    for (let i = 0; i < count; i++) this.#from[i] = i;
    for (let width = 1; width < count; width *= 2) {
      for (let left = 0; left < count; left += width * 2) {
        this.#merge(left, Math.min(count, left + width), Math.min(count, left + width * 2), compare);
      }
      [this.#from, this.#to] = [this.#to, this.#from];
    }
    return this.#from;
  }

  /** Merges the runs [left, middle) and [middle, right). */
  #merge(left: number, middle: number, right: number, compare: (a: number, b: number) => number): void {
    const from = this.#from;
    const to = this.#to;
    let a = left;
    let b = middle;
    for (let place = left; place < right; place++) {
      const first = b >= right || (a < middle && compare(from[a]!, from[b]!) <= 0);
      to[place] = first ? from[a++]! : from[b++]!;
    }
  }
}
