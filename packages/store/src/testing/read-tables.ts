import { DuckDBInstance } from '@duckdb/node-api';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { decompressZstd } from './zstd.js';

type Row = Record<string, unknown>;

/** The rows of a Parquet file as DuckDB reads them. */
export async function readParquetWithDuckDB(path: string): Promise<Row[]> {
  return query(':memory:', 'FROM read_parquet($1)', [path]);
}

/** The rows of a Parquet file, or some of them, as hyparquet reads them. */
export async function readParquetWithHyparquet(
  path: string,
  some: { rowStart?: number; rowEnd?: number } = {},
): Promise<Row[]> {
  const file = await asyncBufferFromFile(path);
  const rows = await parquetReadObjects({ file, ...some, compressors: { ZSTD: decompressZstd } });
  return rows.map(plainRow);
}

/** The rows of a table of a database. */
export async function readDatabase(path: string, table = 'sessions'): Promise<Row[]> {
  return query(path, `FROM "${table}"`);
}

/** The rows that a query on a database gives, with lists as arrays and pairs of start and end as such. */
export async function query(database: string, sql: string, values: string[] = []): Promise<Row[]> {
  const instance = await DuckDBInstance.create(
    database,
    database === ':memory:' ? {} : { access_mode: 'READ_ONLY' },
  );
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql, values)).getRowObjectsJS().map(plainRow);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function plainRow(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'object' && value !== null && 'start' in value && 'end' in value)
    return [value.start, value.end];
  return value ?? null;
}
