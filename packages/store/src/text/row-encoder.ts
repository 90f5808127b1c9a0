import {
  LONGEST_NUMBER,
  NameBytes,
  PerName,
  putBytes,
  putInt,
  putIsoTime,
  putMillionths,
  putNumber,
  type Dictionary,
  type ListColumn,
} from '@cmsc/core';
import type { KeyTexts } from '../key-texts.js';
import { NULL_INT, type TableBatch, type TableSpec } from '../table.js';
import { columnNames, type ListMarks, type TextDialect } from './text-dialect.js';

/** More bytes than any dialect puts around and between two values: brackets, commas, quotes, `null`; and those that a time takes above a number. */
const MARK_BYTES = 12;

const QUOTE = 34;
const TRUE = Buffer.from('true');
const FALSE = Buffer.from('false');

/** A column that is not part of the key, as it is written. */
interface ColumnPlan {
  lead: Uint8Array;
  type: TableSpec['columns'][number]['type'];
  /** The names of a `name` or `name[]` column. */
  names: NameBytes | undefined;
  /** The names of a column whose empty name is written as no value, and the id of that; -1 while there is none. */
  emptyIsNull: Dictionary | undefined;
  emptyId: number;
  /** Whether a list with a name in it has to stand in quotes, 1 or 0; absent where no list ever does. */
  quoted: PerName | undefined;
}

/** Writes the rows of a table as the bytes of a text format. */
export class RowEncoder {
  /** What stands before the first row. */
  readonly header: Uint8Array;
  readonly #keys: KeyTexts;
  readonly #keyPlans: readonly { lead: Uint8Array; names: NameBytes }[];
  #keyIds: Int32Array = new Int32Array(0);
  readonly #plans: readonly ColumnPlan[];
  /** Numbers of the columns that are lists. */
  readonly #listColumns: readonly number[];
  readonly #end: Uint8Array;
  readonly #empty: Uint8Array;
  readonly #list: Marks;
  readonly #span: Marks;
  /** What stands around a text that has nothing special in it. */
  readonly #around: readonly Uint8Array[];
  #fixedBytes = 0;
  #itemBytes = 0;

