import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import type { Cell } from './column.js';

/** SQL with its values: nothing that a user typed, or a file holds, ever stands in the text. */
export interface Statement {
  sql: string;
  parameters?: Parameters;
}

/** What makes tables: the database. */
export interface TableMaker {
  /** Runs a statement and answers with its rows; whole numbers of any width are JS numbers. */
  rows: (statement: Statement, signal: AbortSignal) => Promise<Cell[][]>;
  /** Adds rows of texts and of numbers, which are BIGINT there, to a table. */
  append: (
    table: string,
    rows: readonly (readonly (string | bigint | null)[])[],
    signal: AbortSignal,
  ) => Promise<void>;
  /** Drops a table if it is there, whoever has given up meanwhile. */
  drop: (table: string) => Promise<void>;
}

/** The statement that `write` makes of the placeholders for its values. */
export function statement(write: (parameters: Parameters) => string): Statement {
  const parameters = new Parameters();
  return { sql: write(parameters), parameters };
}

/** SQL of a number for each row of an answer, for rows that have none of their own. */
export const ENTRY = 'row_number() OVER () AS entry';

/** Values of a statement; {@link add} gives the placeholder for each. */
export class Parameters {
  readonly values: DuckDBValue[] = [];
  readonly types: (DuckDBType | undefined)[] = [];

  /** The placeholder of `value`: `$1`, `$2`, … */
  add(value: string | number): string {
    return this.addTyped(typeof value === 'number' ? numberValue(value) : value);
  }

  /** The same for a value of a type that DuckDB can't tell from the value: a list. */
  addTyped(value: DuckDBValue, type?: DuckDBType): string {
    this.values.push(value);
    this.types.push(type);
    return `$${this.values.length}`;
  }
}

// A DOUBLE would compare inexactly beyond 2^53 and keeps DuckDB from skipping blocks of a BIGINT column.
function numberValue(value: number): DuckDBValue {
  return Number.isInteger(value) ? BigInt(value) : value;
}
