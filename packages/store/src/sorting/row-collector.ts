import { grown } from '@cmsc/core';
import type { ScratchFolder } from '@cmsc/files';
import type { TableBatch, TableSpec } from '../table.js';
import { RecordSorter } from './record-sorter.js';
import { Distributor, planBuckets, type RankBucket } from './row-buckets.js';
import { RowFile, type RecordPlace } from './row-file.js';
import {
  addRows,
  emptyBuffer,
  layoutOf,
  recordLength,
  type RecordBuffer,
  type RecordLayout,
} from './row-records.js';

/** Numbers of a buffer in which rows gather. */
const BUFFER_NUMBERS = 1 << 17;

/** Bytes of a bucket: what a processor core has close at hand. Sorting goes all over a bucket. */
const BUCKET_BYTES = 1 << 22;

/** Most buckets of that size; beyond that they get larger, so that each still writes long pieces. */
const MOST_BUCKETS = 256;

/**
 * Holds the rows of a table until all are there, and gives them back sorted. The first ones stay in memory, the others
 * go to a temporary file.
 *
 * Rows are first kept as they come (nobody knows yet where a key will rank), then copied once to buckets of neighbouring
 * ranks in another temporary file, then sorted bucket by bucket: two sequential writes and two reads, exact, and the same
 * for every format. A bucket is small enough to be sorted in the cache of a core, which is why even rows that fit into
 * memory take that way: sorting seven million rows of nine numbers in memory at once took four times as long.
 */
export class RowCollector {
  readonly #layout: RecordLayout;
  readonly #memoryBytes: number;
  readonly #scratch: ScratchFolder;
  readonly #sorter: RecordSorter;
  readonly #kept: RecordBuffer[] = [];
  #buffer: RecordBuffer;
  #keptBytes = 0;
  #bytes = 0;
  #rows = 0;
  #file: RowFile | undefined;
  #buckets: RowFile | undefined;
  #spilled: RecordPlace[] = [];
  #weights = new Float64Array(0);

  /** `memoryBytes` is what the rows may take in memory. */
  constructor(spec: TableSpec, memoryBytes: number, scratch: ScratchFolder) {
    this.#layout = layoutOf(spec);
    this.#memoryBytes = memoryBytes;
    this.#scratch = scratch;
    this.#sorter = new RecordSorter(this.#layout);
    this.#buffer = this.#newBuffer();
  }

  /** Number of rows. */
  get rows(): number {
    return this.#rows;
  }

