import type { DuckDBConnection } from '@duckdb/node-api';
import { chunksOf } from './chunks-of.js';

/** Columns of numbers; what is empty is NaN. */
export interface NumberBatch {
  /** Number of rows. */
  length: number;
  /** One for each column of the query. */
  columns: readonly Float64Array[];
}

/** Rows that DuckDB hands over at once. */
const CHUNK_ROWS = 2048;

/** The rows of a query of numbers and truths, batch by batch; each is good until the next is asked for. */
export async function* numberBatches(connection: DuckDBConnection, sql: string): AsyncGenerator<NumberBatch> {
  const result = await connection.stream(sql);
  const columns = result.columnNames().map(() => new Float64Array(CHUNK_ROWS));
  for await (const chunk of chunksOf(result)) {
    for (const [c, values] of columns.entries()) {
      const vector = chunk.getColumnVector(c);
      for (let row = 0; row < chunk.rowCount; row++) values[row] = numberOf(vector.getItem(row));
    }
    yield { length: chunk.rowCount, columns };
  }
}

function numberOf(value: unknown): number {
  return value === null ? NaN : Number(value);
}
