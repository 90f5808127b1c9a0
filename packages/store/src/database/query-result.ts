import { commentStatements, sqlIdentifier, sqlLiteral } from '@cmsc/core';
import { takenComments } from './column-comments.js';
import { PlainPath } from './database-path.js';
import type { DuckDBPreparedStatement, DuckDBType } from '@duckdb/node-api';
import { chunksOf } from '../duckdb/result-rows.js';
import { type Engine } from '../duckdb/engine.js';
import type { OutputFormat } from '../format.js';
import type { TextColumn, TextRow } from '../text/table-text.js';
import { badQuery } from './statements.js';
import { typeSql, ValueSql, type ValueColumn } from './value-sql.js';

/** A format that DuckDB writes the rows of a query in. */
export type CopyFormat = OutputFormat | 'json';

const COPY_OPTIONS: Record<Exclude<CopyFormat, 'duckdb'>, string> = {
  csv: 'FORMAT csv',
  'csv.gz': 'FORMAT csv, COMPRESSION gzip',
  json: 'FORMAT json, ARRAY true',
  jsonl: 'FORMAT json',
  'jsonl.gz': 'FORMAT json, COMPRESSION gzip',
  parquet: 'FORMAT parquet, COMPRESSION zstd',
};

/** What CSV is like: with a header, or else plain lines. */
const TABLE = ', HEADER';
const LINES = `, HEADER false, QUOTE '', ESCAPE '', DELIMITER E'\\n'`;

/** What the rows of a query are written like, besides their format. */
export interface CopyOptions {
  /** Plain lines of their one column. */
  lines?: boolean | undefined;
  /** The table of the data dictionary whose columns these are; those of a database keep their comments without. */
  meaning?: string | undefined;
  /** Key-value metadata of a Parquet file. */
  metadata?: Readonly<Record<string, string>> | undefined;
}

function metadataSql(metadata: CopyOptions['metadata']): string {
  if (!metadata) return '';
  const pairs = Object.entries(metadata).map(([key, value]) => `${sqlIdentifier(key)}: ${sqlLiteral(value)}`);
  return `, KV_METADATA {${pairs.join(', ')}}`;
}

/** The table of rows that are no SELECT's. */
const RESULT = 'memory.main.result';
/** A plan is a drawing: a row a line for whoever looks at it. */
const PLAN_LINES = `(SELECT c0, unnest(string_split(c1, chr(10))) FROM ${RESULT})`;
const TEXT = 'memory.main.text';

/** Some rows as text for people, which is made when it is asked for. */
export interface TextBatch {
  /** Number of rows. */
  length: number;
  rows(): TextRow[];
}

/**
 * The rows of a query: where they are in DuckDB, and how they are written. Columns go by their place, never by their name,
 * since two may have the same one; outputs have {@link uniqueNames}.
 */
export class QueryResult {
  readonly #engine: Engine;
  /** The SELECT; undefined where the rows are another statement's. */
  #sql: string | undefined;
  /** What stands after FROM. */
  readonly #from: string;
  /** The same for a person to look at. */
  readonly #shownFrom: string;
  readonly #names: readonly string[];
  readonly #columns: readonly ValueColumn[];
  readonly #values: ValueSql;

  private constructor(
    engine: Engine,
    from: string,
    names: readonly string[],
    types: readonly DuckDBType[],
    shownFrom = from,
  ) {
    this.#engine = engine;
    this.#from = from;
    this.#shownFrom = shownFrom;
    this.#names = uniqueNames(names);
    this.#columns = types.map((type, i) => ({ sql: `c${i}`, type }));
    this.#values = new ValueSql(engine.duckdb);
  }

  /**
   * The rows of a SELECT, as they are asked for; undefined when `sql` is not one of these. Nothing runs before that is known:
   * DuckDB makes the folder of an EXPORT when it prepares it.
   *
   * @throws Error of DuckDB for what is wrong with it.
   */
  static async ofSelect(engine: Engine, sql: string): Promise<QueryResult | undefined> {
    const from = `query(${sqlLiteral(sql)})`;
    if (!(await isSelect(engine, from))) return undefined;
    const prepared = await engine.connection.prepare(sql);
    try {
      checkParameters(prepared);
      const columns = Array.from({ length: prepared.columnCount }, (_, i) => i);
      const names = columns.map((i) => prepared.columnName(i));
      const types = columns.map((i) => prepared.columnType(i));
      const result = new QueryResult(engine, from, names, types);
      result.#sql = sql;
      return result;
    } finally {
      prepared.destroySync();
    }
  }

  /** Runs any statement, which may be one of another engine, and puts its rows into a table in memory, that spills. */
  static async ofStatement(engine: Engine, statement: DuckDBPreparedStatement): Promise<QueryResult> {
    checkParameters(statement);
    const result = await statement.stream();
    const types = result.columnTypes();
    const columns = types.map((type, i) => `c${i} ${typeSql(type)}`).join(', ');
    // On a connection of its own: the statement is still running.
    const other = await engine.connect();
    await other.run(`CREATE OR REPLACE TABLE ${RESULT} (${columns})`);
    const appender = await other.createAppender('result', 'main', 'memory');
    for await (const chunk of chunksOf(result, engine.connection)) appender.appendDataChunk(chunk);
    appender.closeSync();
    const isPlan = statement.statementType === engine.duckdb.StatementType.EXPLAIN;
    return new QueryResult(engine, RESULT, result.columnNames(), types, isPlan ? PLAN_LINES : RESULT);
  }

