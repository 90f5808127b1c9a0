import type { DuckDBConnection, DuckDBListValue } from '@duckdb/node-api';
import { chunksOf } from './chunks-of.js';

/** The rows of a query as plain values, as DuckDB hands them over: some thousand at a time. */
export async function* rowBatches(connection: DuckDBConnection, sql: string): AsyncGenerator<unknown[][]> {
  const result = await connection.stream(sql);
  for await (const chunk of chunksOf(result)) yield chunk.getRows().map((row) => row.map(plainValue));
}

/** A value of DuckDB: whole numbers that fit as numbers, others as text, lists as arrays. */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value !== 'object' || value === null) return value;
  const list = Array.isArray(value) ? value : (value as Partial<DuckDBListValue>).items;
  return Array.isArray(list) ? list.map(plainValue) : value;
}
