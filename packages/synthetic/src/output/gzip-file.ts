import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { TransformOptions } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, type Gzip, type ZlibOptions } from 'node:zlib';
import { writeFailed } from './write-failed.js';

/** Text that may wait for the compressor: it works beside the thread that makes rows. */
const WAITING_BYTES = 1 << 21;
const CHUNK_BYTES = 1 << 18;

/** A gzip file that comes into being whole: it is written beside its name, and renamed when all is well. */
export class GzipFile {
  readonly path: string;
  rows = 0;
  readonly #partial: string;
  readonly #gzip: Gzip;
  readonly #file: WriteStream;
  readonly #written: Promise<void>;

  /** Until it is renamed, the file has the suffix added to its name. */
  constructor(path: string, suffix: string, level: number) {
    this.path = path;
    this.#partial = path + suffix;
    const options: ZlibOptions & TransformOptions = {
      level,
      chunkSize: CHUNK_BYTES,
      highWaterMark: WAITING_BYTES,
    };
    this.#gzip = createGzip(options);
    this.#file = createWriteStream(this.#partial, { flags: 'wx' });
    this.#written = pipeline(this.#gzip, this.#file);
    // Whoever awaits next learns of a failure; until then it is not unhandled.
    this.#written.catch(() => undefined);
  }

  /** Bytes of the file so far. */
  get bytes(): number {
    return this.#file.bytesWritten;
  }

  /**
   * Appends text.
   *
   * @throws CmscError WRITE_FAILED, for instance on a full disk.
   */
  async write(text: Uint8Array, rows: number): Promise<void> {
    this.rows += rows;
    if (this.#gzip.write(text)) return;
    const drained = new Promise<void>((resolve) => this.#gzip.once('drain', resolve));
    await this.#guard(Promise.race([drained, this.#written]));
  }

  /**
   * Ends the file, which keeps its temporary name.
   *
   * @throws CmscError WRITE_FAILED, for instance on a full disk.
   */
  async end(): Promise<void> {
    this.#gzip.end();
    await this.#guard(this.#written);
  }

  /**
   * Gives the file its name.
   *
   * @throws CmscError WRITE_FAILED when that can't be.
   */
  async publish(): Promise<void> {
    await this.#guard(rename(this.#partial, this.path));
  }

  /** Gives up: nothing is left of the file, whatever state it was in. */
  async discard(): Promise<void> {
    this.#gzip.destroy();
    await this.#written.catch(() => undefined);
    if (!this.#file.closed) await once(this.#file, 'close');
    await rm(this.#partial, { force: true });
  }

  async #guard(done: Promise<void>): Promise<void> {
    try {
      await done;
    } catch (cause) {
      throw writeFailed(this.path, cause);
    }
  }
}
