import type { ScratchFolder } from '@cmsc/files';
import { setImmediate } from 'node:timers/promises';
import { KeyTexts } from '../key-texts.js';
import type { KeyNames, TableBatch, TableRows, TableSpec } from '../table.js';
import { CollectedRows } from './collected-rows.js';
import { RecordSorter } from './record-sorter.js';
import { Distributor, planBuckets, type RankBucket } from './row-buckets.js';
import { RowFile } from './row-file.js';
import { emptyBuffer, layoutOf, type RecordBuffer, type RecordLayout } from './row-records.js';

/** Batches after which the event loop gets a turn: a Ctrl-C in the middle of a long sort is heard. */
const BATCHES_A_TURN = 32;

/** Bytes of a bucket: what a processor core has close at hand. Sorting goes all over a bucket. */
const BUCKET_BYTES = 1 << 22;

/** Most buckets of that size; beyond that they get larger, so that each still writes long pieces. */
const MOST_BUCKETS = 256;

/** How far rows have come that are all there: they are put in order, then go out. */
export interface OutputProgress {
  phase: 'sorting' | 'writing';
  /** Rows that are through, of `total`. */
  rows: number;
  total: number;
}

/** What {@link SortedRows} may use. */
export interface SortOptions {
  /** Bytes of memory for rows; beyond that they go to a temporary file. */
  memoryBytes: number;
  /** The folder for that file. */
  scratch: ScratchFolder;
  signal?: AbortSignal | undefined;
  /** Told when the rows are gone. */
  onClosed?: () => void;
}

/**
 * Rows that go in as they come and come out sorted, once all are there: by the bytes of their key columns, or by key id
 * where keys have no names, then by start, then as they went in; those of a table without key columns as they went in.
 *
 * Rows are first kept as they come (nobody knows yet where a key will rank), then copied once to buckets of neighbouring
 * ranks in another temporary file, then sorted bucket by bucket: two sequential writes and two reads, exact, and the same
 * for every format. A bucket is small enough to be sorted in the cache of a core, which is why even rows that fit into
 * memory take that way: sorting seven million rows of nine numbers in memory at once took four times as long.
 */
export class SortedRows implements TableRows {
  readonly spec: TableSpec;
  readonly keys: KeyNames | undefined;
  readonly #texts: KeyTexts | undefined;
  readonly #options: SortOptions;
  readonly #layout: RecordLayout;
  readonly #collected: CollectedRows;
  readonly #sorter: RecordSorter;
  #buckets: RowFile | undefined;
  #keyCount = 0;

  /** `keys` has the text of all keys that there are when they come up; without it, keys are numbers. */
  constructor(spec: TableSpec, keys: KeyNames | undefined, options: SortOptions) {
    this.spec = spec;
    this.keys = keys;
    this.#texts = keys && KeyTexts.of({ spec, keys });
    this.#options = options;
    this.#layout = layoutOf(spec);
    this.#collected = new CollectedRows(this.#layout, options.memoryBytes, options.scratch);
    this.#sorter = new RecordSorter(this.#layout);
  }

  /** Number of rows. */
  get rows(): number {
    return this.#collected.rows;
  }

  /**
   * Adds rows.
   *
   * @throws CmscError WRITE_FAILED when the temporary file can't be written. RangeError for a key without a name, which is a
   *   bug of the caller.
   */
  add(batch: TableBatch): void {
    // Now, while there may be time, rather than at the end; and a row without a key is better found out early.
    if (this.#texts) this.#texts.cover(batch);
    else this.#countKeys(batch);
    this.#collected.add(batch);
  }

  /**
   * All rows, sorted. To be asked for once: they are gone afterwards.
   *
   * @throws CmscError WRITE_FAILED when the temporary file can't be written. The signal's reason when it is aborted.
   */
  get batches(): AsyncGenerator<TableBatch> {
    return this.#inTurns(this.#inOrder(this.#ranks()));
  }

  /** Lets go of the rows. Never throws. */
  close(): void {
    this.#collected.close();
    this.#buckets?.remove();
    this.#options.onClosed?.();
  }

  async *#inTurns(batches: Iterable<TableBatch>): AsyncGenerator<TableBatch> {
    let turn = 0;
    try {
      for (const batch of batches) {
        yield batch;
        if (++turn % BATCHES_A_TURN === 0) await setImmediate();
        this.#options.signal?.throwIfAborted();
      }
    } finally {
      this.close();
    }
  }

  #countKeys({ key, length }: TableBatch): void {
    for (let row = 0; row < length; row++) if (key[row]! >= this.#keyCount) this.#keyCount = key[row]! + 1;
  }

