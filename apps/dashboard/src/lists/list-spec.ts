import type { Cell, Column, Row } from './column.js';
import type { ListRef, PlainRef, Sort } from './list-ref.js';

/** A list, as the screens and the queries need to know it. */
export interface ListSpec {
  ref: ListRef;
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
  | { to: 'sessions'; ref: PlainRef; filter: string }
  /** Back to the list that was counted, with one more term in its filter; null where none says it. */
  | { to: 'counted'; term: string | null }
  | { to: 'nowhere'; why: string };
