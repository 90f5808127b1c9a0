import type { DuckDBConnection, DuckDBDataChunk, DuckDBListValue } from '@duckdb/node-api';

/** What is read of a result that streams: of DuckDB's, whose types come with its machine code. */
export interface StreamedResult {
  /** By its number: see {@link FAILED}. */
  readonly returnType: number;
  /** The next rows; none, or null, at the end. */
  fetchChunk(): Promise<DuckDBDataChunk | null>;
}

/** The type of a result that has failed: `INVALID` among its `ResultReturnType`. */
const FAILED = 0;

/** What a statement runs on, as far as it is called off: DuckDB's connections. */
export interface CalledOff {
  interrupt(): void;
}

/**
 * The rows of a result that streams. Where DuckDB fails on its way, when a file is damaged or a value can't be computed, the rows end as if all of
 * them had come: that it failed, says only the type that the result has from then on, and why, nothing does.
 *
 * @throws Error as DuckDB's are, when it has failed.
 */
export async function* chunksOf(
  result: StreamedResult,
  connection: CalledOff,
): AsyncGenerator<DuckDBDataChunk> {
  let isOver = false;
  try {
    for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk())
      yield chunk;
    isOver = true;
  } finally {
    if (!isOver) await letGo(result, connection);
  }
  if (result.returnType === FAILED) throw new Error('Invalid Error: the rows broke off before their end');
}

/**
 * Ends a result that nobody reads on. Until it has ended its database stays open, and locked, though all connections are
 * closed.
 */
async function letGo(result: StreamedResult, connection: CalledOff): Promise<void> {
  connection.interrupt();
  try {
    while ((await result.fetchChunk())?.rowCount);
  } catch {
    // It has ended.
  }
}

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
  for await (const chunk of chunksOf(result, connection)) {
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

/** The rows of a query as plain values, as DuckDB hands them over: some thousand at a time. */
export async function* rowBatches(connection: DuckDBConnection, sql: string): AsyncGenerator<unknown[][]> {
  const result = await connection.stream(sql);
  for await (const chunk of chunksOf(result, connection))
    yield chunk.getRows().map((row) => row.map(plainValue));
}

/** A value of DuckDB: whole numbers that fit as numbers, others as text, lists as arrays. */
export function plainValue(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value !== 'object' || value === null) return value;
  const list = Array.isArray(value) ? value : (value as Partial<DuckDBListValue>).items;
  return Array.isArray(list) ? list.map(plainValue) : value;
}
