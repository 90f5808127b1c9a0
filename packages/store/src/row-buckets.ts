import { BLOCK_ROWS, copyRow, emptyBlock, isFull, type RecordLayout, type RowBlock } from './row-block.js';
import type { BlockPlace, RowFile } from './row-file.js';

/** List values that a block gathers before it is written: long lists must not make blocks without bound. */
const MOST_VALUES = 1 << 16;

/** A range of ranks whose rows fit into memory together, and where they lie. */
export interface RankBucket {
  lowest: number;
  end: number;
  places: BlockPlace[];
}

/**
 * Cuts the ranks into ranges of about `bucketBytes` each; a key that takes more has one to itself.
 * `weights` are the bytes of each key's rows.
 */
export function planBuckets(ranks: Int32Array, weights: Float64Array, bucketBytes: number): RankBucket[] {
  const byRank = new Float64Array(ranks.length);
  ranks.forEach((rank, key) => (byRank[rank] = weights[key] ?? 0));
  const buckets: RankBucket[] = [];
  let lowest = 0;
  let bytes = 0;
  byRank.forEach((weight, rank) => {
    if (bytes > 0 && bytes + weight > bucketBytes) {
      buckets.push({ lowest, end: rank, places: [] });
      lowest = rank;
      bytes = 0;
    }
    bytes += weight;
  });
  return [...buckets, { lowest, end: ranks.length, places: [] }];
}

/** Copies each row to its bucket, in the order in which they come. `memoryBytes` bounds what is held meanwhile. */
export class Distributor {
  readonly #buckets: readonly RankBucket[];
  readonly #bucketOfRank: Uint32Array;
  readonly #blocks: RowBlock[];
  readonly #layout: RecordLayout;
  readonly #ranks: Int32Array;
  readonly #file: RowFile;

  constructor(
    buckets: readonly RankBucket[],
    layout: RecordLayout,
    ranks: Int32Array,
    file: RowFile,
    memoryBytes: number,
  ) {
    const recordBytes = layout.width * Int32Array.BYTES_PER_ELEMENT;
    const rows = Math.floor(memoryBytes / buckets.length / recordBytes);
    this.#buckets = buckets;
    this.#bucketOfRank = new Uint32Array(ranks.length);
    buckets.forEach(({ lowest, end }, b) => this.#bucketOfRank.fill(b, lowest, end));
    this.#blocks = buckets.map(() => emptyBlock(layout, Math.max(16, Math.min(rows, BLOCK_ROWS))));
    this.#layout = layout;
    this.#ranks = ranks;
    this.#file = file;
  }

  /** Takes in the rows of `source`. */
  async add(source: RowBlock): Promise<void> {
    for (let row = 0; row < source.rows; row++) {
      const rank = this.#ranks[source.records[row * this.#layout.width]!]!;
      const b = this.#bucketOfRank[rank]!;
      const block = this.#blocks[b]!;
      copyRow(block, this.#layout, source, row);
      if (isFull(block, this.#layout) || block.values > MOST_VALUES) await this.#write(b);
    }
  }

  /** Writes what is still held. */
  async finish(): Promise<void> {
    for (let b = 0; b < this.#blocks.length; b++) await this.#write(b);
  }

  async #write(b: number): Promise<void> {
    const block = this.#blocks[b]!;
    if (block.rows > 0) this.#buckets[b]!.places.push(await this.#file.append(block));
  }
}
