import { CmscError, interrupted } from '@cmsc/core';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ByteCounter, type WrittenBytes } from './byte-sink.js';
import { readFailed } from './errors.js';

/** Passwords, certificates and the like are small; what is larger is another file, and may have no end. */
const MOST_BYTES = 1 << 20;

/**
 * The bytes of a small file.
 *
 * @throws CmscError NOT_FOUND or READ_FAILED (io), also when it is larger than 1 MiB.
 */
export async function contentOf(file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) throw tooLarge(file);
      chunks.push(chunk);
    }
  } catch (cause) {
    throw cause instanceof CmscError ? cause : readFailed(file, cause);
  }
  return Buffer.concat(chunks);
}

function tooLarge(file: string): CmscError {
  return new CmscError('io', 'READ_FAILED', `is larger than ${MOST_BYTES} bytes`, {
    file,
    hint: 'check that it is the file you mean',
  });
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
    if (signal?.aborted) throw interrupted(cause);
    throw readFailed(file, cause);
  }
  return counter.total();
}
