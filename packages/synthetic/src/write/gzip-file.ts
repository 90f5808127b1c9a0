import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import type { TransformOptions } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip, type Gzip, type ZlibOptions } from 'node:zlib';
import { writeFailed } from '@cmsc/files';

/** Text that may wait for the compressor: it works beside the thread that makes rows. */
const WAITING_BYTES = 1 << 21;
const CHUNK_BYTES = 1 << 18;

/** A gzip file, written under a temporary name. */
export class GzipFile {
  readonly path: string;
  rows = 0;
  readonly #gzip: Gzip;
  readonly #file: WriteStream;
  readonly #written: Promise<void>;

  /** `path` is the name that it is to have, for messages. */
  constructor(path: string, temporary: string, level: number) {
    this.path = path;
    const options: ZlibOptions & TransformOptions = {
      level,
      chunkSize: CHUNK_BYTES,
      highWaterMark: WAITING_BYTES,
    };
    this.#gzip = createGzip(options);
    this.#file = createWriteStream(temporary, { flags: 'wx' });
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

  /** Lets go of the file, whatever state it is in. */
  async discard(): Promise<void> {
    this.#gzip.destroy();
    await this.#written.catch(() => undefined);
    if (!this.#file.closed) await once(this.#file, 'close');
  }

  async #guard(done: Promise<void>): Promise<void> {
    try {
      await done;
    } catch (cause) {
      throw writeFailed(this.path, cause);
    }
  }
}
