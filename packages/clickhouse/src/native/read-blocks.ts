import { BlockCutOff, readBlock, type NativeBlock } from './block-reader.js';

/**
 * Reads a stream of bytes in format Native, block by block.
 *
 * @throws Error when the bytes are cut off or are no such blocks: an answer that broke off.
 */
export async function* readBlocks(bytes: AsyncIterable<Buffer>): AsyncGenerator<NativeBlock> {
  let pending: Buffer = Buffer.alloc(0);
  let chunks: Buffer[] = [];
  let size = 0;
  // A block that was cut off is tried again when there is twice as much of it, so that reading stays linear.
  let worthTrying = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    size += chunk.length;
    if (size < worthTrying) continue;
    pending = Buffer.concat(chunks, size);
    const taken = yield* wholeBlocks(pending);
    pending = pending.subarray(taken);
    chunks = [pending];
    size = pending.length;
    worthTrying = 2 * size;
  }
  pending = Buffer.concat(chunks, size);
  if ((yield* wholeBlocks(pending)) < pending.length) throw new BlockCutOff('the answer broke off');
}

/**
 * Yields all blocks that are whole, and returns how many bytes they were.
 *
 * @throws Error for bytes that are no blocks.
 */
function* wholeBlocks(bytes: Buffer): Generator<NativeBlock, number> {
  let at = 0;
  while (at < bytes.length) {
    try {
      const [block, end] = readBlock(bytes, at);
      at = end;
      yield block;
    } catch (error) {
      if (error instanceof BlockCutOff) return at;
      throw error;
    }
  }
  return at;
}
