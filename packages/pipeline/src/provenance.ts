import type { InputSummary, SourceDatabase } from '@cmsc/store';
import { CMSC_VERSION } from './report.js';

/** What a file was made of, and how. */
interface Origin {
  command: string;
  /** The options that the rows depend on, as a report has them. */
  options: Readonly<Record<string, unknown>>;
  inputs: readonly Pick<InputSummary, 'path' | 'bytes' | 'sha256' | 'rows'>[];
}

/**
 * Where the rows of a Parquet file come from, as its key-value metadata: `cmsc.version`, `cmsc.command`, and as JSON
 * `cmsc.options` and `cmsc.inputs`, as the report of the run has them.
 */
export function provenance({ command, options, inputs }: Origin): Record<string, string> {
  const files = inputs.map(({ path, bytes, sha256, rows }) => ({ path, bytes, sha256, rows }));
  return {
    'cmsc.version': CMSC_VERSION,
    'cmsc.command': command,
    'cmsc.options': JSON.stringify(options),
    'cmsc.inputs': JSON.stringify(files),
  };
}

/** The files that a database was built from, as its table `inputs` has them. */
export async function builtFrom(database: SourceDatabase): Promise<Origin['inputs']> {
  const sql = 'SELECT path, bytes, sha256, rows FROM inputs ORDER BY rowid';
  const { rows } = await database.rows(sql).catch(() => ({ rows: [] }));
  return (rows as [string, number, string | null, number][]).map(([path, bytes, sha256, rows]) => ({
    ...{ path, bytes, sha256, rows },
  }));
}
