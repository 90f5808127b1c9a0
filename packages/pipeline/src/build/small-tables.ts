import type { DatabaseBuild, DatabaseRow, InputSummary } from '@cmsc/store';
import { CMSC_VERSION } from '../report.js';
import { SCHEMA_VERSION } from './schema.js';

/** A file that a database is made of. */
export interface BuildInput {
  /** The name of its format. */
  format: string;
  input: InputSummary;
}

/** Adds rows to the table `ledger`: a source's counters, by their names there. */
export async function insertCounts(
  database: DatabaseBuild,
  source: string,
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  const rows = Object.entries(counts).map(([name, value]): DatabaseRow => [source, name, value]);
  await database.insert('ledger', rows);
}

/** Fills the tables `inputs`, `options` and `meta`: what it takes to make the same database once more. */
export async function describeBuild(
  database: DatabaseBuild,
  inputs: readonly BuildInput[],
  options: Readonly<Record<string, unknown>>,
): Promise<void> {
  const files = inputs.map(({ format, input: { path, bytes, sha256, rows, complete } }): DatabaseRow => [
    format,
    path,
    bytes,
    sha256,
    rows,
    complete,
  ]);
  await database.insert('inputs', files);
  const texts = Object.entries(options).map(([name, value]): DatabaseRow => [name, JSON.stringify(value)]);
  await database.insert('options', texts);
  await database.insert('meta', [[SCHEMA_VERSION, CMSC_VERSION]]);
}
