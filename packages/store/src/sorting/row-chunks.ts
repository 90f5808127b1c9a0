import { grown } from '@cmsc/core';
import type { ScratchFolder } from '@cmsc/files';
import { RowFile, type RecordPlace } from './row-file.js';
import type { RecordBuffer } from './row-records.js';

/** Records that were put away together: here, or in the file. */
export type RowChunk = { kept: Int32Array; rows: number } | RecordPlace;

/** Where records wait, chunk by chunk: the first ones in memory, the others in a temporary file. */
export class RowChunks {
  readonly #scratch: ScratchFolder;
  /** Bytes that may still be kept in memory. */
  #memoryBytes: number;
  #file: RowFile | undefined;

  /** `memoryBytes` is what they may take in memory. */
  constructor(memoryBytes: number, scratch: ScratchFolder) {
    this.#memoryBytes = memoryBytes;
    this.#scratch = scratch;
  }

  /**
   * Puts away a copy of the `rows` records that `numbers` are.
   *
   * @throws CmscError WRITE_FAILED when the temporary file can't be written.
   */
  put(numbers: Int32Array, rows: number): RowChunk {
    if (numbers.byteLength <= this.#memoryBytes) {
      this.#memoryBytes -= numbers.byteLength;
      return { kept: numbers.slice(), rows };
    }
    this.#file ??= new RowFile(this.#scratch);
    return this.#file.append(numbers, rows);
  }

  /**
   * Puts the records of a chunk behind those of `buffer`.
   *
   * @throws CmscError WRITE_FAILED when the temporary file is not what was written.
   */
  read(chunk: RowChunk, buffer: RecordBuffer): void {
    if ('kept' in chunk) appendTo(buffer, chunk.kept, chunk.rows);
    else this.#file!.read(chunk, buffer);
  }

  /** Removes the file. Never throws. */
  close(): void {
    this.#file?.remove();
  }
}

/** Puts `rows` records behind those of `buffer`, which grows when it has to. */
export function appendTo(buffer: RecordBuffer, numbers: Int32Array, rows: number): void {
  buffer.numbers = grown(buffer.numbers, buffer.used + numbers.length);
  buffer.numbers.set(numbers, buffer.used);
  buffer.used += numbers.length;
  buffer.rows += rows;
}
