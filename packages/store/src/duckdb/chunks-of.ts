import type { DuckDBDataChunk } from '@duckdb/node-api';

/** What is read of a result that streams: of DuckDB's, whose types come with its machine code. */
export interface StreamedResult {
  /** By its number: see {@link FAILED}. */
  readonly returnType: number;
  /** The next rows; none, or null, at the end. */
  fetchChunk(): Promise<DuckDBDataChunk | null>;
}

/** The type of a result that has failed: `INVALID` among its `ResultReturnType`. */
const FAILED = 0;

/**
 * The rows of a result that streams. Where DuckDB fails on its way, when a file is damaged or a value can't be computed, the rows end as if all of
 * them had come: that it failed, says only the type that the result has from then on, and why, nothing does.
 *
 * @throws Error as DuckDB's are, when it has failed.
 */
export async function* chunksOf(result: StreamedResult): AsyncGenerator<DuckDBDataChunk> {
  for (let chunk = await result.fetchChunk(); chunk?.rowCount; chunk = await result.fetchChunk()) yield chunk;
  if (result.returnType === FAILED) throw new Error('Invalid Error: the rows broke off before their end');
}
