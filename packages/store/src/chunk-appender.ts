import type { DuckDBAppender, DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';
import type { Engine } from './duckdb.js';
import type { EngineColumn } from './duckdb-columns.js';
import type { TableBatch } from './table.js';

/** Appends batches to a table, one full chunk at a time. */
export class ChunkAppender {
  readonly #columns: readonly EngineColumn[];
  readonly #appender: DuckDBAppender;
  readonly #chunkRows: number;
  readonly #chunk: DuckDBDataChunk;
  /** Made once and filled over and over: to make the vector of an ENUM DuckDB's API reads all of its values. */
  readonly #vectors: readonly DuckDBVector[];
  #rows = 0;

  private constructor(engine: Engine, columns: readonly EngineColumn[], appender: DuckDBAppender) {
    this.#columns = columns;
    this.#appender = appender;
    this.#chunkRows = engine.duckdb.DuckDBVector.standardSize();
    this.#chunk = engine.duckdb.DuckDBDataChunk.create(
      columns.map(({ type }) => type),
      this.#chunkRows,
    );
    this.#vectors = columns.map((_, c) => this.#chunk.getColumnVector(c));
  }

  /** Opens `table` for rows. */
  static async open(engine: Engine, table: string, columns: readonly EngineColumn[]): Promise<ChunkAppender> {
    return new ChunkAppender(engine, columns, await engine.connection.createAppender(table));
  }

  /** Appends the rows of `batch`. */
  append(batch: TableBatch): void {
    for (let from = 0; from < batch.length;) {
      const count = Math.min(batch.length - from, this.#chunkRows - this.#rows);
      this.#columns.forEach(({ fill }, c) => fill(this.#vectors[c]!, this.#rows, batch, from, count));
      this.#rows += count;
      from += count;
      if (this.#rows === this.#chunkRows) this.#flush();
    }
  }

  /** Appends what is left, and closes the table. */
  finish(): void {
    if (this.#rows > 0) this.#flush();
    this.#appender.closeSync();
  }

  /** Drops what is left, and closes the table. */
  discard(): void {
    this.#appender.clear();
    this.#appender.closeSync();
  }

  #flush(): void {
    for (const vector of this.#vectors) {
      // Only the last chunk is not full. Its vectors still hold rows of the one before it, or nothing that was ever set.
      for (let row = this.#rows; row < this.#chunkRows; row++) vector.setItem(row, null);
      vector.flush();
    }
    if (this.#rows < this.#chunkRows) this.#chunk.rowCount = this.#rows;
    this.#appender.appendDataChunk(this.#chunk);
    this.#rows = 0;
  }
}