  /** For each key its rank; undefined where rows stay as they are. */
  #ranks(): Int32Array | undefined {
    if (this.spec.key.length === 0) return undefined;
    return this.#texts?.ranks() ?? Int32Array.from({ length: this.#keyCount }, (_, key) => key);
  }

  *#inOrder(ranks: Int32Array | undefined): Generator<TableBatch> {
    if (!ranks) {
      for (const buffer of this.#collected.buffers()) yield* this.#sorter.inSequence(buffer);
    } else if (this.#isSmall()) yield* this.#sortedAtOnce(ranks);
    else yield* this.#fromBuckets(ranks);
  }

  #isSmall(): boolean {
    const { areSpilled, numbers } = this.#collected;
    return !areSpilled && numbers * Int32Array.BYTES_PER_ELEMENT <= BUCKET_BYTES;
  }

  *#sortedAtOnce(ranks: Int32Array): Generator<TableBatch> {
    const all = emptyBuffer(this.#collected.numbers);
    for (const { numbers, used, rows } of this.#collected.buffers()) {
      all.numbers.set(numbers.subarray(0, used), all.used);
      all.used += used;
      all.rows += rows;
    }
    for (const at of this.#sorter.places(all)) all.numbers[at] = ranks[all.numbers[at]!]!;
    yield* this.#sorter.byRank(all, { lowest: 0, end: ranks.length }, keysByRank(ranks));
  }

  *#fromBuckets(ranks: Int32Array): Generator<TableBatch> {
    const bytes = this.#collected.numbers * Int32Array.BYTES_PER_ELEMENT;
    const bucketBytes = Math.min(this.#options.memoryBytes / 4, Math.max(BUCKET_BYTES, bytes / MOST_BUCKETS));
    const buckets = planBuckets(ranks, this.#collected.weights, bucketBytes);
    const file = this.#distribute(buckets, ranks);
    const keys = keysByRank(ranks);
    const fits = (bucket: RankBucket) => numbersOf(bucket) * Int32Array.BYTES_PER_ELEMENT <= bucketBytes;
    const read = emptyBuffer(Math.max(0, ...buckets.filter(fits).map(numbersOf)));
    for (const bucket of buckets) {
      if (!fits(bucket) && this.#isInOrder(bucket, file)) yield* this.#streamed(bucket, file, keys);
      else {
        read.used = read.rows = 0;
        for (const place of bucket.places) file.read(place, read);
        yield* this.#sorter.byRank(read, bucket, keys);
      }
    }
  }

  #distribute(buckets: readonly RankBucket[], ranks: Int32Array): RowFile {
    const { scratch, memoryBytes } = this.#options;
    const file = (this.#buckets = new RowFile(scratch));
    const distributor = new Distributor(buckets, this.#layout, ranks, file, memoryBytes / 4);
    for (const buffer of this.#collected.buffers()) distributor.add(buffer);
    distributor.finish();
    this.#collected.close();
    return file;
  }

  /** The rows of one key that are in order as they are, and too many to be held. */
  *#streamed(bucket: RankBucket, file: RowFile, keys: Int32Array): Generator<TableBatch> {
    for (const records of recordsOf(bucket, file)) yield* this.#sorter.inSequence(records, keys);
  }

  #isInOrder(bucket: RankBucket, file: RowFile): boolean {
    const { start } = this.#layout;
    if (start === undefined) return true;
    let last = -Infinity;
    for (const records of recordsOf(bucket, file)) {
      for (const at of this.#sorter.places(records)) {
        if (records.numbers[at + start]! < last) return false;
        last = records.numbers[at + start]!;
      }
    }
    return true;
  }
}

/**
 * Rows, sorted once all of them are there; `onWriting` is told how far they are from then on.
 *
 * @throws CmscError WRITE_FAILED when a temporary file can't be written; what the rows throw.
 */
export async function* sorted(
  rows: TableRows,
  { onWriting, ...options }: SortOptions & { onWriting?: ((progress: OutputProgress) => void) | undefined },
): AsyncGenerator<TableBatch> {
  const sorter = new SortedRows(rows.spec, rows.keys, options);
  try {
    for await (const batch of rows.batches) sorter.add(batch);
    const total = sorter.rows;
    let through = 0;
    onWriting?.({ phase: 'sorting', rows: 0, total });
    for await (const batch of sorter.batches) {
      onWriting?.({ phase: 'writing', rows: through, total });
      through += batch.length;
      yield batch;
    }
    onWriting?.({ phase: 'writing', rows: total, total });
  } finally {
    sorter.close();
  }
}

/** The records of a bucket, piece by piece; each is good until the next. */
function* recordsOf({ places }: RankBucket, file: RowFile): Generator<RecordBuffer> {
  const read = emptyBuffer(0);
  for (const place of places) {
    read.used = read.rows = 0;
    file.read(place, read);
    yield read;
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
