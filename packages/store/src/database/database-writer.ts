import { sqlIdentifier, sqlLiteral } from '@cmsc/core';
import { Engine, engineFailed, type EngineOptions } from '../duckdb/engine.js';
import { answering } from '../duckdb/exit-guard.js';
import { RowGroup } from '../duckdb/row-group.js';
import type { WrittenBytes } from '@cmsc/files';
import type { KeyTexts } from '../key-texts.js';
import type { TableWriter } from '../table-writer.js';
import type { TableBatch, TableSpec } from '../table.js';
import { deliver, type DatabaseOutput } from './deliver.js';
import { PlainPath } from './plain-path.js';

/**
 * Writes a DuckDB database with one table. It grows under another name, row group by row group, in one thread: several
 * would lay out the blocks of the file as they happen to come.
 */
export class DatabaseWriter implements TableWriter {
  readonly closedEarly = false;
  readonly #keys: KeyTexts;
  readonly #output: DatabaseOutput;
  readonly #engine: Engine;
  readonly #file: PlainPath;
  readonly #insert: string;
  readonly #group: RowGroup;
  #open = true;

  private constructor(
    spec: TableSpec,
    keys: KeyTexts,
    output: DatabaseOutput,
    engine: Engine,
    file: PlainPath,
  ) {
    this.#keys = keys;
    this.#output = output;
    this.#engine = engine;
    this.#file = file;
    this.#insert = `INSERT INTO output.main.${sqlIdentifier(spec.name)} FROM row_group()`;
    this.#group = new RowGroup(engine, 'row_group', spec, keys);
  }

  /**
   * Opens DuckDB and a database with an empty table.
   *
   * @throws CmscError ENGINE_FAILED where there is no DuckDB for this machine, WRITE_FAILED naming the cause.
   */
  static async open(
    spec: TableSpec,
    keys: KeyTexts,
    output: DatabaseOutput,
    options: EngineOptions,
  ): Promise<DatabaseWriter> {
    const file = new PlainPath(output.beside.file('output'));
    const engine = await Engine.open({ ...options, threads: 1 });
    const writer = new DatabaseWriter(spec, keys, output, engine, file);
    const columns = writer.#group.columns.map(({ name, sqlType }) => `${sqlIdentifier(name)} ${sqlType}`);
    try {
      await writer.#run(`ATTACH ${sqlLiteral(file.path)} AS output (TYPE duckdb)`);
      await writer.#run(`CREATE TABLE output.main.${sqlIdentifier(spec.name)} (${columns.join(', ')})`);
      // All in one go: each row group on its own would go through the log.
      await writer.#run('BEGIN');
      return writer;
    } catch (error) {
      await writer.abort();
      throw error;
    }
  }

  write(batch: TableBatch): Promise<void> | void {
    this.#keys.cover(batch);
    const row = this.#group.add(batch, 0);
    if (this.#group.isFull) return this.#goOn(batch, row);
  }

  async finish(): Promise<WrittenBytes> {
    if (this.#group.rows > 0) await this.#passOn();
    await this.#run('COMMIT');
    await this.#run('CHECKPOINT output');
    await this.#run('DETACH output');
    this.#close();
    await this.#file.settle();
    return deliver(this.#output.beside.file('output'), this.#output);
  }

  async abort(): Promise<void> {
    this.#close();
    await this.#file.remove();
  }

  async #goOn(batch: TableBatch, from: number): Promise<void> {
    for (let row = from; this.#group.isFull; row = this.#group.add(batch, row)) await this.#passOn();
  }

  async #passOn(): Promise<void> {
    await answering(() => this.#run(this.#insert));
    this.#group.clear();
  }

  async #run(sql: string): Promise<void> {
    try {
      await this.#engine.run(sql);
    } catch (error) {
      throw engineFailed(this.#output.target.given, error);
    }
  }

  #close(): void {
    if (this.#open) this.#engine.close();
    this.#open = false;
  }
}