  constructor(spec: TableSpec, dialect: TextDialect, keys: KeyTexts) {
    const names = columnNames(spec);
    const lead = (c: number): Buffer => Buffer.from(dialect.lead(names[c]!, c === 0));
    this.header = Buffer.from(dialect.header(names));
    this.#keys = keys;
    this.#around = dialect
      .value('0')
      .split('0')
      .map((mark) => Buffer.from(mark));
    const values = eachOnce((of: Dictionary) => new NameBytes(of, dialect.value));
    const items = eachOnce((of: Dictionary) => new NameBytes(of, dialect.item));
    this.#keyPlans = spec.key.map((_, c) => ({ lead: lead(c), names: values(keys.texts[c]!) }));
    this.#plans = spec.columns.map((column, c) => {
      const plan = { lead: lead(spec.key.length + c), type: column.type, emptyId: -1 };
      if (!('names' in column))
        return { ...plan, names: undefined, emptyIsNull: undefined, quoted: undefined };
      if (column.type === 'name') {
        const emptyIsNull = column.emptyIsNull ? column.names : undefined;
        return { ...plan, names: values(column.names), emptyIsNull, quoted: undefined };
      }
      const { quotesList } = dialect;
      const quoted = quotesList && new PerName(column.names, (name) => (quotesList(name) ? 1 : 0));
      return { ...plan, names: items(column.names), emptyIsNull: undefined, quoted };
    });
    this.#listColumns = spec.columns.flatMap(({ type }, c) => (type.endsWith('[]') ? [c] : []));
    this.#end = Buffer.from(dialect.end);
    this.#empty = Buffer.from(dialect.empty);
    this.#list = marks(dialect.list);
    this.#span = marks(dialect.span);
  }

  /** Gets ready for `batch`: takes in the names that have come up since the last one. */
  begin(batch: TableBatch): void {
    this.#keys.cover(batch);
    this.#fixedBytes = this.#end.length;
    this.#itemBytes = LONGEST_NUMBER + MARK_BYTES;
    this.#keyIds = this.#keys.ids;
    for (const { lead, names } of this.#keyPlans) {
      names.refresh();
      this.#fixedBytes += lead.length + names.longest;
    }
    for (const plan of this.#plans) {
      const { lead, names, quoted } = plan;
      names?.refresh();
      quoted?.refresh();
      plan.emptyId = plan.emptyIsNull?.find('') ?? -1;
      const longest = Math.max(names?.longest ?? 0, LONGEST_NUMBER) + MARK_BYTES;
      this.#fixedBytes += lead.length + longest;
      this.#itemBytes = Math.max(this.#itemBytes, longest);
    }
  }

  /** Bytes that row `row` takes at most. */
  mostBytes(batch: TableBatch, row: number): number {
    let bytes = this.#fixedBytes;
    for (const c of this.#listColumns) {
      const { offsets } = batch.columns[c] as ListColumn;
      bytes += (offsets[row + 1]! - offsets[row]!) * this.#itemBytes;
    }
    return bytes;
  }

  /** Writes row `row` to `bytes` from `at` on. Returns where it ends. */
  put(bytes: Uint8Array, at: number, batch: TableBatch, row: number): number {
    const plans = this.#keyPlans;
    const key = batch.key[row]! * plans.length;
    for (let c = 0; c < plans.length; c++) {
      const { lead, names } = plans[c]!;
      at = names.put(bytes, putBytes(bytes, at, lead), this.#keyIds[key + c]!);
    }
    for (let c = 0; c < this.#plans.length; c++) {
      const plan = this.#plans[c]!;
      at = putBytes(bytes, at, plan.lead);
      if (plan.type === 'int') at = this.#putInt(bytes, at, (batch.columns[c] as Int32Array)[row]!);
      else if (plan.type === 'number' || plan.type === 'count')
        at = this.#putNumber(bytes, at, (batch.columns[c] as Float64Array)[row]!);
      else if (plan.type === 'time' || plan.type === 'duration' || plan.type === 'flag')
        at = this.#putSpelled(bytes, at, plan.type, (batch.columns[c] as Float64Array | Int32Array)[row]!);
      else if (plan.type === 'name')
        at = this.#putName(bytes, at, plan, (batch.columns[c] as Int32Array)[row]!);
      else at = this.#putList(bytes, at, plan, batch.columns[c] as ListColumn, row);
    }
    return putBytes(bytes, at, this.#end);
  }

  #putInt(bytes: Uint8Array, at: number, value: number): number {
    return value === NULL_INT ? putBytes(bytes, at, this.#empty) : putInt(bytes, at, value);
  }

  #putNumber(bytes: Uint8Array, at: number, value: number): number {
    return Number.isNaN(value) ? putBytes(bytes, at, this.#empty) : putNumber(bytes, at, value);
  }

  #putName(bytes: Uint8Array, at: number, { names, emptyId }: ColumnPlan, id: number): number {
    return id === emptyId ? putBytes(bytes, at, this.#empty) : names!.put(bytes, at, id);
  }

  /** A duration has six digits whatever they are: it is as exact as the times that it lies between. */
  #putSpelled(bytes: Uint8Array, at: number, type: 'time' | 'duration' | 'flag', value: number): number {
    if (Number.isNaN(value) || value === NULL_INT) return putBytes(bytes, at, this.#empty);
    if (type === 'flag') return putBytes(bytes, at, value === 1 ? TRUE : FALSE);
    if (type === 'duration') return putMillionths(bytes, at, value);
    const [before, behind] = this.#around;
    return putBytes(bytes, putIsoTime(bytes, putBytes(bytes, at, before!), value), behind!);
  }

  #putList(
    bytes: Uint8Array,
    at: number,
    plan: ColumnPlan,
    { offsets, values }: ListColumn,
    row: number,
  ): number {
    const from = offsets[row]!;
    const to = offsets[row + 1]!;
    at = putBytes(bytes, at, this.#list.open);
    if (plan.names) at = this.#putNames(bytes, at, plan.names, plan.quoted?.values, values, from, to);
    else if (plan.type === 'span[]') at = this.#putSpans(bytes, at, values, from, to);
    else {
      for (let i = from; i < to; i++) {
        if (i > from) at = putBytes(bytes, at, this.#list.between);
        at = putInt(bytes, at, values[i]!);
      }
    }
    return putBytes(bytes, at, this.#list.close);
  }

  #putNames(
    bytes: Uint8Array,
    at: number,
    names: NameBytes,
    needQuotes: Int32Array | undefined,
    values: Int32Array,
    from: number,
    to: number,
  ): number {
    let quoted = false;
    if (needQuotes) for (let i = from; i < to && !quoted; i++) quoted = needQuotes[values[i]!] === 1;
    if (quoted) bytes[at++] = QUOTE;
    for (let i = from; i < to; i++) {
      if (i > from) at = putBytes(bytes, at, this.#list.between);
      at = names.put(bytes, at, values[i]!);
    }
    if (quoted) bytes[at++] = QUOTE;
    return at;
  }

  #putSpans(bytes: Uint8Array, at: number, values: Int32Array, from: number, to: number): number {
    for (let i = from; i < to; i += 2) {
      if (i > from) at = putBytes(bytes, at, this.#list.between);
      at = putBytes(bytes, at, this.#span.open);
      at = putInt(bytes, at, values[i]!);
      at = putBytes(bytes, at, this.#span.between);
      at = putInt(bytes, at, values[i + 1]!);
      at = putBytes(bytes, at, this.#span.close);
    }
    return at;
  }
}

interface Marks {
  open: Uint8Array;
  between: Uint8Array;
  close: Uint8Array;
}

function marks({ open, between, close }: ListMarks): Marks {
  return { open: Buffer.from(open), between: Buffer.from(between), close: Buffer.from(close) };
}

/** Makes something of each thing that it is asked for, once: columns that share their names share their bytes. */
function eachOnce<Of, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const all = new Map<Of, Made>();
  return (of) => {
    const made = all.get(of) ?? make(of);
    all.set(of, made);
    return made;
  };
}
