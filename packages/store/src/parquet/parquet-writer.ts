import { sqlLiteral } from '@cmsc/core';
import { readFile, rm } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { Engine, engineFailed, type EngineOptions } from '../duckdb/engine.js';
import { answering } from '../duckdb/exit-guard.js';
import { GROUP_ROWS, RowGroup } from '../duckdb/row-group.js';
import type { ByteSink, ScratchFolder, WrittenBytes } from '@cmsc/files';
import type { KeyTexts } from '../key-texts.js';
import type { TableWriter } from '../table-writer.js';
import type { TableBatch, TableSpec } from '../table.js';
import { ParquetFile } from './parquet-file.js';

/** Row groups that are written at the same time, at most: with more of them this process could not keep up. */
const MOST_LANES = 3;

/**
 * Level of zstd. On sessions level 1 takes half the time of DuckDB's level 3, and 3 % more bytes.
 */
const ZSTD_LEVEL = 1;

/** A row group that is being filled or written, and the connection that writes it. */
interface Lane {
  group: RowGroup;
  source: string;
  connection: DuckDBConnection;
  /** Kept once its last row group is in the file. */
  done: Promise<void>;
}

/** What a Parquet output is made of. */
export interface ParquetParts {
  spec: TableSpec;
  keys: KeyTexts;
  /** Where the file goes. */
  sink: ByteSink;
  /** The path to name in errors. */
  given: string;
  /** For row groups that wait to be put together. */
  scratch: ScratchFolder;
}

/**
 * Writes Parquet, in constant memory. DuckDB makes a small file of each row group, several at a time, each in one
 * thread, so that the bytes are the same for any number of them; the files are put together as they come.
 */
export class ParquetWriter implements TableWriter {
  readonly #parts: ParquetParts;
  readonly #engine: Engine;
  readonly #lanes: readonly Lane[];
  readonly #file: ParquetFile;
  #open = true;
  #turn = 0;
  #groups = 0;
  /** Kept once all row groups so far are in the file. */
  #written: Promise<void> = Promise.resolve();

  private constructor(parts: ParquetParts, engine: Engine, lanes: readonly Lane[]) {
    this.#parts = parts;
    this.#engine = engine;
    this.#lanes = lanes;
    this.#file = new ParquetFile(parts.sink);
  }

  /**
   * Opens DuckDB, with as many lanes as there are `threads`.
   *
   * @throws CmscError ENGINE_FAILED where there is no DuckDB for this machine.
   */
  static async open(parts: ParquetParts, threads: number, options: EngineOptions): Promise<ParquetWriter> {
    const engine = await Engine.open({ ...options, threads: 1 });
    try {
      const lanes: Lane[] = [];
      for (let lane = 0; lane < Math.min(threads, MOST_LANES); lane++) {
        const source = `rows_${lane}`;
        const group = new RowGroup(engine, source, parts.spec, parts.keys);
        lanes.push({ group, source, connection: await engine.connect(), done: Promise.resolve() });
      }
      return new ParquetWriter(parts, engine, lanes);
    } catch (error) {
      engine.close();
      throw error;
    }
  }

  get closedEarly(): boolean {
    return this.#parts.sink.closedEarly;
  }

  write(batch: TableBatch): Promise<void> | void {
    this.#parts.keys.cover(batch);
    const row = this.#group.add(batch, 0);
    if (this.#group.isFull) return this.#goOn(batch, row);
  }

  async finish(): Promise<WrittenBytes> {
    if (this.#group.rows > 0 || this.#groups === 0) this.#passOn();
    await this.#written;
    this.#close();
    return this.#file.finish();
  }

  async abort(): Promise<void> {
    await this.#written.catch(() => undefined);
    await Promise.allSettled(this.#lanes.map(({ done }) => done));
    this.#close();
    await this.#parts.sink.abort();
  }

  #close(): void {
    if (this.#open) this.#engine.close();
    this.#open = false;
  }

  get #lane(): Lane {
    return this.#lanes[this.#turn]!;
  }

  get #group(): RowGroup {
    return this.#lane.group;
  }

  async #goOn(batch: TableBatch, from: number): Promise<void> {
    for (let row = from; this.#group.isFull; row = this.#group.add(batch, row)) {
      this.#passOn();
      // DuckDB asks for the rows between two turns of the event loop.
      await setImmediate();
      await this.#lane.done;
    }
  }

  /** Has the row group written, and goes on to the next lane. */
  #passOn(): void {
    const lane = this.#lane;
    const path = this.#parts.scratch.file(`group-${this.#groups++}`);
    lane.done = this.#make(lane, path, this.#written);
    // Whoever awaits it next is told; until then it must not count as unhandled.
    lane.done.catch(() => undefined);
    this.#written = lane.done;
    this.#turn = (this.#turn + 1) % this.#lanes.length;
  }

  /** Writes a row group, and puts it into the file once the one before it is there. */
  async #make({ group, source, connection }: Lane, path: string, before: Promise<void>): Promise<void> {
    try {
      await answering(() => connection.run(copyGroup(source, path)));
      group.clear();
      await before;
      await this.#file.append(await readFile(path));
      await rm(path);
    } catch (error) {
      throw engineFailed(this.#parts.given, error);
    }
  }
}

function copyGroup(source: string, path: string): string {
  return `COPY (FROM ${source}()) TO ${sqlLiteral(path)} (FORMAT parquet, COMPRESSION zstd,
    COMPRESSION_LEVEL ${ZSTD_LEVEL}, ROW_GROUP_SIZE ${GROUP_ROWS}, USE_TMP_FILE false)`;
}
