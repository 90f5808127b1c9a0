import { Dictionary } from '@cmsc/core';
import {
  NULL_INT,
  type KeyNames,
  type TableBatch,
  type TableColumn,
  type TableRows,
  type TableSpec,
} from '../table.js';

/** A cell as a test writes it down. */
export type Cell =
  number | null | string | readonly number[] | readonly string[] | readonly (readonly number[])[];

/** A row as a test writes it down. */
export interface MadeUpRow {
  key: readonly string[];
  cells: readonly Cell[];
}

/** Names and types of columns. */
export type ColumnTypes = Readonly<Record<string, TableColumn['type']>>;

/** The columns of `cmsc sessions --redteam`. */
export const SESSION_COLUMNS = {
  start_time: 'int',
  end_time: 'int',
  duration: 'int',
  logons: 'int',
  logoffs: 'int',
  origins: 'name[]',
  label: 'int',
  attack_times: 'int[]',
} as const satisfies ColumnTypes;

/** A table with every type of column. */
export const ALL_COLUMNS = {
  start_time: 'int',
  result: 'name',
  times: 'int[]',
  origins: 'name[]',
  sessions: 'span[]',
} as const satisfies ColumnTypes;

/** Rows written down in a test, in the form in which the pipeline hands them over. */
export class MadeUpTable {
  readonly spec: TableSpec;
  readonly rows: readonly MadeUpRow[];
  readonly keyIds: readonly number[];
  readonly #keys: (readonly string[])[] = [];
  readonly #names = new Dictionary();

  constructor(key: readonly string[], columns: ColumnTypes, rows: readonly MadeUpRow[], start?: string) {
    const names = this.#names;
    this.spec = {
      name: 'sessions',
      key,
      ...(start !== undefined && { start }),
      columns: Object.entries(columns).map(([name, type]) =>
        type === 'name' || type === 'name[]' ? { name, type, names } : { name, type },
      ),
    };
    this.rows = rows;
    const known = new Map<string, number>();
    this.keyIds = rows.map((row) => {
      const text = JSON.stringify(row.key);
      const id = known.get(text) ?? this.#keys.push(row.key) - 1;
      known.set(text, id);
      return id;
    });
    const keys = this.#keys;
    this.keys = { size: keys.length, name: (column, key) => keys[key]![column]! };
  }

  /** The text of all keys. */
  readonly keys: KeyNames;

  /** The table as it is handed over, `sizes` rows in each batch, over and over. */
  table(sizes?: readonly number[]): TableRows {
    return { spec: this.spec, keys: this.keys, batches: this.batches(sizes) };
  }

  /** All rows, `sizes` of them in each batch, over and over. The arrays of a batch are spoilt once the next is there. */
  *batches(sizes: readonly number[] = [1000]): Generator<TableBatch> {
    let previous: TableBatch | undefined;
    for (let from = 0, turn = 0; from < this.rows.length; turn++) {
      const rows = Math.max(1, sizes[turn % sizes.length]!);
      if (previous) spoil(previous);
      previous = this.#batch(from, Math.min(this.rows.length, from + rows));
      yield previous;
      from += rows;
    }
  }

  /** The rows by key and then as they are. Compared with Buffer, not with the code under test. */
  sorted(): MadeUpRow[] {
    return this.rows
      .map((row, place) => ({ row, place, bytes: row.key.map((text) => Buffer.from(text)) }))
      .sort((a, b) => compareKeys(a.bytes, b.bytes) || a.place - b.place)
      .map(({ row }) => row);
  }

  #batch(from: number, to: number): TableBatch {
    const rows = this.rows.slice(from, to);
    return {
      length: rows.length,
      key: Int32Array.from(this.keyIds.slice(from, to)),
      columns: this.spec.columns.map(({ type }, c) => {
        const cells = rows.map(({ cells }) => this.#numbers(cells[c]!));
        if (!type.endsWith('[]')) return Int32Array.from(cells, ([value]) => value!);
        const offsets = [0];
        for (const cell of cells) offsets.push(offsets.at(-1)! + cell.length);
        return { offsets: Int32Array.from(offsets), values: Int32Array.from(cells.flat()) };
      }),
    };
  }

  #numbers(cell: Cell): number[] {
    if (cell === null) return [NULL_INT];
    if (typeof cell === 'string') return [this.#names.intern(cell)];
    if (typeof cell === 'number') return [cell];
    return cell
      .flat()
      .map((item) => (typeof item === 'string' ? this.#names.intern(item) : (item as number)));
  }
}

function compareKeys(a: readonly Buffer[], b: readonly Buffer[]): number {
  for (let c = 0; c < a.length; c++) {
    const order = Buffer.compare(a[c]!, b[c]!);
    if (order !== 0) return order;
  }
  return 0;
}

function spoil({ key, columns }: TableBatch): void {
  for (const array of [key, ...columns.flatMap((c) => ('offsets' in c ? [c.offsets, c.values] : [c]))]) {
    array.fill(-7);
  }
}
