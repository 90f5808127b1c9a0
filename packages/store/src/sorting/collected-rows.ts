import { grown, type ListColumn } from '@cmsc/core';
import type { ScratchFolder } from '@cmsc/files';
import type { TableBatch } from '../table.js';
import { RowFile, type RecordPlace } from './row-file.js';
import { addRows, emptyBuffer, type RecordBuffer, type RecordLayout } from './row-records.js';

const BYTES = Int32Array.BYTES_PER_ELEMENT;

/** Numbers of a buffer in which rows gather. */
const BUFFER_NUMBERS = 1 << 17;

/** Rows as they come: the first ones stay in memory, the others go to a temporary file. */
export class CollectedRows {
  readonly #layout: RecordLayout;
  readonly #memoryBytes: number;
  readonly #scratch: ScratchFolder;
  readonly #kept: RecordBuffer[] = [];
  #buffer: RecordBuffer;
  #keptBytes = 0;
  #bytes = 0;
  #rows = 0;
  #file: RowFile | undefined;
  #spilled: RecordPlace[] = [];
  #weights = new Float64Array(0);

  /** `memoryBytes` is what the rows may take in memory. */
  constructor(layout: RecordLayout, memoryBytes: number, scratch: ScratchFolder) {
    this.#layout = layout;
    this.#memoryBytes = memoryBytes;
    this.#scratch = scratch;
    this.#buffer = this.#newBuffer();
  }

  /** Number of rows. */
  get rows(): number {
    return this.#rows;
  }

  /** Numbers that they take. */
  get numbers(): number {
    return this.#bytes / BYTES + this.#buffer.used;
  }

  /** Whether some of them lie in a file. */
  get areSpilled(): boolean {
    return this.#spilled.length > 0;
  }

  /** Bytes of the rows of each key so far. */
  get weights(): Float64Array {
    return this.#weights;
  }

  /**
   * Adds rows.
   *
   * @throws CmscError WRITE_FAILED when the temporary file can't be written.
   */
  add(batch: TableBatch): void {
    this.#weigh(batch);
    for (let row = 0; row < batch.length;) {
      row = addRows(this.#buffer, this.#layout, batch, row);
      if (row < batch.length) this.#keep();
    }
    this.#rows += batch.length;
  }

  /** All rows, a buffer at a time; each is good until the next. */
  *buffers(): Generator<RecordBuffer> {
    yield* this.#kept;
    const read = emptyBuffer(0);
    for (const place of this.#spilled) {
      read.used = read.rows = 0;
      this.#file!.read(place, read);
      yield read;
    }
    yield this.#buffer;
  }

  /** Lets go of them. Never throws. */
  close(): void {
    this.#kept.length = 0;
    this.#file?.remove();
  }

  #newBuffer(): RecordBuffer {
    // Two buffers, and there is something to write.
    const numbers = this.#memoryBytes / 2 / BYTES;
    return emptyBuffer(Math.max(1, Math.min(BUFFER_NUMBERS, Math.floor(numbers))));
  }

  /** Puts the buffer where its rows wait, and makes it empty. */
  #keep(): void {
    const bytes = this.#buffer.numbers.byteLength;
    this.#bytes += bytes;
    if (this.#keptBytes + 2 * bytes <= this.#memoryBytes) {
      this.#kept.push(this.#buffer);
      this.#keptBytes += bytes;
      this.#buffer = this.#newBuffer();
      return;
    }
    this.#file ??= new RowFile(this.#scratch);
    this.#spilled.push(this.#file.append(this.#buffer));
    // An unusually long list made it grow.
    if (this.#buffer.numbers.length > BUFFER_NUMBERS) this.#buffer = this.#newBuffer();
  }

  #weigh({ key, columns, length }: TableBatch): void {
    const { lengths, width } = this.#layout;
    let highest = -1;
    for (let row = 0; row < length; row++) highest = Math.max(highest, key[row]!);
    this.#weights = grown(this.#weights, highest + 1);
    const weights = this.#weights;
    for (let row = 0; row < length; row++) weights[key[row]!]! += BYTES * width;
    if (lengths.length === 0) return;
    for (const column of columns) if ('offsets' in column) weighLists(weights, key, column, length);
  }
}

function weighLists(weights: Float64Array, key: Int32Array, { offsets }: ListColumn, length: number): void {
  for (let row = 0; row < length; row++) weights[key[row]!]! += BYTES * (offsets[row + 1]! - offsets[row]!);
}
