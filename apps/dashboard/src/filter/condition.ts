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

/** The column name that stands for all columns with text. */
export const ANY_COLUMN = '*';
