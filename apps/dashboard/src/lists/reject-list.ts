import { sqlPathLiteral } from '@cmsc/core';
import { column, type Cell } from './column.js';
import type { Facts } from './facts.js';
import type { DescribedList } from './list-spec.js';
import type { TableMaker } from './statement.js';

/** Bad rows that are read at most: who has more of them has another problem. */
const MOST_REJECTS = 100_000;

/** The bad rows themselves, with their reasons: those that `--rejects` kept. */
export function rejects({ rejectsPath }: Facts): DescribedList {
  return {
    title: 'bad rows',
    columns: [
      column('entry', 'number', 6),
      column('file', 'path', 14, 1),
      column('line', 'number', 10),
      column('reason', 'text', 22, 2),
      column('row', 'text', 16, 3),
    ],
    id: 'entry',
    rows: { make: (name, tables, signal) => keepRejects(name, rejectsPath ?? '', tables, signal) },
    part: { fromRows: MOST_REJECTS, says: 'no more are read' },
  };
}

const LONGEST_CELL = 2000;

/**
 * Makes the table `name` with the bad rows in a file that `--rejects` wrote. The rows are as they were, so they may be no
 * UTF-8: what can't be read of them shows as U+FFFD.
 * @throws what DuckDB throws for a file that is not there, or not of that kind
 */
async function keepRejects(
  name: string,
  path: string,
  tables: TableMaker,
  signal: AbortSignal,
): Promise<void> {
  // latin1 maps every byte to a character of its own, and back.
  const sql = `SELECT file, line::BIGINT, reason, row[:${LONGEST_CELL}] FROM read_csv(${sqlPathLiteral(path)},
    header = true, all_varchar = true, encoding = 'latin-1', quote = '"', escape = '"', delim = ',',
    hive_partitioning = false, parallel = false, max_line_size = 2200000, buffer_size = 4400000) LIMIT ${MOST_REJECTS}`;
  const rows = await tables.rows({ sql }, signal);
  const columns = 'entry BIGINT, file VARCHAR, line BIGINT, reason VARCHAR, row VARCHAR';
  await tables.rows({ sql: `CREATE TABLE ${name} (${columns})` }, signal);
  await tables.append(name, rows.map(rejectRow), signal);
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
