import { sqlPathLiteral } from '@cmsc/core';
import type { Cell } from '../lists/column.js';
import { MOST_REJECTS } from '../lists/data-lists.js';
import type { ConnectionPool } from './connection-pool.js';
import { Parameters } from './statement.js';

const LONGEST_CELL = 2000;

/**
 * The bad rows in a file that `--rejects` wrote, as rows of the list `rejects`. The rows are as they were, so they may
 * be no UTF-8: what can't be read of them shows as U+FFFD.
 * @throws what DuckDB throws for a file that is not there, or not of that kind
 */
export async function readRejects(
  path: string,
  pool: ConnectionPool,
  signal: AbortSignal,
): Promise<Cell[][]> {
  // latin1 maps every byte to a character of its own, and back.
  const sql = `SELECT file, line::BIGINT, reason, row[:${LONGEST_CELL}] FROM read_csv(${sqlPathLiteral(path)},
    header = true, all_varchar = true, encoding = 'latin-1', quote = '"', escape = '"', delim = ',',
    hive_partitioning = false, parallel = false, max_line_size = 2200000, buffer_size = 4400000) LIMIT ${MOST_REJECTS}`;
  const rows = await pool.rows({ sql, parameters: new Parameters() }, signal);
  return rows.map(([file = null, line = null, reason = null, row = null], index) => [
    index + 1,
    decoded(file),
    line,
    decoded(reason),
    decoded(row),
  ]);
}

function decoded(cell: Cell): Cell {
  return typeof cell === 'string' ? Buffer.from(cell, 'latin1').toString('utf8') : cell;
}
