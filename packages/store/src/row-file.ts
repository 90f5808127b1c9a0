import { open, rm, type FileHandle } from 'node:fs/promises';
import type { RecordLayout, RowBlock } from './row-block.js';
import { writeFailed } from './write-error.js';

/** Where a block lies in a {@link RowFile}. */
export interface BlockPlace {
  position: number;
  rows: number;
  values: number;
}

/** Blocks of rows in a temporary file: the memory of this machine, byte for byte. */
export class RowFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #layout: RecordLayout;
  #end = 0;

  private constructor(path: string, handle: FileHandle, layout: RecordLayout) {
    this.#path = path;
    this.#handle = handle;
    this.#layout = layout;
  }

  /**
   * Makes an empty file.
   *
   * @throws CmscError WRITE_FAILED naming the cause.
   */
  static async create(path: string, layout: RecordLayout): Promise<RowFile> {
    try {
      return new RowFile(path, await open(path, 'wx+'), layout);
    } catch (error) {
      throw writeFailed(path, error);
    }
  }

  /**
   * Writes the rows of `block` to the end, and empties it.
   *
   * @throws CmscError WRITE_FAILED naming the cause.
   */
  async append(block: RowBlock): Promise<BlockPlace> {
    const place = { position: this.#end, rows: block.rows, values: block.values };
    try {
      await this.#write(block.records.subarray(0, block.rows * this.#layout.width));
      await this.#write(block.list.subarray(0, block.values));
    } catch (error) {
      throw writeFailed(this.#path, error);
    }
    block.rows = 0;
    block.values = 0;
    return place;
  }

  /**
   * Reads a block back.
   *
   * @throws CmscError WRITE_FAILED when the file is not what was written: its disk is damaged, or someone was at it.
   */
  async read(place: BlockPlace): Promise<RowBlock> {
    const records = new Int32Array(place.rows * this.#layout.width);
    const list = new Int32Array(place.values);
    try {
      await this.#read(records, place.position);
      await this.#read(list, place.position + records.byteLength);
    } catch (error) {
      throw writeFailed(this.#path, error);
    }
    return { rows: place.rows, records, list, values: place.values };
  }

  /** Closes the file and removes it. Never throws. */
  async remove(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await rm(this.#path, { force: true }).catch(() => undefined);
  }

  async #write(numbers: Int32Array): Promise<void> {
    const bytes = bytesOf(numbers);
    for (let done = 0; done < bytes.length;) {
      const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, this.#end);
      done += bytesWritten;
      this.#end += bytesWritten;
    }
  }

  async #read(numbers: Int32Array, position: number): Promise<void> {
    const bytes = bytesOf(numbers);
    for (let done = 0; done < bytes.length;) {
      const { bytesRead } = await this.#handle.read(bytes, done, bytes.length - done, position + done);
      if (bytesRead === 0) throw new Error('a temporary file was cut off');
      done += bytesRead;
    }
  }
}

function bytesOf(numbers: Int32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
