import type { LISTS } from './lists.js';

/** The lists that the screens are made of. */
export type ListName = keyof typeof LISTS;

/** What a list is narrowed to. */
export type Scope =
  | { by: 'user'; name: string }
  | { by: 'computer'; name: string }
  /** Sessions whose logons came from that computer. */
  | { by: 'origin'; name: string }
  | { by: 'session'; id: number }
  /** Sessions that a red-team tuple lies in. */
  | { by: 'tuple'; id: number };

/** How often each value of a column stands in a list. */
export interface FrequencyRef {
  list: 'frequency';
  of: PlainRef;
  column: string;
  /** What the list was filtered by. */
  conditions: readonly Filter[];
}

/** A list of the data set. */
export interface PlainRef {
  list: ListName;
  scope: Scope | null;
}

/** Which list. Two with the same JSON are the same list. */
export type ListRef = PlainRef | FrequencyRef;

/** A {@link PlainRef}. */
export function listRef(list: ListName, scope: Scope | null = null): PlainRef {
  return { list, scope };
}

/** The order of a list. */
export interface Sort {
  column: string;
  descending: boolean;
}

/** Rows of a list: which, and in what order. */
export interface ListQuery {
  ref: ListRef;
  conditions: readonly Filter[];
  sort: Sort;
}

/** How a condition compares. `=` takes `*` and `?` in text; `==` takes text as it is; `~` is "contains". */
export type Operator = '=' | '==' | '~' | '<' | '<=' | '>' | '>=';

/** One term of a filter, resolved against the columns of a list. */
export interface Condition {
  /** A column of the list, or `*` for any column that holds text. */
  column: string;
  operator: Operator;
  /** A number for columns of numbers. */
  value: string | number;
  /** Keeps the rows that don't match. */
  negated: boolean;
}

/** What a row has to meet: a condition, or all or any of several. */
export type Filter = Condition | { every: readonly Filter[] } | { some: readonly Filter[] };

/** The column name that stands for all columns with text. */
export const ANY_COLUMN = '*';
