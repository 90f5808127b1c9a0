import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { WrittenBytes } from './byte-sink.js';
import { ChunkAppender } from './chunk-appender.js';
import { deliver, type DatabaseOutput } from './deliver.js';
import { engineColumns, type EngineColumn, type EngineEnum } from './duckdb-columns.js';
import { Engine, engineFailed, identifier, literal, type EngineOptions } from './duckdb.js';
import type { KeyTexts } from './key-texts.js';
import { ScratchFolder } from './scratch-folder.js';
import type { TableBatch, TableSpec } from './table.js';
import type { TableWriter } from './table-writer.js';

/** Rows of a Parquet row group: DuckDB's default, named so that it stays what it is. */
const ROW_GROUP_ROWS = 122_880;

/** A table in DuckDB that takes rows. */
interface EngineTable {
  engine: Engine;
  columns: readonly EngineColumn[];
  appender: ChunkAppender;
}

/**
 * Writes Parquet or a DuckDB database: rows gather in a table in DuckDB's memory, or in its temporary folder when they
 * are too many, and are written out at the end. All names have to be known when the first row comes.
 */
export class DuckDBWriter implements TableWriter {
  readonly closedEarly = false;
  readonly #spec: TableSpec;
  readonly #keys: KeyTexts;
  readonly #output: DatabaseOutput;
  readonly #spill: ScratchFolder;
  readonly #engineOptions: Omit<EngineOptions, 'folder'>;
  #table: EngineTable | undefined;

  constructor(
    spec: TableSpec,
    keys: KeyTexts,
    output: DatabaseOutput,
    spill: ScratchFolder,
    engineOptions: Omit<EngineOptions, 'folder'>,
  ) {
    this.#spec = spec;
    this.#keys = keys;
    this.#output = output;
    this.#spill = spill;
    this.#engineOptions = engineOptions;
  }

  write(batch: TableBatch): Promise<void> | void {
    if (!this.#table) return this.#prepare().then(({ appender }) => this.#append(appender, batch));
    this.#append(this.#table.appender, batch);
  }

  async finish(): Promise<WrittenBytes> {
    const file = this.#output.beside.file('output');
    const { engine, columns, appender } = this.#table ?? (await this.#prepare());
    try {
      appender.finish();
      const select = `SELECT ${columns.map(({ output, name }) => `${output} AS ${name}`).join(', ')} FROM cells`;
      if (this.#output.format === 'parquet') await writeParquet(engine, select, file);
      else await writeDatabase(engine, select, this.#spec.name, file);
    } catch (error) {
      throw engineFailed(this.#output.target.given, error);
    }
    await this.abort();
    return deliver(file, this.#output);
  }

  async abort(): Promise<void> {
    this.#table?.appender.discard();
    this.#table?.engine.close();
    this.#table = undefined;
  }

  #append(appender: ChunkAppender, batch: TableBatch): void {
    try {
      appender.append(batch);
    } catch (error) {
      throw engineFailed(this.#output.target.given, error);
    }
  }

  async #prepare(): Promise<EngineTable> {
    const engine = await Engine.open({ ...this.#engineOptions, folder: this.#spill.file('spill') });
    try {
      const { columns, enums } = engineColumns(engine.duckdb, this.#spec, this.#keys);
      for (const type of enums) await createEnum(engine, type);
      await engine.run(
        `CREATE TABLE cells (${columns.map(({ name, sqlType }) => `${name} ${sqlType}`).join(', ')})`,
      );
      this.#table = { engine, columns, appender: await ChunkAppender.open(engine, 'cells', columns) };
      return this.#table;
    } catch (error) {
      engine.close();
      throw engineFailed(this.#output.target.given, error);
    }
  }
}

/** Makes an ENUM from a table of its values, so that no value is ever part of an SQL text. */
async function createEnum(engine: Engine, { name, values }: EngineEnum): Promise<void> {
  const { INTEGER, VARCHAR, DuckDBDataChunk, DuckDBVector } = engine.duckdb;
  await engine.run('CREATE TABLE enum_values (id INTEGER, value VARCHAR)');
  const appender = await engine.connection.createAppender('enum_values');
  const chunkRows = DuckDBVector.standardSize();
  for (let id = 0; id < values.length; id += chunkRows) {
    const part = values.slice(id, id + chunkRows);
    const chunk = DuckDBDataChunk.create([INTEGER, VARCHAR]);
    chunk.setColumns([part.map((_, i) => id + i), part]);
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
  await engine.run(`CREATE TYPE ${name} AS ENUM (SELECT value FROM enum_values ORDER BY id)`);
  await engine.run('DROP TABLE enum_values');
}

async function writeParquet(engine: Engine, select: string, file: string): Promise<void> {
  await engine.run(
    `COPY (${select}) TO ${literal(file)}
     (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP_ROWS}, USE_TMP_FILE false)`,
  );
}

async function writeDatabase(engine: Engine, select: string, table: string, file: string): Promise<void> {
  // DuckDB takes what follows a `?` for parameters, and puts its log in front of it: into a folder that is not there.
  if (!file.includes('?')) return fillDatabase(engine, select, table, file);
  const detour = new ScratchFolder(tmpdir(), 'database');
  try {
    const plain = detour.file('output');
    await fillDatabase(engine, select, table, plain);
    await copyFile(plain, file);
  } finally {
    await detour.remove();
  }
}

async function fillDatabase(engine: Engine, select: string, table: string, file: string): Promise<void> {
  // Several threads would lay out the blocks of the file as they happen to come.
  await engine.run('SET threads = 1');
  await engine.run(`ATTACH ${literal(file)} AS output (TYPE duckdb)`);
  await engine.run(`CREATE TABLE output.main.${identifier(table)} AS ${select}`);
  await engine.run('CHECKPOINT output');
  await engine.run('DETACH output');
}
