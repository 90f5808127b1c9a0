import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readDatabase } from './read-tables.js';

/**
 * What two outputs with the same rows in the same order have in common: their bytes, or of a database its rows, since
 * DuckDB does not clear every gap in the blocks it writes.
 */
export async function fingerprint(path: string, format: string): Promise<string> {
  const content = format === 'duckdb' ? JSON.stringify(await readDatabase(path)) : readFileSync(path);
  return createHash('sha256').update(content).digest('hex');
}
