import { KeyTexts } from '../key-texts.js';
import type { KeyNames, TableBatch, TableSpec } from '../table.js';
import { cutRanks, KeyRanges, type RankRange } from './key-ranges.js';
import { RowBuckets, type BucketOptions } from './row-buckets.js';
import type { RecordLayout } from './row-records.js';

/** Bytes of rows by which it is told how to put them apart: what a processor core has close at hand, so fewer are sorted at once. */
const FIRST_BYTES = 1 << 22;

/** Buckets, about. */
const BUCKETS = 256;

/** Memory for a bucket, at least: what is put away of it shall be worth writing. */
const LEAST_BUCKET_BYTES = 1 << 12;

/** Bytes of rows by which it is told how to put rows apart. */
export function firstBytes({ memoryBytes }: Pick<BucketOptions, 'memoryBytes'>): number {
  return Math.min(FIRST_BYTES, memoryBytes / 4);
}

/** What rows are put apart by. */
export interface ApartRows {
  spec: TableSpec;
  /** The text of the keys; without it they are numbers. */
  keys: KeyNames | undefined;
  layout: RecordLayout;
}

/**
 * Rows on their way into buckets of neighbouring keys: first all into one, then into many, once there are enough of them to tell between which keys
 * there are about equally many. Rows of a table without key columns stay in one.
 */
export class RowsApart {
  readonly #texts: KeyTexts | undefined;
  readonly #isSorted: boolean;
  readonly #layout: RecordLayout;
  readonly #options: BucketOptions;
  #buckets: RowBuckets;
  #ranges: KeyRanges;
  /** Bytes in one bucket by which it is looked for others. */
  #enough: number;
  #keys = 0;
  #rows = 0;

  constructor({ spec, keys, layout }: ApartRows, options: BucketOptions) {
    this.#texts = keys && KeyTexts.of({ spec, keys });
    this.#isSorted = spec.key.length > 0;
    this.#layout = layout;
    this.#options = options;
    this.#buckets = new RowBuckets(1, layout, options);
    this.#ranges = new KeyRanges(this.#texts, []);
    this.#enough = firstBytes(options);
  }

  /** Number of rows. */
  get rows(): number {
    return this.#rows;
  }

  /** The buckets, in the order of their keys. */
  get buckets(): RowBuckets {
    return this.#buckets;
  }

  /** The bucket of each key. */
  get bucketOf(): Int32Array {
    return this.#ranges.ofKeys;
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
    this.#ranges.extend(this.#keys);
    this.#buckets.add(batch, this.#ranges.ofKeys);
    this.#rows += batch.length;
    if (this.#isSorted && this.#buckets.count === 1 && this.#buckets.bytes(0) > this.#enough)
      this.#putApart();
  }

  /** For each key its rank, and for each bucket the ranks of its keys. */
  ranked(): { ranks: Int32Array; ranges: RankRange[] } {
    const ranks = this.#texts?.ranks() ?? Int32Array.from({ length: this.#keys }, (_, key) => key);
    return { ranks, ranges: this.#ranges.ofRanks(ranks) };
  }

  /** Lets go of the rows. Never throws. */
  close(): void {
    this.#buckets.close();
  }

  #countKeys({ key, length }: TableBatch): void {
    for (let row = 0; row < length; row++) if (key[row]! >= this.#keys) this.#keys = key[row]! + 1;
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
    const { ranks, ranges } = this.ranked();
    const weights = this.#buckets.weigh(0, ranks, ranges[0]!);
    const buckets = Math.max(2, Math.min(BUCKETS, this.#options.memoryBytes / 4 / LEAST_BUCKET_BYTES));
    const keys = keysByRank(ranks);
    const [, ...others] = cutRanks(weights, this.#buckets.bytes(0) / buckets);
    return others.map(({ lowest }) => keys[lowest]!);
  }

  #moveTo(borders: readonly number[]): void {
    const one = this.#buckets;
    this.#ranges = new KeyRanges(this.#texts, borders);
    this.#ranges.extend(this.#keys);
    this.#buckets = new RowBuckets(borders.length + 1, this.#layout, this.#options);
    for (const piece of one.pieces(0)) this.#buckets.addRecords(piece, this.#ranges.ofKeys);
    one.close();
  }
}

/** The keys by their rank. */
function keysByRank(ranks: Int32Array): Int32Array {
  const keys = new Int32Array(ranks.length);
  for (let key = 0; key < ranks.length; key++) keys[ranks[key]!] = key;
  return keys;
}
