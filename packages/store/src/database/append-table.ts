import { sqlIdentifier } from '@cmsc/core';
import type { Engine } from '../duckdb/engine.js';
import { RowGroup, rowGroups } from '../duckdb/row-group.js';
import type { KeyTexts } from '../key-texts.js';
import type { TableBatches, TableSpec } from '../table.js';

/** How a table of a database departs from the rows that it is made of. */
export interface AppendOptions {
  /** A first column of this name, which numbers the rows from 1 on. */
  rowNumber?: string;
  /** Columns that the table does not have. */
  without?: readonly string[];
  /** Columns that are to be something else than text or INTEGER, by name. */
  types?: Readonly<Record<string, 'BIGINT' | 'BOOLEAN'>>;
}

/** A column of the table. */
interface AppendColumn {
  name: string;
  sqlType: string;
  /** Its value, in SQL, from the rows that go over, the first of which has `first` before it. */
  value: (first: number) => string;
}

/** Rows, and what they are rows of. */
export interface AppendedRows {
  spec: TableSpec;
  keys: KeyTexts;
  batches: TableBatches;
}

/**
 * Makes a table of rows, in one transaction: while DuckDB puts away one row group, the next is filled.
 *
 * @returns the number of rows.
 * @throws errors of DuckDB; what the rows throw. There is no table then.
 */
export async function appendTable(
  engine: Engine,
  table: string,
  { spec, keys, batches }: AppendedRows,
  options: AppendOptions = {},
): Promise<number> {
  const name = sqlIdentifier(table);
  const first = new RowGroup(engine, spec, keys);
  const columns = columnsOf(first, options);
  let rows = 0;
  let insert: Promise<unknown> = Promise.resolve();
  // Row groups on their own would each go through the log.
  await engine.run('BEGIN');
  try {
    await engine.run(
      `CREATE TABLE ${name} (${columns.map((column) => `${column.name} ${column.sqlType}`).join(', ')})`,
    );
    for await (const group of rowGroups(batches, keys, first)) {
      const values = columns.map(({ value }) => value(rows));
      await insert;
      rows += group.rows;
      insert = group.handOver(() =>
        engine.run(`INSERT INTO ${name} SELECT ${values.join(', ')} FROM ${group.source}()`),
      );
    }
    await insert;
    await engine.run('COMMIT');
    return rows;
  } catch (error) {
    await insert.catch(() => undefined);
    await engine.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

function columnsOf(
  { columns }: RowGroup,
  { rowNumber, without = [], types = {} }: AppendOptions,
): AppendColumn[] {
  const chosen = columns.flatMap(({ name: plainName, sqlType }) => {
    if (without.includes(plainName)) return [];
    const name = sqlIdentifier(plainName);
    const type = types[plainName];
    const value = type ? `CAST(${name} AS ${type})` : name;
    return [{ name, sqlType: type ?? sqlType, value: () => value }];
  });
  if (rowNumber === undefined) return chosen;
  const number = {
    name: sqlIdentifier(rowNumber),
    sqlType: 'BIGINT',
    value: (first: number) => `${first} + row_number() OVER ()`,
  };
  return [number, ...chosen];
}