  /**
   * Adds rows.
   *
   * @throws CmscError WRITE_FAILED when the temporary file can't be written.
   */
  add(batch: TableBatch): void {
    for (let row = 0; row < batch.length;) {
      row = addRows(this.#buffer, this.#layout, batch, row);
      if (row < batch.length) this.#keep();
    }
    this.#rows += batch.length;
  }

  /**
   * All rows, by the ranks of their keys, or as they came when there are none. To be called once.
   *
   * @throws CmscError WRITE_FAILED when the temporary file can't be written.
   */
  async *inOrder(ranks?: Int32Array): AsyncGenerator<TableBatch> {
    if (!ranks) {
      for (const buffer of this.#buffers()) yield* this.#sorter.inSequence(buffer);
    } else if (this.#isSmall()) yield* this.#sortedAtOnce(ranks);
    else yield* this.#fromBuckets(ranks);
  }

  /** Lets go of the temporary files. Never throws. */
  async close(): Promise<void> {
    this.#file?.remove();
    this.#buckets?.remove();
  }

  #newBuffer(): RecordBuffer {
    // Two buffers, and there is something to write.
    const numbers = this.#memoryBytes / 2 / Int32Array.BYTES_PER_ELEMENT;
    return emptyBuffer(Math.max(1, Math.min(BUFFER_NUMBERS, Math.floor(numbers))));
  }

  /** Puts the buffer where its rows wait, and makes it empty. */
  #keep(): void {
    this.#weigh(this.#buffer);
    const bytes = this.#buffer.numbers.byteLength;
    this.#bytes += bytes;
    if (this.#keptBytes + 2 * bytes <= this.#memoryBytes) {
      this.#kept.push(this.#buffer);
      this.#keptBytes += bytes;
      this.#buffer = this.#newBuffer();
      return;
    }
    this.#file ??= new RowFile(this.#scratch.file('rows'));
    this.#spilled.push(this.#file.append(this.#buffer));
    // An unusually long list made it grow.
    if (this.#buffer.numbers.length > BUFFER_NUMBERS) this.#buffer = this.#newBuffer();
  }

  #weigh({ numbers, used }: RecordBuffer): void {
    for (let at = 0; at < used;) {
      const length = recordLength(numbers, at, this.#layout);
      const key = numbers[at]!;
      if (key >= this.#weights.length) this.#weights = grown(this.#weights, key + 1);
      this.#weights[key]! += length * Int32Array.BYTES_PER_ELEMENT;
      at += length;
    }
  }

  #isSmall(): boolean {
    return this.#spilled.length === 0 && this.#bytes + this.#buffer.used * 4 <= BUCKET_BYTES;
  }

  /** All rows as they came, a buffer at a time; each is good until the next. */
  *#buffers(): Generator<RecordBuffer> {
    yield* this.#kept;
    const read = emptyBuffer(0);
    for (const place of this.#spilled) {
      read.used = read.rows = 0;
      this.#file!.read(place, read);
      yield read;
    }
    yield this.#buffer;
  }

  *#sortedAtOnce(ranks: Int32Array): Generator<TableBatch> {
    const all = emptyBuffer(this.#bytes / Int32Array.BYTES_PER_ELEMENT + this.#buffer.used);
    for (const { numbers, used, rows } of this.#buffers()) {
      all.numbers.set(numbers.subarray(0, used), all.used);
      all.used += used;
      all.rows += rows;
    }
    for (const at of this.#sorter.places(all)) all.numbers[at] = ranks[all.numbers[at]!]!;
    yield* this.#sorter.byRank(all, { lowest: 0, end: ranks.length }, keysByRank(ranks));
  }

  *#fromBuckets(ranks: Int32Array): Generator<TableBatch> {
    this.#weigh(this.#buffer);
    const bucketBytes = Math.min(this.#memoryBytes / 4, Math.max(BUCKET_BYTES, this.#bytes / MOST_BUCKETS));
    const buckets = planBuckets(ranks, this.#weights, bucketBytes);
    this.#buckets = new RowFile(this.#scratch.file('buckets'));
    this.#distribute(buckets, ranks, this.#buckets);
    const keys = keysByRank(ranks);
    const fits = (bucket: RankBucket) => numbersOf(bucket) * Int32Array.BYTES_PER_ELEMENT <= bucketBytes;
    const read = emptyBuffer(Math.max(0, ...buckets.filter(fits).map(numbersOf)));
    for (const bucket of buckets) {
      if (!fits(bucket) && this.#isInOrder(bucket, read)) yield* this.#streamed(bucket, keys);
      else {
        read.used = read.rows = 0;
        for (const place of bucket.places) this.#buckets.read(place, read);
        yield* this.#sorter.byRank(read, bucket, keys);
      }
    }
  }

  #distribute(buckets: readonly RankBucket[], ranks: Int32Array, to: RowFile): void {
    const distributor = new Distributor(buckets, this.#layout, ranks, to, this.#memoryBytes / 4);
    for (const buffer of this.#buffers()) distributor.add(buffer);
    distributor.finish();
    this.#kept.length = 0;
    this.#file?.remove();
  }

  /** The rows of one key that are in order as they are, and too many to be held. */
  *#streamed({ places }: RankBucket, keys: Int32Array): Generator<TableBatch> {
    const read = emptyBuffer(0);
    for (const place of places) {
      read.used = read.rows = 0;
      this.#buckets!.read(place, read);
      yield* this.#sorter.inSequence(read, keys);
    }
  }

  #isInOrder({ places }: RankBucket, read: RecordBuffer): boolean {
    const { start } = this.#layout;
    if (start === undefined) return true;
    let last = -Infinity;
    for (const place of places) {
      read.used = read.rows = 0;
      this.#buckets!.read(place, read);
      for (const at of this.#sorter.places(read)) {
        if (read.numbers[at + start]! < last) return false;
        last = read.numbers[at + start]!;
      }
    }
    return true;
  }
}

function numbersOf({ places }: RankBucket): number {
  return places.reduce((sum, { numbers }) => sum + numbers, 0);
}

function keysByRank(ranks: Int32Array): Int32Array {
  const keys = new Int32Array(ranks.length);
  for (let key = 0; key < ranks.length; key++) keys[ranks[key]!] = key;
  return keys;
}
