import { createGzip, type Gzip } from 'node:zlib';
import type { ByteSink, WrittenBytes } from '@cmsc/files';

/** Byte 9 of a gzip file names the operating system it was made on; 255 says that it doesn't matter. */
const SYSTEM_BYTE = 9;
const UNKNOWN_SYSTEM = 255;

/** Compresses what is written and hands it on. The time in the header is 0: equal rows make equal files. */
export class GzipSink implements ByteSink {
  readonly #inner: ByteSink;
  readonly #gzip: Gzip;
  #compressed: Buffer[] = [];
  #started = false;

  constructor(inner: ByteSink) {
    this.#inner = inner;
    this.#gzip = createGzip();
    this.#gzip.on('data', (piece: Buffer) => this.#compressed.push(piece));
  }

  get closedEarly(): boolean {
    return this.#inner.closedEarly;
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.closedEarly) return;
    await new Promise<void>((done, fail) =>
      this.#gzip.write(bytes, (error) => (error ? fail(error) : done())),
    );
    await this.#passOn();
  }

  async finish(): Promise<WrittenBytes> {
    await new Promise((done, fail) => this.#gzip.once('end', done).once('error', fail).end());
    await this.#passOn();
    return this.#inner.finish();
  }

  async abort(): Promise<void> {
    this.#gzip.destroy();
    await this.#inner.abort();
  }

  async #passOn(): Promise<void> {
    const pieces = this.#compressed;
    this.#compressed = [];
    for (const piece of pieces) {
      if (!this.#started && piece.length > SYSTEM_BYTE) piece[SYSTEM_BYTE] = UNKNOWN_SYSTEM;
      this.#started = true;
      await this.#inner.write(piece);
    }
  }
}
