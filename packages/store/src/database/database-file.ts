import { sqlLiteral } from '@cmsc/core';
import type { WrittenBytes } from '@cmsc/files';
import { Engine, engineFailed, type EngineOptions } from '../duckdb/engine.js';
import { checkDatabaseTarget, deliver, type DatabaseOutput } from './deliver.js';
import { PlainPath } from './database-path.js';

/** A database that grows under another name beside its target, and takes the target's name when it is complete. */
export class DatabaseFile {
  /** What writes it: names of tables are those of the database. */
  readonly engine: Engine;
  readonly #output: DatabaseOutput;
  readonly #path: PlainPath;
  #open = true;

  private constructor(engine: Engine, output: DatabaseOutput, path: PlainPath) {
    this.engine = engine;
    this.#output = output;
    this.#path = path;
  }

  /**
   * Opens an empty database.
   *
   * @throws CmscError OUTPUT_EXISTS, OUTPUT_LOCKED when its target may not be replaced, ENGINE_FAILED where there is no
   *   DuckDB for this machine, WRITE_FAILED naming the cause.
   */
  static async open(output: DatabaseOutput, options: EngineOptions): Promise<DatabaseFile> {
    const { target, force, beside } = output;
    let file: DatabaseFile | undefined;
    try {
      if (!target.special) await checkDatabaseTarget(target, force);
      const engine = await Engine.open(options);
      file = new DatabaseFile(engine, output, new PlainPath(beside.file('output')));
      await engine.run(`ATTACH ${sqlLiteral(file.#path.path)} AS output (TYPE duckdb)`);
      await engine.run('USE output');
      return file;
    } catch (error) {
      await (file ?? beside).remove();
      throw engineFailed(target.given, error);
    }
  }

  /**
   * Makes the database complete.
   *
   * @throws CmscError WRITE_FAILED naming the cause, OUTPUT_EXISTS when another run was faster, OUTPUT_LOCKED when it would
   *   replace a database that another process has open.
   */
  async finish(): Promise<WrittenBytes> {
    await this.guarded(async () => {
      for (const sql of ['USE memory', 'CHECKPOINT output', 'DETACH output']) await this.engine.run(sql);
    });
    this.#closeEngine();
    await this.#path.settle();
    return deliver(this.#output.beside.file('output'), this.#output);
  }

  /**
   * Does something with the database.
   *
   * @throws CmscError ENGINE_FAILED or WRITE_FAILED for what DuckDB throws.
   */
  async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw engineFailed(this.#output.target.given, error);
    }
  }

  /** Lets go of what is not complete, and leaves nothing beside the target. Never throws. */
  async remove(): Promise<void> {
    this.#closeEngine();
    await this.#path.remove();
    await this.#output.beside.remove();
  }

  #closeEngine(): void {
    if (this.#open) this.engine.close();
    this.#open = false;
  }
}
