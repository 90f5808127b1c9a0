import { open, stat } from 'node:fs/promises';

/** A DuckDB database has these bytes at its ninth byte, behind the checksum of its header. */
const MAGIC = 'DUCK';
const MAGIC_POSITION = 8;

/**
 * Whether a file is a DuckDB database, by the mark in its header.
 *
 * @throws Error of the file system when it can't be read.
 */
export async function isDatabase(path: string): Promise<boolean> {
  // A named pipe would wait for whoever writes it.
  if (!(await stat(path)).isFile()) return false;
  const handle = await open(path, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, MAGIC_POSITION);
    return buffer.toString('latin1') === MAGIC;
  } finally {
    await handle.close();
  }
}
