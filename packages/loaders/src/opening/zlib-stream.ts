import type { Transform } from 'node:stream';
import { keepFreedMemory } from './keep-freed-memory.js';

/** Bytes unpacked at once: fewer round trips to zlib's thread against less memory; measured best at 1 MiB. */
const CHUNK_BYTES = 1_048_576;

/** How zlib's streams are made. A high-water mark of one byte: zlib goes on only when all it has unpacked was taken, so that no error overtakes bytes. */
export const STREAM_OPTIONS = { chunkSize: CHUNK_BYTES, readableHighWaterMark: 1 } as const;

/** A stream of zlib that unpacks, driven chunk by chunk: what a chunk unpacks to comes before the next is given. */
export class ZlibStream {
  /** Why it can't go on. */
  failure: NodeJS.ErrnoException | undefined;
  readonly #stream: Transform & { readonly bytesWritten: number };
  #givenBytes = 0;
  #wake: () => void = () => undefined;

  constructor(stream: Transform & { readonly bytesWritten: number }) {
    keepFreedMemory();
    this.#stream = stream;
    stream.on('readable', () => this.#wake());
    stream.on('error', (error) => {
      this.failure ??= error;
      this.#wake();
    });
  }

  /** Bytes that zlib was given and has left alone. */
  get untakenBytes(): number {
    return this.#givenBytes - this.#stream.bytesWritten;
  }

  /** What these bytes unpack to, up to a failure. */
  async *unpack(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
    let isTaken = false;
    this.#givenBytes += chunk.length;
    this.#stream.write(chunk, () => {
      isTaken = true;
      this.#wake();
    });
    for (;;) {
      const unpacked = this.#stream.read() as Uint8Array | null;
      if (unpacked !== null) yield unpacked;
      else if (isTaken || this.failure) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Counts bytes that it would not take. */
  pass(bytes: number): void {
    this.#givenBytes += bytes;
  }

  /** Frees zlib's memory. */
  close(): void {
    this.#stream.destroy();
  }
}
