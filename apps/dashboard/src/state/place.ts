import type { Facts } from '../lists/facts.js';
import type { Filter, ListRef, Sort } from '../lists/list-ref.js';
import { specOf } from '../lists/lists.js';
import type { ScreenName } from './screen-names.js';

/** Index beyond any list: the cursor stands on the last row, once the number of rows is known. */
export const LAST_ROW = Number.MAX_SAFE_INTEGER;

/** A list on the screen. */
export interface ListState {
  ref: ListRef;
  sort: Sort;
  /** Index of the column that sorting and counting work on. */
  column: number;
  /** The filter as it was typed, and what it says. */
  filter: string;
  conditions: readonly Filter[];
  /** What was searched for; it is marked. */
  search: string;
  /** Index of the row under the cursor. It may lie beyond the end, see `cursorOf`. */
  cursor: number;
  /** Index of the first row that is shown. */
  top: number;
}

/** A session's id, or the name of a user or a computer. */
export type Subject = number | string;

/** A screen with all that was done on it. The way here is a stack of places. */
export interface Place {
  screen: ScreenName | 'frequency';
  /** What the screens Session, User and Computer show; null while that is looked up. */
  subject: Subject | null;
  lists: readonly ListState[];
  /** Index of the list that the keys work on. */
  pane: number;
  /** What its first list is to be filtered by, as long as there is no subject, and so no list. */
  filter?: string;
}

/** A list as it is first shown. */
export function newList(
  ref: ListRef,
  facts: Facts,
  filter = '',
  conditions: readonly Filter[] = [],
): ListState {
  const { sort } = specOf(ref, facts);
  return { ref, sort, column: 0, filter, conditions, search: '', cursor: 0, top: 0 };
}

/** The list that the keys work on, if the screen has one. */
export function focusedList(place: Place): ListState | null {
  return place.lists[place.pane] ?? null;
}

/** `place` with its focused list changed. */
export function withList(place: Place, change: (list: ListState) => ListState): Place {
  return { ...place, lists: place.lists.map((list, pane) => (pane === place.pane ? change(list) : list)) };
}
