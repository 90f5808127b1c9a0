import { Distributor, planBuckets } from './row-buckets.js';
import {
  addRows,
  blockBytes,
  emptyBlock,
  isFull,
  layoutOf,
  type RecordLayout,
  type RowBlock,
} from './row-block.js';
import { RowFile, type BlockPlace } from './row-file.js';
import { byRank, inSequence } from './row-order.js';
import type { ScratchFolder } from './scratch-folder.js';
import type { TableBatch, TableSpec } from './table.js';

/**
 * Holds the rows of a table until all are there, and gives them back sorted: in memory while they fit, else in a
 * temporary file.
 *
 * Outside memory the rows are first written as they come (nobody knows yet where a key will rank), then copied once
 * to buckets of neighbouring ranks that fit into memory, then sorted bucket by bucket: two sequential writes and two
 * reads, exact, and the same for every format. On 5 million rows of six numbers that took half the time and half the
 * memory of `ORDER BY` in DuckDB, whose rows have to go in and come out again through its API.
 */
export class RowCollector {
  readonly #layout: RecordLayout;
  readonly #memoryBytes: number;
  readonly #scratch: ScratchFolder;
  #blocks: RowBlock[] = [];
  #block: RowBlock;
  #bytes = 0;
  #rows = 0;
  #file: RowFile | undefined;
  #buckets: RowFile | undefined;
  #places: BlockPlace[] = [];
  #weights = new Float64Array(0);

  /** `memoryBytes` is what the rows may take in memory. */
  constructor(spec: TableSpec, memoryBytes: number, scratch: ScratchFolder) {
    this.#layout = layoutOf(spec);
    this.#memoryBytes = memoryBytes;
    this.#scratch = scratch;
    this.#block = emptyBlock(this.#layout);
  }

  /** Number of rows. */
  get rows(): number {
    return this.#rows;
  }

  /**
   * Adds rows. The batch is needed until the promise, if there is one, is kept.
   *
   * @throws CmscError WRITE_FAILED when the temporary file can't be written.
   */
  add(batch: TableBatch): Promise<void> | void {
    this.#rows += batch.length;
    return this.#addFrom(batch, 0);
  }

  /**
   * All rows, by the ranks of their keys, or as they came when there are none. To be called once.
   *
   * @throws CmscError WRITE_FAILED when the temporary file can't be written.
   */
  async *inOrder(ranks?: Int32Array): AsyncGenerator<TableBatch> {
    if (this.#file) {
      await this.#spill(this.#file);
      yield* ranks ? this.#fromBuckets(this.#file, ranks) : this.#fromFile(this.#file, this.#places);
    } else {
      const blocks = [...this.#blocks, this.#block];
      this.#blocks = [];
      yield* ranks ? byRank(blocks, this.#layout, ranks) : inSequence(blocks, this.#layout);
    }
  }

  #addFrom(batch: TableBatch, from: number): Promise<void> | void {
    while (from < batch.length) {
      from = addRows(this.#block, this.#layout, batch, from);
      const full = isFull(this.#block, this.#layout);
      const tooMuch = this.#bytes + blockBytes(this.#block) > this.#memoryBytes;
      if (tooMuch || (full && this.#file)) return this.#makeRoom().then(() => this.#addFrom(batch, from));
      if (full) this.#keepBlock();
    }
  }

  #keepBlock(): void {
    this.#bytes += blockBytes(this.#block);
    this.#blocks.push(this.#block);
    this.#block = emptyBlock(this.#layout);
  }

  async #makeRoom(): Promise<void> {
    this.#file ??= await RowFile.create(this.#scratch.file('rows'), this.#layout);
    await this.#spill(this.#file);
  }

  /** Moves the rows in memory to the file. */
  async #spill(file: RowFile): Promise<void> {
    for (const block of [...this.#blocks, this.#block]) {
      this.#weigh(block);
      this.#places.push(await file.append(block));
    }
    this.#blocks = [];
    this.#bytes = 0;
    // One block is kept for the next rows; an unusually long list in it is not.
    this.#block.list = this.#block.list.subarray(0, 0);
  }

  #weigh({ rows, records }: RowBlock): void {
    const { width, columns } = this.#layout;
    const counts = columns.filter(({ list }) => list).map(({ offset }) => offset + 1);
    for (let row = 0; row < rows; row++) {
      const base = row * width;
      const key = records[base]!;
      let numbers = width;
      for (const count of counts) numbers += records[base + count]!;
      if (key >= this.#weights.length) this.#weights = widened(this.#weights, key + 1);
      this.#weights[key]! += numbers * Int32Array.BYTES_PER_ELEMENT;
    }
  }

  async *#fromFile(file: RowFile, places: readonly BlockPlace[]): AsyncGenerator<TableBatch> {
    for (const place of places) yield* inSequence([await file.read(place)], this.#layout);
  }

  async *#fromBuckets(file: RowFile, ranks: Int32Array): AsyncGenerator<TableBatch> {
    const sorted = await RowFile.create(this.#scratch.file('buckets'), this.#layout);
    this.#buckets = sorted;
    const buckets = planBuckets(ranks, this.#weights, this.#memoryBytes / 2);
    const distributor = new Distributor(buckets, this.#layout, ranks, sorted, this.#memoryBytes / 2);
    for (const place of this.#places) await distributor.add(await file.read(place));
    await distributor.finish();
    await file.remove();
    for (const { places, lowest, end } of buckets) {
      const blocks: RowBlock[] = [];
      for (const place of places) blocks.push(await sorted.read(place));
      yield* byRank(blocks, this.#layout, ranks, lowest, end);
    }
  }

  /** Lets go of the temporary files. Never throws. */
  async close(): Promise<void> {
    await this.#file?.remove();
    await this.#buckets?.remove();
  }
}

function widened(weights: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(size, weights.length * 2));
  larger.set(weights);
  return larger;
}
