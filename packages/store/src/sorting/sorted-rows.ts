import type { ScratchFolder } from '@cmsc/files';
import { setImmediate } from 'node:timers/promises';
import type { KeyNames, TableBatch, TableRows, TableSpec } from '../table.js';
import { cutRanks, type RankRange } from './key-ranges.js';
import { RecordSorter } from './record-sorter.js';
import { RowBuckets } from './row-buckets.js';
import { emptyBuffer, layoutOf, type RecordLayout } from './row-records.js';
import { firstBytes, RowsApart } from './rows-apart.js';

/** Batches after which the event loop gets a turn: a Ctrl-C in the middle of a long sort is heard. */
const BATCHES_A_TURN = 32;

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
 * Nobody knows where a key will rank before the last one has come up. So the first rows tell of keys between which there are about equally many
 * rows, and every row goes to the bucket of its key as it comes; what does not fit into memory waits in a file. In the end each bucket is sorted for
 * itself, in the cache of a core: sorting seven million rows of nine numbers at once took four times as long. A bucket that got too large, as the
 * first rows were not like the others, is put apart once more. So a row is written and read once, or twice.
 */
export class SortedRows implements TableRows {
  readonly spec: TableSpec;
  readonly keys: KeyNames | undefined;
  readonly #options: SortOptions;
  readonly #layout: RecordLayout;
  readonly #sorter: RecordSorter;
  readonly #read = emptyBuffer(0);
  readonly #apart: RowsApart;

  /** `keys` has the text of all keys that there are when they come up; without it, keys are numbers. */
  constructor(spec: TableSpec, keys: KeyNames | undefined, options: SortOptions) {
    this.spec = spec;
    this.keys = keys;
    this.#options = options;
    this.#layout = layoutOf(spec);
    this.#sorter = new RecordSorter(this.#layout);
    this.#apart = new RowsApart({ spec, keys, layout: this.#layout }, options);
  }

  /** Number of rows. */
  get rows(): number {
    return this.#apart.rows;
  }

  /**
   * Adds rows.
   *
   * @throws CmscError WRITE_FAILED when the temporary file can't be written. RangeError for a key without a name, which is a
   *   bug of the caller.
   */
  add(batch: TableBatch): void {
    this.#apart.add(batch);
  }

  /**
   * All rows, sorted. To be asked for once: they are gone afterwards.
   *
   * @throws CmscError WRITE_FAILED when the temporary file can't be written. The signal's reason when it is aborted.
   */
  get batches(): AsyncGenerator<TableBatch> {
    return this.#inTurns(this.#inOrder());
  }

  /** Lets go of the rows. Never throws. */
  close(): void {
    this.#apart.close();
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

  *#inOrder(): Generator<TableBatch> {
    const { buckets } = this.#apart;
    if (this.spec.key.length === 0) return yield* this.#inSequence(buckets, 0);
    const { ranks, ranges } = this.#apart.ranked();
    for (const [b, range] of ranges.entries()) yield* this.#bucket(buckets, b, range, ranks);
  }

  /** The rows of bucket `b`, whose keys have ranks of `range`. */
  *#bucket(buckets: RowBuckets, b: number, range: RankRange, ranks: Int32Array): Generator<TableBatch> {
    if (buckets.bytes(b) <= this.#options.memoryBytes / 4)
      return yield* this.#sorted(buckets, b, range, ranks);
    const weights = buckets.weigh(b, ranks, range);
    if (weights.filter((weight) => weight > 0).length > 1)
      yield* this.#inParts(buckets, b, range, ranks, weights);
    else if (this.#isInOrder(buckets, b)) yield* this.#inSequence(buckets, b);
    else yield* this.#sorted(buckets, b, range, ranks);
  }

  *#sorted(buckets: RowBuckets, b: number, range: RankRange, ranks: Int32Array): Generator<TableBatch> {
    buckets.read(b, this.#read);
    yield* this.#sorter.byRank(this.#read, range, ranks);
  }

  /** The rows of a bucket that is too large, put apart by what they weigh. */
  *#inParts(
    buckets: RowBuckets,
    b: number,
    { lowest }: RankRange,
    ranks: Int32Array,
    weights: Float64Array,
  ): Generator<TableBatch> {
    const ranges = cutRanks(weights, firstBytes(this.#options), lowest);
    const partOfRank = new Int32Array(weights.length);
    ranges.forEach((range, part) => partOfRank.fill(part, range.lowest - lowest, range.end - lowest));
    // Nobody will ask for the bucket of these keys any more.
    const partOf = this.#apart.bucketOf;
    const parts = new RowBuckets(ranges.length, this.#layout, this.#options);
    try {
      for (const piece of buckets.pieces(b)) {
        const { numbers } = piece;
        for (const at of this.#sorter.places(piece))
          partOf[numbers[at]!] = partOfRank[ranks[numbers[at]!]! - lowest]!;
        parts.addRecords(piece, partOf);
      }
      for (const [part, range] of ranges.entries()) yield* this.#bucket(parts, part, range, ranks);
    } finally {
      parts.close();
    }
  }

  *#inSequence(buckets: RowBuckets, b: number): Generator<TableBatch> {
    for (const piece of buckets.pieces(b)) yield* this.#sorter.inSequence(piece);
  }

  /** Whether the rows of one key are in order as they are. */
  #isInOrder(buckets: RowBuckets, b: number): boolean {
    const { start } = this.#layout;
    if (start === undefined) return true;
    let last = -Infinity;
    for (const piece of buckets.pieces(b)) {
      for (const at of this.#sorter.places(piece)) {
        if (piece.numbers[at + start]! < last) return false;
        last = piece.numbers[at + start]!;
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
