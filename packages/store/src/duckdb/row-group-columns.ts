import { grown, type Dictionary, type ListColumn } from '@cmsc/core';
import type { LogicalType, Vector } from '@duckdb/node-bindings';
import type { KeyTexts } from '../key-texts.js';
import { NULL_INT, type TableBatch, type TableSpec } from '../table.js';
import type { Engine } from './engine.js';

/** Rows of a vector of DuckDB. */
const VECTOR_ROWS = 2048;

/** A column of the rows that DuckDB takes up at a time. */
export interface GroupColumn {
  name: string;
  /** Its type in SQL once it is out. */
  sqlType: string;
  /** Appends `count` rows of `batch`, from row `from` on, to the `rows` rows that it has. */
  add(batch: TableBatch, from: number, count: number, rows: number): void;
  /** Its type on the way in: names are values of an ENUM. */
  type(): LogicalType;
  /** Puts `count` rows, from row `from` on, into a vector of that type. */
  put(vector: Vector, from: number, count: number): void;
  /** Forgets its rows. */
  clear(): void;
}

/** The columns of a table, those of the key first, with room for `room` rows each. */
export function groupColumns(engine: Engine, spec: TableSpec, keys: KeyTexts, room: number): GroupColumn[] {
  const width = spec.key.length;
  return [
    ...spec.key.map((name, c) => {
      const take: TakeIds = ({ key }, from, count, ids, at) => {
        const { ids: textIds } = keys;
        for (let i = 0; i < count; i++) ids[at + i] = textIds[key[from + i]! * width + c]!;
      };
      return new NameColumn(engine, name, keys.texts[c]!, take, room);
    }),
    ...spec.columns.map((column, c) => {
      switch (column.type) {
        case 'int':
          return new ValuesColumn(engine, column.name, 'INTEGER', c, room);
        case 'number':
          return new ValuesColumn(engine, column.name, 'DOUBLE', c, room);
        case 'count':
          return new ValuesColumn(engine, column.name, 'BIGINT', c, room);
        case 'time':
          return new ValuesColumn(engine, column.name, 'TIMESTAMP', c, room);
        case 'duration':
          return new ValuesColumn(engine, column.name, 'DOUBLE', c, room, 1e6);
        case 'flag':
          return new ValuesColumn(engine, column.name, 'BOOLEAN', c, room);
        case 'name': {
          const take: TakeIds = ({ columns }, from, count, ids, at) =>
            ids.set((columns[c] as Int32Array).subarray(from, from + count), at);
          return new NameColumn(engine, column.name, column.names, take, room, column.emptyIsNull);
        }
        case 'int[]':
          return new ListsColumn(engine, column.name, c, room, intItems(engine));
        case 'name[]':
          return new ListsColumn(engine, column.name, c, room, nameItems(engine, column.names));
        case 'span[]':
          return new ListsColumn(engine, column.name, c, room, spanItems(engine));
      }
    }),
  ];
}

/** Types of columns of numbers: INTEGER and BOOLEAN are in an Int32Array, the others in a Float64Array. */
type NumberType = 'INTEGER' | 'BOOLEAN' | 'DOUBLE' | 'BIGINT' | 'TIMESTAMP';

/** A column of numbers. What is empty in it is not asked for. */
class ValuesColumn implements GroupColumn {
  readonly #engine: Engine;
  readonly #values: Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;
  readonly #empty: number;
  readonly #c: number;
  readonly #divisor: number;

  /** Values are divided by `divisor` on the way in. */
  constructor(
    engine: Engine,
    readonly name: string,
    readonly sqlType: NumberType,
    c: number,
    room: number,
    divisor = 1,
  ) {
    this.#engine = engine;
    const isInt = sqlType === 'INTEGER' || sqlType === 'BOOLEAN';
    this.#values = isInt ? new Int32Array(room) : new Float64Array(room);
    this.#empty = isInt ? NULL_INT : NaN;
    this.#c = c;
    this.#divisor = divisor;
  }

