import { CmscError } from '@cmsc/core';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';

/**
 * The bytes of a file.
 *
 * @throws CmscError NOT_FOUND or READ_FAILED (io).
 */
export async function contentOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/**
 * The size of a file as it is stored, and its SHA-256 in hexadecimal.
 *
 * @throws CmscError NOT_FOUND or READ_FAILED (io), INTERRUPTED.
 */
export async function hashOf(
  file: string,
  signal: AbortSignal | undefined,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    await pipeline(
      createReadStream(file, { highWaterMark: 1 << 20 }),
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const chunk of chunks) {
          hash.update(chunk);
          bytes += chunk.length;
        }
      },
      { signal },
    );
  } catch (cause) {
    if (signal?.aborted) throw new CmscError('interrupted', 'INTERRUPTED', 'interrupted', { cause });
    throw unreadable(file, cause);
  }
  return { bytes, sha256: hash.digest('hex') };
}

function unreadable(file: string, cause: unknown): CmscError {
  const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
  return isMissing
    ? new CmscError('io', 'NOT_FOUND', 'no such file', { file, hint: 'check the path', cause })
    : new CmscError('io', 'READ_FAILED', (cause as Error).message, { file, cause });
}
