import * as zlib from 'node:zlib';
import { CmscError } from '@cmsc/core';
import { cutOff, damaged, type Unpacker } from './unpacker.js';
import { STREAM_OPTIONS, ZlibStream } from './zlib-stream.js';
import { ZstdFrames } from './zstd-frames.js';

/** Node has it since 22.15. */
const { createZstdDecompress } = zlib as {
  createZstdDecompress?: (options: object) => ConstructorParameters<typeof ZlibStream>[0];
};

/** Whether this Node can unpack Zstandard. */
export const CAN_UNPACK_ZSTD = createZstdDecompress !== undefined;

/** What zlib says of a file that was packed with more memory than it is willing to take. */
const TOO_LARGE = 'ZSTD_error_frameParameter_windowTooLarge';

/** Unpacks a Zstandard file of any number of frames, chunk by chunk, and is as strict about its end as it is with gzip. */
export class ZstdUnpacker implements Unpacker {
  readonly packing = 'zstd';
  readonly #stream: ZlibStream;
  readonly #frames = new ZstdFrames();
  readonly #file: string;

  /** @param file as messages name it; only where {@link CAN_UNPACK_ZSTD} */
  constructor(file: string) {
    this.#stream = new ZlibStream(createZstdDecompress!(STREAM_OPTIONS));
    this.#file = file;
  }

  async *push(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
    for (const piece of this.#frames.pieces(chunk)) {
      yield* this.#stream.unpack(piece);
      this.#refuseFailure();
    }
    if (this.#frames.isForeign) throw damaged('zstd', this.#file);
  }

  async end(): Promise<void> {
    if (!this.#frames.isBetween) throw cutOff('zstd', this.#file);
  }

  close(): void {
    this.#stream.close();
  }

  #refuseFailure(): void {
    const { failure } = this.#stream;
    if (!failure) return;
    if (failure.code !== TOO_LARGE) throw damaged('zstd', this.#file, failure);
    throw new CmscError('data', 'BAD_ZSTD', 'the zstd data takes more than 128 MiB of memory to unpack', {
      file: this.#file,
      hint: `unpack it into a pipe: zstd -dc --long=31 ${this.#file} | cmsc sessions -`,
      cause: failure,
    });
  }
}
