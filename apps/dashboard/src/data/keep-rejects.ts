import { sqlPathLiteral } from '@cmsc/core';
import type { Cell } from '../lists/column.js';
import { MOST_REJECTS } from '../lists/data-lists.js';
import type { ConnectionPool } from './connection-pool.js';

const LONGEST_CELL = 2000;

/**
 * Makes the table `name` with the bad rows in a file that `--rejects` wrote. The rows are as they were, so they may be no
 * UTF-8: what can't be read of them shows as U+FFFD.
 * @throws what DuckDB throws for a file that is not there, or not of that kind
 */
export async function keepRejects(
  name: string,
  path: string,
  pool: ConnectionPool,
  signal: AbortSignal,
): Promise<void> {
  // latin1 maps every byte to a character of its own, and back.
  const sql = `SELECT file, line::BIGINT, reason, row[:${LONGEST_CELL}] FROM read_csv(${sqlPathLiteral(path)},
    header = true, all_varchar = true, encoding = 'latin-1', quote = '"', escape = '"', delim = ',',
    hive_partitioning = false, parallel = false, max_line_size = 2200000, buffer_size = 4400000) LIMIT ${MOST_REJECTS}`;
  const rows = await pool.rows({ sql }, signal);
  const columns = 'entry BIGINT, file VARCHAR, line BIGINT, reason VARCHAR, row VARCHAR';
  await pool.rows({ sql: `CREATE TABLE ${name} (${columns})` }, signal);
  await pool.append(name, rows.map(rejectRow), signal);
}

function rejectRow([file = null, line = null, reason = null, row = null]: readonly Cell[], index: number) {
  return [
    BigInt(index + 1),
    decoded(file),
    line === null ? null : BigInt(Number(line)),
    decoded(reason),
    decoded(row),
  ];
}

function decoded(cell: Cell): string | null {
  return typeof cell === 'string' ? Buffer.from(cell, 'latin1').toString('utf8') : null;
}