  /** The columns, as a table for people has them. */
  get columns(): TextColumn[] {
    return this.#columns.map(({ type }, i) => ({
      name: this.#names[i]!,
      isNumber: this.#values.isNumber(type),
    }));
  }

  /** Writes the rows to a file, with `lines` as plain lines of their one column. Returns how many. */
  async copyTo(
    file: string,
    format: CopyFormat,
    { lines = false, meaning, metadata }: CopyOptions = {},
  ): Promise<number> {
    if (format === 'duckdb') return this.#copyToDatabase(file, meaning);
    const layout = lines
      ? LINES
      : format.startsWith('csv')
        ? TABLE
        : format === 'parquet'
          ? metadataSql(metadata)
          : '';
    return this.#run(
      `COPY (${this.#select(format)}) TO ${sqlLiteral(file)} (${COPY_OPTIONS[format]}${layout})`,
    );
  }

  /** The rows as text, in their order. Each call asks for them anew. */
  async *text(): AsyncGenerator<TextBatch> {
    const values = this.#columns.map((column) => this.#values.text(column));
    const { connection } = this.#engine;
    const sql = `SELECT ${values.join(', ')} ${this.#source(this.#shownFrom)}`;
    for await (const batch of chunksOf(await connection.stream(sql), connection))
      yield { length: batch.rowCount, rows: () => batch.getRows() as TextRow[] };
  }

  /** The same rows as text, kept so that they can be read again. */
  async asText(): Promise<QueryResult> {
    const values = this.#columns.map((column, i) => `${this.#values.text(column)} AS c${i}`);
    await this.#run(
      `CREATE OR REPLACE TABLE ${TEXT} AS SELECT ${values.join(', ')} ${this.#source(this.#shownFrom)}`,
    );
    const { VARCHAR } = this.#engine.duckdb;
    return new QueryResult(
      this.#engine,
      TEXT,
      this.#names,
      this.#columns.map(() => VARCHAR),
    );
  }

  async #copyToDatabase(file: string, meaning: string | undefined): Promise<number> {
    const place = new PlainPath(file);
    try {
      await this.#run(`ATTACH ${sqlLiteral(place.path)} AS output (TYPE duckdb)`);
      const rows = await this.#run(`CREATE TABLE output.main.result AS ${this.#select('duckdb')}`);
      for (const sql of await this.#comments('output.main.result', meaning)) await this.#engine.run(sql);
      await this.#run('DETACH output');
      await place.settle();
      return rows;
    } catch (error) {
      await this.#run('DETACH DATABASE IF EXISTS output');
      await place.remove();
      throw error;
    }
  }

  /** Statements that say in `table` what is known of its columns. */
  async #comments(table: string, meaning: string | undefined): Promise<string[]> {
    if (meaning !== undefined) return commentStatements(meaning, this.#names, { table });
    const comments = this.#sql === undefined ? undefined : await takenComments(this.#engine, this.#sql);
    return [...(comments ?? [])]
      .filter(([name]) => this.#names.includes(name))
      .map(([name, text]) => `COMMENT ON COLUMN ${table}.${sqlIdentifier(name)} IS ${sqlLiteral(text)}`);
  }

  #select(format: CopyFormat): string {
    const columns = this.#columns.map(
      (column, i) => `${this.#valueSql(format, column)} AS ${sqlIdentifier(this.#names[i]!)}`,
    );
    return `SELECT ${columns.join(', ')} ${this.#source()}`;
  }

  #valueSql(format: CopyFormat, column: ValueColumn): string {
    if (format === 'parquet' || format === 'duckdb') return this.#values[format](column);
    return format.startsWith('csv') ? this.#values.csv(column) : this.#values.json(column);
  }

  #source(from = this.#from): string {
    return `FROM ${from} AS result(${this.#columns.map(({ sql }) => sql).join(', ')})`;
  }

  /** Runs a statement that says how many rows it wrote. */
  async #run(sql: string): Promise<number> {
    const reader = await this.#engine.connection.runAndReadAll(sql);
    return Number(reader.getRows()[0]?.[0] ?? 0);
  }
}

/**
 * Refuses a statement with places for values: nobody says which.
 *
 * @throws CmscError BAD_QUERY.
 */
function checkParameters({ parameterCount }: DuckDBPreparedStatement): void {
  if (parameterCount > 0)
    throw badQuery('the statement has parameters ($1, ?), and nothing gives them values', 'write the values');
}

/** Whether DuckDB takes a text for one SELECT; what is wrong with it is said when it is prepared by itself. */
async function isSelect(engine: Engine, from: string): Promise<boolean> {
  try {
    (await engine.connection.prepare(`FROM ${from}`)).destroySync();
    return true;
  } catch (error) {
    return !/Expected a single SELECT statement|PIVOT statements without/.test(String(error));
  }
}

/**
 * Names for the columns of a result, no two alike: a second `time` is `time_1`, a third `time_2`, as DuckDB has it where it
 * makes a table of a query. Upper and lower case are alike, because they are in a table.
 *
 * @example
 * uniqueNames(['time', 'user', 'time']); // ['time', 'user', 'time_1']
 */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  const repeats = new Map<string, number>();
  return names.map((name) => {
    let unique = name;
    let repeat = repeats.get(name.toLowerCase()) ?? 1;
    for (; taken.has(unique.toLowerCase()); repeat++) unique = `${name}_${repeat}`;
    repeats.set(name.toLowerCase(), repeat);
    taken.add(unique.toLowerCase());
    return unique;
  });
}
