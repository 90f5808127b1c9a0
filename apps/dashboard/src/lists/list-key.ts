import type { ListQuery } from './list-ref.js';

/** A row's place in an order: its value in the sorted column, then its id. */
export interface Key {
  id: string | number;
  value: string | number;
}

/** Which way a walk over the keys goes: with the list's order, or against it. */
export type Direction = 'forward' | 'backward';

/** A walk over the keys of a list. */
export interface KeyWalk {
  query: ListQuery;
  direction: Direction;
  /** Only rows that hold this text in a column with text, in any case. */
  search?: string;
}
