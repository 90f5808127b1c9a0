import { CmscError } from '@cmsc/core';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { ByteCounter, type WrittenBytes } from './byte-sink.js';
import { readFailed } from './errors.js';

/**
 * The bytes of a file.
 *
 * @throws CmscError NOT_FOUND or READ_FAILED (io).
 */
export async function contentOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw readFailed(file, cause);
  }
}

/**
 * The size of a file as it is stored, and its SHA-256.
 *
 * @throws CmscError NOT_FOUND or READ_FAILED (io), INTERRUPTED.
 */
export async function hashOf(file: string, signal?: AbortSignal): Promise<WrittenBytes> {
  const counter = new ByteCounter();
  try {
    await pipeline(
      createReadStream(file, { highWaterMark: 1 << 20 }),
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) counter.add(chunk);
      },
      { signal },
    );
  } catch (cause) {
    if (signal?.aborted) throw new CmscError('interrupted', 'INTERRUPTED', 'interrupted', { cause });
    throw readFailed(file, cause);
  }
  return counter.total();
}
