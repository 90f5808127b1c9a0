import { CmscError } from '@cmsc/core';
import { createGunzip, type ZlibOptions } from 'node:zlib';
import { keepFreedMemory } from './keep-freed-memory.js';

/** Bytes inflated at once: fewer round trips to zlib's thread against less memory; measured best at 1 MiB. */
const CHUNK_BYTES = 1_048_576;

/** What zlib says about bytes that do not begin a member. */
const NO_HEADER = 'incorrect header check';

/** Whether these are the first bytes of a gzip file. No text in UTF-8 begins like this. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * Inflates a gzip file of any number of members, chunk by chunk, and is strict about its end. Node's own stream is not: it loses the
 * last bytes before an error, and ignores all that follows a zero byte behind a member.
 */
export class Inflater {
  // A high-water mark of one byte: zlib goes on only when all it has inflated was taken, so that no error overtakes bytes.
  readonly #gunzip = createGunzip({ chunkSize: CHUNK_BYTES, readableHighWaterMark: 1 } as ZlibOptions);
  readonly #file: string;
  #givenBytes = 0;
  #failure: Error | undefined;
  #wake: () => void = () => undefined;

  constructor(file: string) {
    keepFreedMemory();
    this.#file = file;
    this.#gunzip.on('readable', () => this.#wake());
    this.#gunzip.on('error', (error) => {
      this.#failure ??= error;
      this.#wake();
    });
  }

  /**
   * What this chunk inflates to.
   *
   * @throws CmscError BAD_GZIP (data) for damaged data, and for anything but zero bytes behind the last member.
   */
  async *push(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
    if (this.#hasEnded) this.#givenBytes += chunk.length;
    else yield* this.#inflate(chunk);
    if (this.#failure) throw this.#damaged(this.#failure);
    const untaken = Math.min(this.#untakenBytes, chunk.length);
    if (chunk.subarray(chunk.length - untaken).some((byte) => byte !== 0)) throw this.#damaged();
  }

  /**
   * Checks that the file was complete.
   *
   * @throws CmscError GZIP_TRUNCATED (data) when it is cut off, BAD_GZIP (data) when something else follows the last member.
   */
  async end(): Promise<void> {
    if (this.#hasEnded) return;
    // zlib does not say whether it stands behind a member. A zero byte tells: there, and only there, it is not taken.
    // What it inflates to elsewhere is none of the file.
    const probe = this.#inflate(Uint8Array.of(0));
    while (!(await probe.next()).done);
    if (this.#failure?.message === NO_HEADER) throw this.#damaged(this.#failure);
    if (this.#hasEnded && !this.#failure) return;
    throw new CmscError('data', 'GZIP_TRUNCATED', 'the gzip data is cut off', {
      file: this.#file,
      hint: 'fetch the file again, it is not complete',
    });
  }

  /** Frees zlib's memory. */
  close(): void {
    this.#gunzip.destroy();
  }

  /** Bytes that zlib was given and has left alone. */
  get #untakenBytes(): number {
    return this.#givenBytes - this.#gunzip.bytesWritten;
  }

  /** Whether zlib has met a zero byte behind a member; it takes no more then. Between two chunks only. */
  get #hasEnded(): boolean {
    return this.#untakenBytes > 0;
  }

  async *#inflate(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
    let isTaken = false;
    this.#givenBytes += chunk.length;
    this.#gunzip.write(chunk, () => {
      isTaken = true;
      this.#wake();
    });
    for (;;) {
      const inflated = this.#gunzip.read() as Uint8Array | null;
      if (inflated !== null) yield inflated;
      else if (isTaken || this.#failure) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #damaged(cause?: Error): CmscError {
    const isForeign = cause === undefined || cause.message === NO_HEADER;
    return new CmscError(
      'data',
      'BAD_GZIP',
      isForeign
        ? 'something that is not gzip follows the gzip data'
        : `the gzip data is damaged, ${cause.message}`,
      { file: this.#file, hint: 'fetch the file again', ...(cause && { cause }) },
    );
  }
}
