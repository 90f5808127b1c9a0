import { CmscError, sqlIdentifier, sqlLiteral, sqlPathLiteral } from '@cmsc/core';
import type { DuckDBConnection } from '@duckdb/node-api';
import { resolve } from 'node:path';
import { findColumn, listed, type EventColumn, type StoredColumn } from './event-query.js';

/** Where a table of events is. */
export interface TableAddress {
  /** As it was given: `auth.parquet`, or `x.duckdb#auth_raw`. Messages call it so. */
  path: string;
  /** The file that holds it. */
  file: string;
  /** What the file is. */
  kind: 'parquet' | 'duckdb';
  /** What it is called in a database, as it was given; undefined where nothing was. */
  table?: string | undefined;
}

/** A table as it was found. */
export interface StoredTable {
  /** Its name in SQL. */
  from: string;
  columns: readonly StoredColumn[];
  /** About the number of its rows; undefined where nobody knows before they are read. */
  rows: number | undefined;
}

/** A table of a database, with its names. */
interface NamedTable extends StoredTable {
  schema: string;
  name: string;
}

/**
 * Finds the table at an address, and attaches its database.
 *
 * @throws CmscError BAD_OPTION (usage) where no table is named, or one that is not there; Error what DuckDB says of the file.
 */
export async function findTable(
  connection: DuckDBConnection,
  address: TableAddress,
  formats: readonly (readonly EventColumn[])[],
): Promise<StoredTable> {
  if (address.kind === 'parquet') return parquetTable(connection, address);
  // Under the name that DuckDB gives it, which views of it may name.
  await connection.run(`ATTACH ${sqlLiteral(resolve(address.file))} (TYPE duckdb, READ_ONLY)`);
  const tables = await tablesOf(connection);
  const found = address.table ? tableNamed(tables, address.table) : undefined;
  if (found) return found;
  throw noTable(
    address,
    tables.filter(({ columns }) => formats.some((format) => fits(columns, format))),
  );
}

async function parquetTable(
  connection: DuckDBConnection,
  { path, file, table }: TableAddress,
): Promise<StoredTable> {
  if (table !== undefined)
    throw new CmscError('usage', 'BAD_OPTION', 'a Parquet file is one table, which has no name', {
      file: path,
      hint: `say ${file}`,
    });
  const from = `read_parquet(${sqlPathLiteral(resolve(file))}, hive_partitioning = false)`;
  const described = await connection.runAndReadAll(`DESCRIBE FROM ${from}`);
  const counted = await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${from}`);
  const columns = described.getRowsJS().map(([name, type]) => ({ name: String(name), type: String(type) }));
  return { from, columns, rows: counted.getRowsJS()[0]?.[0] as number };
}

/** Its database, schema, table, name and type, and about how many rows the table has. */
type FoundColumn = [string, string, string, string, string, number | null];

const TABLES = `
  SELECT database_name, schema_name, table_name, column_name, data_type, estimated_size::DOUBLE
  FROM duckdb_columns() LEFT JOIN duckdb_tables() USING (database_name, schema_name, table_name)
  WHERE database_name = (SELECT database_name FROM duckdb_databases() WHERE NOT internal AND path IS NOT NULL)
    AND NOT duckdb_columns.internal
  ORDER BY schema_name, table_name, column_index`;

/** The tables and views of the database that is attached. */
async function tablesOf(connection: DuckDBConnection): Promise<NamedTable[]> {
  const tables = new Map<string, NamedTable & { columns: StoredColumn[] }>();
  const found = await connection.runAndReadAll(TABLES);
  for (const [database, schema, name, column, type, rows] of found.getRowsJS() as FoundColumn[]) {
    const from = `${sqlIdentifier(database)}.${sqlIdentifier(schema)}.${sqlIdentifier(name)}`;
    const table = tables.get(from) ?? { schema, name, from, columns: [], rows: rows ?? undefined };
    tables.set(from, table);
    table.columns.push({ name: column, type });
  }
  return [...tables.values()];
}

/** The table that somebody means: by its name, with its schema in front, in quotes or not; in any case where none is so called. */
function tableNamed(tables: readonly NamedTable[], wanted: string): NamedTable | undefined {
  const named = (name: string, fold: (text: string) => string) =>
    tables.find((table) => spellings(table).some((spelling) => fold(spelling) === fold(name)));
  return named(wanted, (text) => text) ?? named(wanted, (text) => text.toLowerCase());
}

function spellings({ schema, name }: NamedTable): string[] {
  const names = [name, sqlIdentifier(name)];
  const schemas = [schema, sqlIdentifier(schema)];
  const whole = schemas.flatMap((first) => names.map((second) => `${first}.${second}`));
  return schema === 'main' ? [...names, ...whole] : whole;
}

function fits(columns: readonly StoredColumn[], format: readonly EventColumn[]): boolean {
  return format.every(({ name }) => findColumn(columns, name) !== undefined);
}

function noTable({ path, file, table }: TableAddress, fitting: readonly NamedTable[]): CmscError {
  const names = fitting.map(
    (found) => `${file}#${found.schema === 'main' ? '' : `${found.schema}.`}${found.name}`,
  );
  return new CmscError(
    'usage',
    'BAD_OPTION',
    table
      ? `the database has no table ${table}`
      : 'the file is a DuckDB database, and its table is not named',
    {
      file: path,
      hint:
        names.length > 0
          ? `of its tables these have the columns: ${listed(names)}`
          : 'none of its tables has the columns of events; cmsc query, sequences, ngrams and dashboard read what cmsc build has made',
    },
  );
}
