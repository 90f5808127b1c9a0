import type { Transform } from 'node:stream';
import { MessageChannel } from 'node:worker_threads';

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

/** Just below the most that the C library's threshold can rise to, 32 MiB. */
const BLOCK_BYTES = 32 * 1024 * 1024 - 65_536;

let isKept = false;

/**
 * Lets the C library keep freed blocks of up to 32 MiB for their next use. zlib's stream takes a new buffer for every
 * piece it inflates; glibc hands each back to the system, which has to clear the pages anew: five faults of a page a
 * piece of text of 128 KiB, a quarter of the time of inflating. glibc raises its threshold to the size of the largest
 * block that it has seen freed, so one such block is freed here, which no page was ever touched of.
 * With other C libraries it does nothing.
 */
function keepFreedMemory(): void {
  if (isKept) return;
  isKept = true;
  const { port1, port2 } = new MessageChannel();
  port2.close();
  // What is sent to a closed port is freed at once: an ordinary buffer would wait for the garbage collector.
  const block = new ArrayBuffer(BLOCK_BYTES);
  port1.postMessage(block, [block]);
  port1.close();
}
