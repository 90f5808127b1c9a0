import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** Calls `use` with a copy of standard input as a file, for what has to look at it twice. The copy is removed then. */
export async function spoolStandardInput<T>(use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'cmsc-'));
  try {
    const copy = join(folder, 'standard-input');
    await pipeline(process.stdin, createWriteStream(copy));
    return await use(copy);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
