import type { TableBatch } from '../table.js';
import { cutRanks, type RankRange } from './key-ranges.js';
import { firstBytes, RowBuckets, type BucketOptions } from './row-buckets.js';
import {
  BATCH_ROWS,
  emptyBuffer,
  RecordBatches,
  recordLength,
  type RecordBuffer,
  type RecordLayout,
} from './row-records.js';

/** What is known of the keys, by their ids, once all rows are there. */
export interface RankedKeys {
  ranks: Int32Array;
  /** Written over for the keys of a bucket that is put apart once more: nobody asks for that bucket any more. */
  bucketOf: Int32Array;
}

/** Makes batches of the rows of buckets, sorted or as they came. What it needs for that is reused over and over. */
export class BucketSorter {
  readonly #layout: RecordLayout;
  readonly #options: BucketOptions;
  readonly #builder: RecordBatches;
  readonly #read = emptyBuffer(0);
  #places = new Int32Array(0);
  #sorted = new Int32Array(0);
  #next = new Int32Array(0);

  constructor(layout: RecordLayout, options: BucketOptions) {
    this.#layout = layout;
    this.#options = options;
    this.#builder = new RecordBatches(layout);
  }

  /** The rows of bucket `b` as they came. */
  *inSequence(buckets: RowBuckets, b: number): Generator<TableBatch> {
    for (const piece of buckets.pieces(b)) yield* this.#batches(piece, this.#placesOf(piece));
  }

  /** The rows of bucket `b` by the rank of their key, all of them within `range`, then by start time, then as they came. */
  *sorted(buckets: RowBuckets, b: number, range: RankRange, keys: RankedKeys): Generator<TableBatch> {
    if (buckets.bytes(b) <= this.#options.memoryBytes / 4)
      return yield* this.#sortedAtOnce(buckets, b, range, keys);
    const weights = buckets.weigh(b, keys.ranks, range);
    if (weights.filter((weight) => weight > 0).length > 1)
      yield* this.#sortedInParts(buckets, b, range, keys, weights);
    else if (this.#isInOrder(buckets, b)) yield* this.inSequence(buckets, b);
    else yield* this.#sortedAtOnce(buckets, b, range, keys);
  }

  *#sortedAtOnce(
    buckets: RowBuckets,
    b: number,
    range: RankRange,
    { ranks }: RankedKeys,
  ): Generator<TableBatch> {
    const buffer = this.#read;
    buckets.read(b, buffer);
    const sorted = this.#sort(buffer.numbers, this.#placesOf(buffer), range, ranks);
    if (this.#layout.start !== undefined) sortByStart(buffer.numbers, this.#layout.start, sorted);
    yield* this.#batches(buffer, sorted);
  }

  /** The rows of a bucket that is too large, put apart by what they weigh. */
  *#sortedInParts(
    buckets: RowBuckets,
    b: number,
    { lowest }: RankRange,
    keys: RankedKeys,
    weights: Float64Array,
  ): Generator<TableBatch> {
    const { ranks, bucketOf: partOf } = keys;
    const ranges = cutRanks(weights, firstBytes(this.#options), lowest);
    const partOfRank = new Int32Array(weights.length);
    ranges.forEach((range, part) => partOfRank.fill(part, range.lowest - lowest, range.end - lowest));
    const parts = new RowBuckets(ranges.length, this.#layout, this.#options);
    try {
      for (const piece of buckets.pieces(b)) {
        const { numbers } = piece;
        for (const at of this.#placesOf(piece))
          partOf[numbers[at]!] = partOfRank[ranks[numbers[at]!]! - lowest]!;
        parts.addRecords(piece, partOf);
      }
      for (const [part, range] of ranges.entries()) yield* this.sorted(parts, part, range, keys);
    } finally {
      parts.close();
    }
  }

  /** Whether the rows of one key are in order as they are. */
  #isInOrder(buckets: RowBuckets, b: number): boolean {
    const { start } = this.#layout;
    if (start === undefined) return true;
    let last = -Infinity;
    for (const piece of buckets.pieces(b)) {
      for (const at of this.#placesOf(piece)) {
        if (piece.numbers[at + start]! < last) return false;
        last = piece.numbers[at + start]!;
      }
    }
    return true;
  }

  /** Where each record of `buffer` begins, one after the other. Good until the next call of any method. */
  #placesOf({ numbers, rows }: RecordBuffer): Int32Array {
    this.#places = withLength(this.#places, rows);
    for (let row = 0, at = 0; row < rows; row++) {
      this.#places[row] = at;
      at += recordLength(numbers, at, this.#layout);
    }
    return this.#places.subarray(0, rows);
  }

  /** A counting sort. */
  #sort(numbers: Int32Array, places: Int32Array, { lowest, end }: RankRange, ranks: Int32Array): Int32Array {
    this.#sorted = withLength(this.#sorted, places.length);
    this.#next = withLength(this.#next, end - lowest + 1);
    const next = this.#next.fill(0, 0, end - lowest + 1);
    for (let i = 0; i < places.length; i++) next[ranks[numbers[places[i]!]!]! - lowest + 1]!++;
    for (let rank = 1; rank < end - lowest; rank++) next[rank]! += next[rank - 1]!;
    for (let i = 0; i < places.length; i++) {
      const at = places[i]!;
      this.#sorted[next[ranks[numbers[at]!]! - lowest]!++] = at;
    }
    return this.#sorted.subarray(0, places.length);
  }

  *#batches({ numbers }: RecordBuffer, places: Int32Array): Generator<TableBatch> {
    for (let row = 0; row < places.length; row += BATCH_ROWS) {
      yield this.#builder.build(numbers, places.subarray(row, row + BATCH_ROWS));
    }
  }
}

/** Sorts records of one key by their start. Most often they are in that order already. */
function sortByStart(numbers: Int32Array, start: number, sorted: Int32Array): void {
  let first = 0;
  let ordered = true;
  for (let i = 1; i <= sorted.length; i++) {
    if (i < sorted.length && numbers[sorted[i]!] === numbers[sorted[i - 1]!]) {
      ordered &&= numbers[sorted[i]! + start]! >= numbers[sorted[i - 1]! + start]!;
      continue;
    }
    // Of two that start together the one that came first lies first.
    if (!ordered)
      sorted.subarray(first, i).sort((a, b) => numbers[a + start]! - numbers[b + start]! || a - b);
    first = i;
    ordered = true;
  }
}

function withLength(array: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  return array.length < length ? new Int32Array(Math.ceil(length * 1.25)) : array;
}
