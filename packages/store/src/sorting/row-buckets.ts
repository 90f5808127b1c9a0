import type { ListColumn } from '@cmsc/core';
import type { ScratchFolder } from '@cmsc/files';
import type { TableBatch } from '../table.js';
import type { RankRange } from './key-ranges.js';
import { appendTo, RowChunks, type RowChunk } from './row-chunks.js';
import {
  emptyBuffer,
  listsOf,
  putRows,
  recordLength,
  rowLength,
  type RecordBuffer,
  type RecordLayout,
} from './row-records.js';

const BYTES = Int32Array.BYTES_PER_ELEMENT;

/** Most numbers that wait for a bucket before they are put away. */
const MOST_WAITING = 1 << 14;

/** Rows that are put apart at a time: few enough to stay close at hand from column to column. */
const ROWS_AT_ONCE = 1024;

const places = new Int32Array(ROWS_AT_ONCE);

/** What {@link RowBuckets} may use. */
export interface BucketOptions {
  /** Bytes of memory for rows, of which half are kept once they are put away. */
  memoryBytes: number;
  /** The folder of the file for the others. */
  scratch: ScratchFolder;
}

/** Bytes of rows by which it is told how to put them apart: what a processor core has close at hand, so fewer are sorted at once. */
const FIRST_BYTES = 1 << 22;

/** Bytes of rows by which it is told how to put rows apart. */
export function firstBytes({ memoryBytes }: Pick<BucketOptions, 'memoryBytes'>): number {
  return Math.min(FIRST_BYTES, memoryBytes / 4);
}

/** Rows put apart: each goes to the bucket of its key, as a record behind those that went there before. */
export class RowBuckets {
  readonly #layout: RecordLayout;
  readonly #chunks: RowChunks;
  readonly #buckets: RowChunk[][];
  /** Numbers that may wait in a bucket. */
  readonly #room: number;
  /** The records that wait: those of bucket b from number b × room on. */
  readonly #waiting: Int32Array;
  /** For each bucket where its next record goes. */
  readonly #ends: Int32Array;
  readonly #waitingRows: Int32Array;
  /** For each bucket the numbers that are put away. */
  readonly #numbers: Float64Array;

  constructor(count: number, layout: RecordLayout, { memoryBytes, scratch }: BucketOptions) {
    const share = Math.floor(memoryBytes / 4 / count / BYTES);
    this.#room = Math.max(1, Math.min(share, MOST_WAITING));
    this.#layout = layout;
    this.#chunks = new RowChunks(memoryBytes / 2, scratch);
    this.#buckets = Array.from({ length: count }, () => []);
    this.#waiting = new Int32Array(count * this.#room);
    this.#ends = Int32Array.from({ length: count }, (_, b) => b * this.#room);
    this.#waitingRows = new Int32Array(count);
    this.#numbers = new Float64Array(count);
  }

  /** Number of buckets. */
  get count(): number {
    return this.#buckets.length;
  }

  /** Bytes of the records of bucket `b`. */
  bytes(b: number): number {
    return BYTES * (this.#numbers[b]! + this.#ends[b]! - b * this.#room);
  }

  /**
   * Adds rows. `bucketOf` has the bucket of each key.
   *
   * @throws CmscError WRITE_FAILED when the temporary file can't be written.
   */
  add(batch: TableBatch, bucketOf: Int32Array): void {
    const lists = listsOf(batch, this.#layout);
    for (let row = 0; row < batch.length;) {
      const wanted = Math.min(ROWS_AT_ONCE, batch.length - row);
      const count = this.#place(batch.key, lists, bucketOf, row, wanted);
      putRows(this.#waiting, places, this.#layout, batch, row, count);
      row += count;
      if (count === wanted) continue;
      const b = bucketOf[batch.key[row]!]!;
      this.#putAway(b);
      const length = rowLength(lists, row, this.#layout);
      if (length <= this.#room) continue;
      const long = new Int32Array(length);
      places[0] = 0;
      putRows(long, places, this.#layout, batch, row++, 1);
      this.#put(b, long, 1);
    }
  }

  /** Adds the records of a buffer, by the same rule. */
  addRecords({ numbers, used }: RecordBuffer, bucketOf: Int32Array): void {
    for (let at = 0; at < used;) {
      const length = recordLength(numbers, at, this.#layout);
      const b = bucketOf[numbers[at]!]!;
      if (this.#ends[b]! + length > (b + 1) * this.#room) this.#putAway(b);
      if (length > this.#room) this.#put(b, numbers.subarray(at, at + length), 1);
      else {
        let end = this.#ends[b]!;
        for (let from = at; from < at + length; from++) this.#waiting[end++] = numbers[from]!;
        this.#ends[b] = end;
        this.#waitingRows[b]!++;
      }
      at += length;
    }
  }

  /** The records of bucket `b`, a piece at a time, in the order in which they came; each is good until the next. */
  *pieces(b: number): Generator<RecordBuffer> {
    const piece = emptyBuffer(0);
    for (const chunk of this.#buckets[b]!) {
      piece.used = piece.rows = 0;
      this.#chunks.read(chunk, piece);
      yield piece;
    }
    const numbers = this.#waitingIn(b);
    yield { numbers, used: numbers.length, rows: this.#waitingRows[b]! };
  }

  /** Reads the records of bucket `b` into a buffer, in place of what was in it. */
  read(b: number, buffer: RecordBuffer): void {
    buffer.used = buffer.rows = 0;
    for (const chunk of this.#buckets[b]!) this.#chunks.read(chunk, buffer);
    appendTo(buffer, this.#waitingIn(b), this.#waitingRows[b]!);
  }

  /** Bytes of the records of bucket `b` by the rank of their key, all of them within a range, from its lowest on. */
  weigh(b: number, ranks: Int32Array, { lowest, end }: RankRange): Float64Array {
    const weights = new Float64Array(end - lowest);
    for (const { numbers, used } of this.pieces(b)) {
      for (let at = 0; at < used;) {
        const length = recordLength(numbers, at, this.#layout);
        weights[ranks[numbers[at]!]! - lowest]! += BYTES * length;
        at += length;
      }
    }
    return weights;
  }

  /** Lets go of them. Never throws. */
  close(): void {
    for (const bucket of this.#buckets) bucket.length = 0;
    this.#chunks.close();
  }

  /** Makes room for rows, and notes their places. Returns how many of them find room. */
  #place(
    key: Int32Array,
    lists: readonly ListColumn[],
    bucketOf: Int32Array,
    from: number,
    most: number,
  ): number {
    const ends = this.#ends;
    const room = this.#room;
    for (let i = 0; i < most; i++) {
      const b = bucketOf[key[from + i]!]!;
      const end = ends[b]! + rowLength(lists, from + i, this.#layout);
      if (end > (b + 1) * room) return i;
      places[i] = ends[b]!;
      ends[b] = end;
      this.#waitingRows[b]!++;
    }
    return most;
  }

  #waitingIn(b: number): Int32Array {
    return this.#waiting.subarray(b * this.#room, this.#ends[b]);
  }

  #putAway(b: number): void {
    if (this.#waitingRows[b] === 0) return;
    this.#put(b, this.#waitingIn(b), this.#waitingRows[b]!);
    this.#ends[b] = b * this.#room;
    this.#waitingRows[b] = 0;
  }

  #put(b: number, numbers: Int32Array, rows: number): void {
    this.#buckets[b]!.push(this.#chunks.put(numbers, rows));
    this.#numbers[b]! += numbers.length;
  }
}
