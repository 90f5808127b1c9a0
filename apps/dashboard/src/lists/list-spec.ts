import type { Cell, Column, Row } from './column.js';
import type { Facts } from './facts.js';
import type { Scope, Sort } from './list-ref.js';
import type { Relation } from './relation.js';
import type { Parameters, TableMaker } from './statement.js';

/** A list, as the screens and the queries need to know it. */
export interface ListSpec {
  /** On its tab: `sessions`, `computers`. */
  title: string;
  columns: readonly Column[];
  /** The column whose values are all different; it orders rows that are equal otherwise. */
  id: string;
  sort: Sort;
  /** A row with a value above 0 in this column is marked as attacked. */
  mark?: string;
  /** What its tab says of a list that holds a part of what there is: from so many rows on. */
  part?: { fromRows: number; says: string };
  /** Where Enter leads. */
  open?: (cell: (column: string) => Cell) => Target;
}

/** A list as it is written down, all that there is of it: {@link specIn} makes of it what holds in a database. */
export interface DescribedList extends Omit<ListSpec, 'sort'> {
  rows: Rows;
  /** By its id, upwards, when absent. */
  sort?: Sort;
  /** Marked rows come first, in that order among themselves. */
  markedFirst?: boolean;
}

/** What is written down of a list: where that depends on the database or on what it is narrowed to, how. */
export type ListWriter = DescribedList | ((facts: Facts, scope: Scope | null) => DescribedList);

/** Where the rows of a list come from: something with the columns of the list. */
type Rows =
  /** They stand in the database, or with `narrow` in a smaller table of it, and are read there a page at a time. */
  | { inPlace: (spec: ListSpec, narrow: boolean) => Relation }
  /** SQL that counts or joins them, out of the sessions in the list's scope for instance; its answer is kept. */
  | { kept: (parameters: Parameters, sessions: Relation) => string }
  /** What makes the table `name` of them where one statement can't. */
  | { make: (name: string, tables: TableMaker, signal: AbortSignal) => Promise<void> };

/** Without a red team nothing is known of labels: a 0 would say that there was no attack. */
export function specIn({ labelled }: Facts, described: DescribedList): ListSpec {
  const { markedFirst = false, ...list } = described;
  const columns = list.columns.filter(({ ofLabels }) => labelled || ofLabels !== true);
  const mark = labelled ? list.mark : undefined;
  const sort = list.sort ?? { column: list.id, descending: false };
  if (mark === undefined || !markedFirst) return { ...list, columns, mark, sort };
  const first = markedOrder(mark, sort);
  return { ...list, columns: [...columns, first], mark, sort: { ...sort, column: first.name } };
}

function markedOrder(mark: string, { column: then, descending }: Sort): Column {
  const foremost = { mark, then, descending };
  return { name: `attacked first, then ${then}`, kind: 'number', width: 0, hidden: true, foremost };
}

/** Index of the column `name`, or -1. */
export function columnIndex(spec: ListSpec, name: string): number {
  return spec.columns.findIndex((column) => column.name === name);
}

/** Reads the cells of `row` by the names of its columns. */
export function cellReader(spec: ListSpec, row: Row): (column: string) => Cell {
  return (column) => row[columnIndex(spec, column)] ?? null;
}

/** The columns that are shown, in order. */
export function shownColumns(spec: ListSpec): readonly Column[] {
  return spec.columns.filter((column) => column.hidden !== true);
}

/** What Enter on a row opens, or the reason why it opens nothing. */
export type Target =
  | { to: 'session'; id: number }
  | { to: 'user' | 'computer'; name: string }
  | { to: 'sessions'; scope: Scope | null; filter: string }
  /** Back to the list that was counted, with one more term in its filter; null where none says it. */
  | { to: 'counted'; term: string | null }
  | { to: 'nowhere'; why: string };
