import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { grown } from '@cmsc/core';
import { type ScratchFolder, writeFailed } from '@cmsc/files';
import type { RecordBuffer } from './row-records.js';

/** Number of the next file: one folder may hold those of several tables. */
let files = 0;

/** Records that were put away together: here, or in the file. */
export type RowChunk = { kept: Int32Array; rows: number } | RecordPlace;

/** Where records lie in a {@link RowFile}. */
interface RecordPlace {
  position: number;
  /** Numbers that they take. */
  length: number;
  rows: number;
}

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

/**
 * Records in a temporary file: the memory of this machine, byte for byte. It is written and read in pieces of some 100
 * kilobytes, which mostly means copying them to or from the memory of the system, so nobody is made to wait for it.
 */
class RowFile {
  readonly #path: string;
  readonly #file: number;
  #end = 0;
  #open = true;

  /**
   * Makes an empty file in a folder.
   *
   * @throws CmscError WRITE_FAILED naming the cause.
   */
  constructor(scratch: ScratchFolder) {
    this.#path = scratch.file(`rows-${files++}`);
    this.#file = this.#guarded(() => openSync(this.#path, 'wx+'));
  }

  /**
   * Writes the `rows` records that `numbers` are to the end.
   *
   * @throws CmscError WRITE_FAILED naming the cause.
   */
  append(numbers: Int32Array, rows: number): RecordPlace {
    const place = { position: this.#end, length: numbers.length, rows };
    const bytes = bytesOf(numbers, 0, numbers.length);
    this.#guarded(() => {
      for (let done = 0; done < bytes.length;) {
        done += writeSync(this.#file, bytes, done, bytes.length - done, place.position + done);
      }
    });
    this.#end += bytes.length;
    return place;
  }

  /**
   * Reads records back, to the end of `buffer`, which grows when it has to.
   *
   * @throws CmscError WRITE_FAILED when the file is not what was written: its disk is damaged, or someone was at it.
   */
  read({ position, length, rows }: RecordPlace, buffer: RecordBuffer): void {
    buffer.numbers = grown(buffer.numbers, buffer.used + length);
    const bytes = bytesOf(buffer.numbers, buffer.used, length);
    this.#guarded(() => {
      for (let done = 0; done < bytes.length;) {
        const read = readSync(this.#file, bytes, done, bytes.length - done, position + done);
        if (read === 0) throw new Error('a temporary file was cut off');
        done += read;
      }
    });
    buffer.used += length;
    buffer.rows += rows;
  }

  /** Closes the file and removes it. Never throws. */
  remove(): void {
    if (!this.#open) return;
    this.#open = false;
    try {
      closeSync(this.#file);
      rmSync(this.#path, { force: true });
    } catch {
      // Its folder is removed as a whole later on.
    }
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw writeFailed(this.#path, error);
    }
  }
}

function bytesOf(numbers: Int32Array, from: number, count: number): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset + from * Int32Array.BYTES_PER_ELEMENT, count * 4);
}
