import { readFailed } from '@cmsc/files';
import { open, stat } from 'node:fs/promises';

const HEAD_BYTES = 4096;

/**
 * The first bytes of a file, each a character.
 *
 * @throws CmscError NOT_FOUND, READ_FAILED (io).
 */
export async function headOf(path: string): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.toString('latin1', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readFailed(path, error);
  }
}

/**
 * What a file is that holds tables and is no text, by its content.
 *
 * @throws CmscError NOT_FOUND, READ_FAILED (io).
 */
export async function tableKind(path: string): Promise<'parquet' | 'duckdb' | undefined> {
  return tableKindOf(await headOf(path));
}

/** What holds tables, by the first bytes of its file, and is no text: an encrypted Parquet file has a mark of its own. */
export function tableKindOf(head: string): 'parquet' | 'duckdb' | undefined {
  if (head.startsWith('PAR1') || head.startsWith('PARE')) return 'parquet';
  return head.startsWith('DUCK', 8) ? 'duckdb' : undefined;
}

/**
 * Whether a file is a DuckDB database, by the mark in its header.
 *
 * @throws Error of the file system, CmscError NOT_FOUND, READ_FAILED (io) when it can't be read.
 */
export async function isDatabase(path: string): Promise<boolean> {
  // A named pipe would wait for whoever writes it.
  return (await stat(path)).isFile() && (await tableKind(path)) === 'duckdb';
}