  add({ columns }: TableBatch, from: number, count: number, rows: number): void {
    const values = columns[this.#c] as Int32Array | Float64Array;
    this.#values.set(values.subarray(from, from + count), rows);
    if (this.#divisor !== 1) for (let i = rows; i < rows + count; i++) this.#values[i]! /= this.#divisor;
  }

  type(): LogicalType {
    return this.#engine.duckdb[this.sqlType].toLogicalType().logical_type;
  }

  put(vector: Vector, from: number, count: number): void {
    const valid = validity(this.#values, this.#empty, from, count);
    if (this.sqlType === 'BIGINT' || this.sqlType === 'TIMESTAMP')
      copy(this.#engine, vector, asBigints(this.#values, from, count), 0, count);
    else if (this.sqlType === 'BOOLEAN')
      copy(this.#engine, vector, Uint8Array.from(this.#values.subarray(from, from + count)), 0, count);
    else copy(this.#engine, vector, this.#values, from, count);
    setValidity(this.#engine, vector, valid);
  }

  clear(): void {
    // Its rows are written over.
  }
}

function asBigints(
  values: Int32Array | Float64Array,
  from: number,
  count: number,
): BigInt64Array<ArrayBuffer> {
  const wide = new BigInt64Array(count);
  for (let i = 0; i < count; i++) if (!Number.isNaN(values[from + i])) wide[i] = BigInt(values[from + i]!);
  return wide;
}

function setValidity(
  { bindings }: Engine,
  vector: Vector,
  valid: Uint32Array<ArrayBuffer> | undefined,
): void {
  if (!valid) return;
  bindings.vector_ensure_validity_writable(vector);
  bindings.copy_data_to_vector_validity(vector, 0, valid.buffer, 0, valid.byteLength);
}

/** A bit for each row, set when it is not `empty`; undefined when none is. */
function validity(
  values: Int32Array | Float64Array,
  empty: number,
  from: number,
  count: number,
): Uint32Array<ArrayBuffer> | undefined {
  if (!values.subarray(from, from + count).includes(empty)) return undefined;
  const valid = new Uint32Array(VECTOR_ROWS / 32);
  for (let i = 0; i < count; i++) if (!Object.is(values[from + i], empty)) valid[i >> 5]! |= 1 << (i & 31);
  return valid;
}

/** Copies the ids of `count` rows of a batch, from row `from` on, into `ids` from `at` on. */
type TakeIds = (batch: TableBatch, from: number, count: number, ids: Int32Array, at: number) => void;

class NameColumn implements GroupColumn {
  readonly sqlType = 'VARCHAR';
  readonly #items: Items;
  readonly #take: TakeIds;
  readonly #ids: Int32Array<ArrayBuffer>;
  /** 1 for a row with a name, NULL_INT for one without; undefined where every row has one. */
  readonly #isNamed: Int32Array<ArrayBuffer> | undefined;
  readonly #names: Dictionary;
  readonly #engine: Engine;

  constructor(
    engine: Engine,
    readonly name: string,
    names: Dictionary,
    take: TakeIds,
    room: number,
    emptyIsNull = false,
  ) {
    this.#items = nameItems(engine, names);
    this.#take = take;
    this.#ids = new Int32Array(room);
    this.#isNamed = emptyIsNull ? new Int32Array(room) : undefined;
    this.#names = names;
    this.#engine = engine;
  }

  add(batch: TableBatch, from: number, count: number, rows: number): void {
    this.#take(batch, from, count, this.#ids, rows);
    const empty = this.#names.find('');
    for (let i = rows; this.#isNamed && i < rows + count; i++)
      this.#isNamed[i] = this.#ids[i] === empty ? NULL_INT : 1;
    this.#items.added(this.#ids, rows, count);
  }

  type(): LogicalType {
    return this.#items.type();
  }

  put(vector: Vector, from: number, count: number): void {
    this.#items.put(vector, this.#ids, from, count);
    if (this.#isNamed) setValidity(this.#engine, vector, validity(this.#isNamed, NULL_INT, from, count));
  }

  clear(): void {
    this.#items.clear();
  }
}

class ListsColumn implements GroupColumn {
  readonly sqlType: string;
  readonly #engine: Engine;
  readonly #c: number;
  readonly #items: Items;
  readonly #offsets: Int32Array;
  #values: Int32Array<ArrayBuffer> = new Int32Array(0);
  /** Where a list begins and how long it is, 64 bits each. */
  readonly #entries = new Uint32Array(VECTOR_ROWS * 4);

  constructor(
    engine: Engine,
    readonly name: string,
    c: number,
    room: number,
    items: Items,
  ) {
    this.#engine = engine;
    this.#c = c;
    this.#offsets = new Int32Array(room + 1);
    this.#items = items;
    this.sqlType = `${items.sqlType}[]`;
  }

  add({ columns }: TableBatch, from: number, count: number, rows: number): void {
    const { offsets, values } = columns[this.#c] as ListColumn;
    const used = this.#offsets[rows]!;
    const shift = used - offsets[from]!;
    for (let i = 1; i <= count; i++) this.#offsets[rows + i] = offsets[from + i]! + shift;
    const more = offsets[from + count]! - offsets[from]!;
    this.#values = grown(this.#values, used + more);
    this.#values.set(values.subarray(offsets[from], offsets[from]! + more), used);
    this.#items.added(this.#values, used, more);
  }

  type(): LogicalType {
    return this.#engine.bindings.create_list_type(this.#items.type());
  }

  put(vector: Vector, from: number, count: number): void {
    const { bindings } = this.#engine;
    const first = this.#offsets[from]!;
    const { step } = this.#items;
    for (let i = 0; i < count; i++) {
      this.#entries[i * 4] = (this.#offsets[from + i]! - first) / step;
      this.#entries[i * 4 + 2] = (this.#offsets[from + i + 1]! - this.#offsets[from + i]!) / step;
    }
    const values = this.#offsets[from + count]! - first;
    bindings.list_vector_reserve(vector, values / step);
    bindings.list_vector_set_size(vector, values / step);
    this.#items.put(bindings.list_vector_get_child(vector), this.#values, first, values);
    bindings.copy_data_to_vector(vector, 0, this.#entries.buffer, 0, count * 16);
  }

  clear(): void {
    this.#items.clear();
  }
}

/** What the items of a list are, or the values of a column of names. */
interface Items {
  sqlType: string;
  /** Numbers an item. */
  step: number;
  /** Is told of `count` further numbers in `values` from `from` on, and may change them. */
  added(values: Int32Array, from: number, count: number): void;
  type(): LogicalType;
  /** Puts `count` numbers from `from` on into a vector. */
  put(vector: Vector, values: Int32Array<ArrayBuffer>, from: number, count: number): void;
  clear(): void;
}

function nothing(): void {}

function intItems(engine: Engine): Items {
  return {
    sqlType: 'INTEGER',
    step: 1,
    added: nothing,
    type: () => engine.duckdb.INTEGER.toLogicalType().logical_type,
    put: (vector, values, from, count) => copy(engine, vector, values, from, count),
    clear: nothing,
  };
}

function spanItems(engine: Engine): Items {
  const { INTEGER, STRUCT } = engine.duckdb;
  return {
    sqlType: 'STRUCT("start" INTEGER, "end" INTEGER)',
    step: 2,
    added: nothing,
    type: () => STRUCT({ start: INTEGER, end: INTEGER }).toLogicalType().logical_type,
    put(vector, values, from, count) {
      for (const part of [0, 1]) {
        const half = new Int32Array(count / 2);
        for (let i = 0; i < half.length; i++) half[i] = values[from + 2 * i + part]!;
        copy(engine, engine.bindings.struct_vector_get_child(vector, part), half, 0, half.length);
      }
    },
    clear: nothing,
  };
}

/** Names go in as ids of an ENUM: to hand over text takes ten times as long. */
function nameItems(engine: Engine, names: Dictionary): Items {
  const local = new LocalNames(names);
  let narrow: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;
  return {
    sqlType: 'VARCHAR',
    step: 1,
    added: (values, from, count) => local.replace(values, from, count),
    type() {
      const values = local.values();
      narrow = idsOfEnum(values.length);
      // DuckDB takes no ENUM without values.
      return engine.bindings.create_enum_type(values.length > 0 ? values : ['']);
    },
    put(vector, values, from, count) {
      if (narrow.length < count) narrow = idsOfEnum(local.size, count);
      for (let i = 0; i < count; i++) narrow[i] = values[from + i]!;
      copy(engine, vector, narrow, 0, count);
    },
    clear: () => local.clear(),
  };
}

/** Room for ids of an ENUM of `size` values, as wide as DuckDB has them. */
function idsOfEnum(size: number, room = VECTOR_ROWS) {
  if (size < 2 ** 8) return new Uint8Array(room);
  return size < 2 ** 16 ? new Uint16Array(room) : new Uint32Array(room);
}

function copy(
  { bindings }: Engine,
  vector: Vector,
  values:
    | Int32Array<ArrayBuffer>
    | Float64Array<ArrayBuffer>
    | Uint8Array<ArrayBuffer>
    | Uint16Array<ArrayBuffer>
    | Uint32Array<ArrayBuffer>
    | BigInt64Array<ArrayBuffer>,
  from: number,
  count: number,
): void {
  const { BYTES_PER_ELEMENT: bytes } = values;
  bindings.copy_data_to_vector(vector, 0, values.buffer, values.byteOffset + from * bytes, count * bytes);
}

/** The names of a dictionary that some rows need, numbered from 0 in order of first appearance. */
class LocalNames {
  readonly #names: Dictionary;
  /** For each id of the dictionary 1 + its number, 0 where it has none. */
  #numbers = new Int32Array(0);
  #ids: number[] = [];

  constructor(names: Dictionary) {
    this.#names = names;
  }

  /** Puts the numbers of ids in their place. */
  replace(ids: Int32Array, from: number, count: number): void {
    this.#numbers = grown(this.#numbers, this.#names.size);
    const numbers = this.#numbers;
    for (let i = from; i < from + count; i++) {
      const id = ids[i]!;
      ids[i] = (numbers[id] || (numbers[id] = this.#ids.push(id))) - 1;
    }
  }

  /** How many names there are. */
  get size(): number {
    return this.#ids.length;
  }

  /** The names by number. */
  values(): string[] {
    return this.#ids.map((id) => this.#names.name(id));
  }

  /** Forgets all numbers. */
  clear(): void {
    for (const id of this.#ids) this.#numbers[id] = 0;
    this.#ids = [];
  }
}
