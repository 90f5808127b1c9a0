import type { ByteSink, WrittenBytes } from './byte-sink.js';

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
