import type { RowFile, RecordPlace } from './row-file.js';
import { emptyBuffer, makeRoom, recordLength, type RecordBuffer, type RecordLayout } from './row-records.js';

/** Most numbers that wait for a bucket before they are written. */
const MOST_NUMBERS = 1 << 14;
const LEAST_NUMBERS = 256;

/** A range of ranks whose rows fit into memory together, and where they lie. */
export interface RankBucket {
  lowest: number;
  end: number;
  places: RecordPlace[];
}

/**
 * Cuts the ranks into ranges of about `bucketBytes` each; a key that takes more has one to itself.
 * `weights` are the bytes of each key's rows.
 */
export function planBuckets(ranks: Int32Array, weights: Float64Array, bucketBytes: number): RankBucket[] {
  const byRank = new Float64Array(ranks.length);
  for (let key = 0; key < ranks.length; key++) byRank[ranks[key]!] = weights[key] ?? 0;
  const buckets: RankBucket[] = [];
  let lowest = 0;
  let bytes = 0;
  for (let rank = 0; rank < byRank.length; rank++) {
    const weight = byRank[rank]!;
    if (bytes > 0 && bytes + weight > bucketBytes) {
      buckets.push({ lowest, end: rank, places: [] });
      lowest = rank;
      bytes = 0;
    }
    bytes += weight;
  }
  return [...buckets, { lowest, end: ranks.length, places: [] }];
}

/** Copies each record to its bucket, in the order in which they come, with the rank of its key in place of the key. */
export class Distributor {
  readonly #buckets: readonly RankBucket[];
  readonly #bucketOfKey: Uint32Array;
  readonly #buffers: RecordBuffer[];
  readonly #layout: RecordLayout;
  readonly #ranks: Int32Array;
  readonly #file: RowFile;

  /** `memoryBytes` bounds what is held until it is written to `file`. */
  constructor(
    buckets: readonly RankBucket[],
    layout: RecordLayout,
    ranks: Int32Array,
    file: RowFile,
    memoryBytes: number,
  ) {
    const share = Math.floor(memoryBytes / buckets.length / Int32Array.BYTES_PER_ELEMENT);
    const room = Math.min(Math.max(LEAST_NUMBERS, share), MOST_NUMBERS);
    this.#buckets = buckets;
    this.#bucketOfKey = bucketsOfKeys(buckets, ranks);
    this.#buffers = buckets.map(() => emptyBuffer(room));
    this.#layout = layout;
    this.#ranks = ranks;
    this.#file = file;
  }

  /** Takes in the records of `source`. */
  add({ numbers, used }: RecordBuffer): void {
    for (let at = 0; at < used;) {
      const length = recordLength(numbers, at, this.#layout);
      const key = numbers[at]!;
      const b = this.#bucketOfKey[key]!;
      const buffer = this.#buffers[b]!;
      if (!makeRoom(buffer, length)) {
        this.#write(b);
        makeRoom(buffer, length);
      }
      const to = buffer.numbers;
      let i = buffer.used;
      to[i++] = this.#ranks[key]!;
      for (let from = at + 1; from < at + length; from++) to[i++] = numbers[from]!;
      buffer.used = i;
      buffer.rows++;
      at += length;
    }
  }

  /** Writes what is still held. */
  finish(): void {
    for (let b = 0; b < this.#buffers.length; b++) if (this.#buffers[b]!.used > 0) this.#write(b);
  }

  #write(b: number): void {
    this.#buckets[b]!.places.push(this.#file.append(this.#buffers[b]!));
  }
}

function bucketsOfKeys(buckets: readonly RankBucket[], ranks: Int32Array): Uint32Array {
  const ofRank = new Uint32Array(ranks.length);
  buckets.forEach(({ lowest, end }, b) => ofRank.fill(b, lowest, end));
  const ofKey = new Uint32Array(ranks.length);
  for (let key = 0; key < ranks.length; key++) ofKey[key] = ofRank[ranks[key]!]!;
  return ofKey;
}
