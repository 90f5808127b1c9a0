import type { Dictionary } from '@cmsc/core';
import type { DuckDBType, DuckDBValue, DuckDBVector } from '@duckdb/node-api';
import { identifier, type DuckDB } from './duckdb.js';
import type { KeyTexts } from './key-texts.js';
import { NULL_INT, type ListColumn, type TableBatch, type TableColumn, type TableSpec } from './table.js';

/** Puts `count` rows of a batch, from row `from` on, into the items of a vector from `at` on. */
type Fill = (vector: DuckDBVector, at: number, batch: TableBatch, from: number, count: number) => void;

/** A column of the table in which rows gather before they are written out. */
export interface EngineColumn {
  /** Its name as an identifier. */
  name: string;
  type: DuckDBType;
  /** Its type in SQL. */
  sqlType: string;
  /** How it is written out, in SQL. */
  output: string;
  fill: Fill;
}

/** An ENUM type of DuckDB. */
export interface EngineEnum {
  /** Its name as an identifier. */
  name: string;
  /** Its values. DuckDB takes no ENUM without any, so there is always one. */
  values: readonly string[];
}

/**
 * The columns of a table, those of the key first, and the types they need. Names go in as ENUM ids and become text on
 * the way out: handing over text costs ten times as much, a join for each name half as much again.
 * All names have to be known.
 */
export function engineColumns(
  duckdb: DuckDB,
  spec: TableSpec,
  keys: KeyTexts,
): { columns: EngineColumn[]; enums: EngineEnum[] } {
  const enums = new Map<Dictionary, EngineEnum>();
  const enumOf = (names: Dictionary): EngineEnum => {
    const known = enums.get(names);
    if (known) return known;
    const made = { name: identifier(`names_${enums.size}`), values: names.size ? names.names() : [''] };
    enums.set(names, made);
    return made;
  };
  const { ids } = keys;
  const width = spec.key.length;
  const columns = [
    ...spec.key.map((name, c) =>
      nameColumn(duckdb, name, enumOf(keys.texts[c]!), ({ key }, row) => ids[key[row]! * width + c]!),
    ),
    ...spec.columns.map((column, c) => valueColumn(duckdb, column, c, enumOf)),
  ];
  return { columns, enums: [...enums.values()] };
}

/** A column of names; `idAt` is the id in row `row` of a batch. */
function nameColumn(
  duckdb: DuckDB,
  name: string,
  { name: sqlType, values }: EngineEnum,
  idAt: (batch: TableBatch, row: number) => number,
): EngineColumn {
  return {
    name: identifier(name),
    type: duckdb.ENUM(values),
    sqlType,
    output: `CAST(${identifier(name)} AS VARCHAR)`,
    fill(vector, at, batch, from, count) {
      for (let i = 0; i < count; i++) vector.setItem(at + i, values[idAt(batch, from + i)]!);
    },
  };
}

function valueColumn(
  duckdb: DuckDB,
  column: TableColumn,
  c: number,
  enumOf: (names: Dictionary) => EngineEnum,
): EngineColumn {
  const { INTEGER, LIST, STRUCT, ENUM, DuckDBStructValue } = duckdb;
  const name = identifier(column.name);
  switch (column.type) {
    case 'int':
      return { name, type: INTEGER, sqlType: 'INTEGER', output: name, fill: fillInts(c) };
    case 'name':
      return nameColumn(
        duckdb,
        column.name,
        enumOf(column.names),
        ({ columns }, row) => (columns[c] as Int32Array)[row]!,
      );
    case 'int[]':
      return {
        name,
        type: LIST(INTEGER),
        sqlType: 'INTEGER[]',
        output: name,
        fill: fillLists(duckdb, c, 1, (values, i) => values[i]!),
      };
    case 'name[]': {
      const names = enumOf(column.names);
      return {
        name,
        type: LIST(ENUM(names.values)),
        sqlType: `${names.name}[]`,
        output: `CAST(${name} AS VARCHAR[])`,
        fill: fillLists(duckdb, c, 1, (values, i) => names.values[values[i]!]!),
      };
    }
    case 'span[]':
      return {
        name,
        type: LIST(STRUCT({ start: INTEGER, end: INTEGER })),
        sqlType: 'STRUCT("start" INTEGER, "end" INTEGER)[]',
        output: name,
        fill: fillLists(
          duckdb,
          c,
          2,
          (values, i) => new DuckDBStructValue({ start: values[i]!, end: values[i + 1]! }),
        ),
      };
  }
}

function fillInts(c: number): Fill {
  return (vector, at, { columns }, from, count) => {
    const ints = columns[c] as Int32Array;
    for (let i = 0; i < count; i++) {
      const value = ints[from + i]!;
      vector.setItem(at + i, value === NULL_INT ? null : value);
    }
  };
}

/** Fills lists whose items take `step` values each. */
function fillLists(
  { DuckDBListValue }: DuckDB,
  c: number,
  step: number,
  item: (values: Int32Array, i: number) => DuckDBValue,
): Fill {
  const empty = new DuckDBListValue([]);
  return (vector, at, { columns }, from, count) => {
    const { offsets, values } = columns[c] as ListColumn;
    for (let row = 0; row < count; row++) {
      const begin = offsets[from + row]!;
      const end = offsets[from + row + 1]!;
      const items: DuckDBValue[] = [];
      for (let i = begin; i < end; i += step) items.push(item(values, i));
      vector.setItem(at + row, begin === end ? empty : new DuckDBListValue(items));
    }
  };
}
