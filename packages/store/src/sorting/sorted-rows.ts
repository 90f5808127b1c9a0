import { throwIfInterrupted } from '@cmsc/core';
import type { ScratchFolder } from '@cmsc/files';
import { setImmediate } from 'node:timers/promises';
import { KeyTexts } from '../key-texts.js';
import { NULL_INT, type KeyNames, type TableBatch, type TableRows, type TableSpec } from '../table.js';
import { BucketSorter } from './bucket-sorter.js';
import { borderKeys, KeyRanges } from './key-ranges.js';
import { firstBytes, RowBuckets } from './row-buckets.js';
import { layoutOf, type RecordLayout } from './row-records.js';

/** Batches after which the event loop gets a turn: a Ctrl-C in the middle of a long sort is heard. */
const BATCHES_A_TURN = 32;

/** Buckets, about. */
const BUCKETS = 256;

/** Memory for a bucket, at least: what is put away of it shall be worth writing. */
const LEAST_BUCKET_BYTES = 1 << 12;

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
  readonly #texts: KeyTexts | undefined;
  readonly #layout: RecordLayout;
  readonly #sorter: BucketSorter;
  /** One at first; once there are enough rows to tell how to put them apart, many, in the order of their keys. */
  #buckets: RowBuckets;
  #ranges: KeyRanges;
  /** Bytes in one bucket by which it is looked for others. */
  #enough: number;
  #keysSeen = 0;
  #rows = 0;

  /** `keys` has the text of all keys that there are when they come up; without it, keys are numbers. */
  constructor(spec: TableSpec, keys: KeyNames | undefined, options: SortOptions) {
    this.spec = spec;
    this.keys = keys;
    this.#options = options;
    this.#texts = keys && KeyTexts.of({ spec, keys });
    this.#layout = layoutOf(spec);
    this.#sorter = new BucketSorter(this.#layout, options);
    this.#buckets = new RowBuckets(1, this.#layout, options);
    this.#ranges = new KeyRanges(this.#texts, []);
    this.#enough = firstBytes(options);
  }

  /** Number of rows. */
  get rows(): number {
    return this.#rows;
  }

  /**
   * Adds rows.
   *
   * @throws CmscError WRITE_FAILED when the temporary file can't be written. RangeError for a key without a name, which is a
   *   bug of the caller.
   */
  add(batch: TableBatch): void {
    // Now, while there may be time, rather than at the end; and a row without a key is better found out early.
    this.#texts?.cover(batch);
    this.#countKeys(batch);
    this.#ranges.extend(this.#keysSeen);
    this.#buckets.add(batch, this.#ranges.ofKeys);
    this.#rows += batch.length;
    if (this.#isSorted && this.#buckets.count === 1 && this.#buckets.bytes(0) > this.#enough)
      this.#putApart();
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
    this.#buckets.close();
    this.#options.onClosed?.();
  }

  async *#inTurns(batches: Iterable<TableBatch>): AsyncGenerator<TableBatch> {
    let turn = 0;
    try {
      for (const batch of batches) {
        yield batch;
        if (++turn % BATCHES_A_TURN === 0) await setImmediate();
        throwIfInterrupted(this.#options.signal);
      }
    } finally {
      this.close();
    }
  }

  *#inOrder(): Generator<TableBatch> {
    if (!this.#isSorted) return yield* this.#sorter.inSequence(this.#buckets, 0);
    const ranks = this.#ranks();
    const keys = { ranks, bucketOf: this.#ranges.ofKeys };
    for (const [b, range] of this.#ranges.ofRanks(ranks).entries())
      yield* this.#sorter.sorted(this.#buckets, b, range, keys);
  }

  /** Without key columns there is nothing to sort by. */
  get #isSorted(): boolean {
    return this.spec.key.length > 0;
  }

  /** For each key its rank. */
  #ranks(): Int32Array {
    return this.#texts?.ranks() ?? Int32Array.from({ length: this.#keysSeen }, (_, key) => key);
  }

  #countKeys({ key, length }: TableBatch): void {
    for (let row = 0; row < length; row++) if (key[row]! >= this.#keysSeen) this.#keysSeen = key[row]! + 1;
  }

  /** Goes over from one bucket to many. */
  #putApart(): void {
    const borders = this.#borders();
    // A single key has nothing but rows of its own: others may come up.
    if (borders.length === 0) this.#enough *= 2;
    else this.#moveTo(borders);
  }

  /** The keys by which the rows so far fall apart into about equal parts. */
  #borders(): number[] {
    const ranks = this.#ranks();
    const weights = this.#buckets.weigh(0, ranks, { lowest: 0, end: ranks.length });
    const buckets = Math.max(2, Math.min(BUCKETS, this.#options.memoryBytes / 4 / LEAST_BUCKET_BYTES));
    return borderKeys(ranks, weights, this.#buckets.bytes(0) / buckets);
  }

  #moveTo(borders: readonly number[]): void {
    const one = this.#buckets;
    this.#ranges = new KeyRanges(this.#texts, borders);
    this.#ranges.extend(this.#keysSeen);
    this.#buckets = new RowBuckets(borders.length + 1, this.#layout, this.#options);
    for (const piece of one.pieces(0)) this.#buckets.addRecords(piece, this.#ranges.ofKeys);
    one.close();
  }
}

/**
 * Rows, sorted once all of them are there, and numbered in that order where the table wants numbers; `onWriting` is told how far they are
 * from then on.
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
    const number = numbering(rows.spec);
    let through = 0;
    onWriting?.({ phase: 'sorting', rows: 0, total });
    for await (const batch of sorter.batches) {
      onWriting?.({ phase: 'writing', rows: through, total });
      through += batch.length;
      number(batch);
      yield batch;
    }
    onWriting?.({ phase: 'writing', rows: total, total });
  } finally {
    sorter.close();
  }
}

/** Numbers the rows of one batch after the other, where the table wants that. */
function numbering({ columns, number }: TableSpec): (batch: TableBatch) => void {
  if (!number) return () => undefined;
  const placeOf = (wanted: string) => columns.findIndex(({ name }) => name === wanted);
  const place = placeOf(number.column);
  const unless = placeOf(number.unless);
  let last = 0;
  return (batch) => {
    const [numbers, known] = [batch.columns[place] as Int32Array, batch.columns[unless] as Int32Array];
    for (let row = 0; row < batch.length; row++) numbers[row] = known[row] === NULL_INT ? NULL_INT : ++last;
  };
}
