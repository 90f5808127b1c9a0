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

/**
 * Writes pieces one after the other, and makes the output complete: the next piece is made while one is written, so a
 * piece has to stay as it is until the one after the next is asked for.
 *
 * @throws CmscError as the sink does; what the pieces throw. Nothing of the output stays then.
 */
export async function pour(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  sink: ByteSink,
): Promise<WrittenBytes> {
  let pending: Promise<void> = Promise.resolve();
  try {
    for await (const piece of pieces) {
      await pending;
      pending = sink.write(piece);
      // Whoever awaits it next is told; until then it must not count as unhandled.
      pending.catch(() => undefined);
    }
    await pending;
    return await sink.finish();
  } catch (error) {
    await pending.catch(() => undefined);
    await sink.abort();
    throw error;
  }
}

/** Items as long as somebody reads what is written of them. */
export async function* untilClosed<T>(items: AsyncIterable<T>, sink: ByteSink): AsyncGenerator<T> {
  for await (const item of items) {
    if (sink.closedEarly) return;
    yield item;
  }
}
