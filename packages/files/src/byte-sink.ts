import { createHash } from 'node:crypto';

/** What an output came to. */
export interface WrittenBytes {
  /** As they are stored: compressed, if the format is. */
  bytes: number;
  /** SHA-256 of the bytes, in hexadecimal. */
  sha256: string;
}

/** Where the bytes of an output go, one piece after the other. */
export interface ByteSink {
  /** Whether the reader at the other end has gone away, and what is written now is dropped. Only pipes do that. */
  readonly closedEarly: boolean;
  /**
   * Writes `bytes`. The caller waits for the promise before it writes again, or touches `bytes`.
   *
   * @throws CmscError WRITE_FAILED naming the cause.
   */
  write(bytes: Uint8Array): Promise<void>;
  /**
   * Makes the output complete.
   *
   * @throws CmscError WRITE_FAILED naming the cause, OUTPUT_EXISTS when another run was faster.
   */
  finish(): Promise<WrittenBytes>;
  /** Gives the output up: nothing stays of it that has a name of its own. Never throws. */
  abort(): Promise<void>;
}

/** Counts and hashes bytes on their way. */
export class ByteCounter {
  readonly #hash = createHash('sha256');
  #bytes = 0;

  add(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    this.#hash.update(bytes);
  }

  /** The sums. Nothing can be added afterwards. */
  total(): WrittenBytes {
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}
