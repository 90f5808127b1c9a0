import { showable } from '@cmsc/core';
import type { Facts } from '../lists/facts.js';
import type { Cell, Column, Row } from '../lists/column.js';
import type { ListQuery } from '../lists/list-ref.js';
import { cellReader, shownColumns, type ListSpec } from '../lists/list-spec.js';
import { specOf } from '../lists/lists.js';
import { BLOCK_ROWS, needKey, type Answers, type Need } from './needs.js';
import { focusedList, withList, type ListState, type Place } from './place.js';
import type { State } from './state.js';

/** The place that is shown. */
export function currentPlace(state: State): Place | null {
  return state.places.at(-1) ?? null;
}

/** `state` with the place that is shown changed. */
export function replacePlace(state: State, place: Place): State {
  return { ...state, places: [...state.places.slice(0, -1), place] };
}

/** The list that the keys work on, if there is one. */
export function currentList(state: State): ListState | null {
  const place = currentPlace(state);
  return place === null ? null : focusedList(place);
}

/** The spec of that list. */
export function currentSpec(state: State): ListSpec | null {
  const list = currentList(state);
  return list === null || state.facts === null ? null : specOf(list.ref, state.facts);
}

/** `state` with that list changed. */
export function changeList(state: State, change: (list: ListState) => ListState): State {
  const place = currentPlace(state);
  return place === null ? state : replacePlace(state, withList(place, change));
}

/** What a list asks of the data. */
export function queryOf({ ref, conditions, sort }: ListState): ListQuery {
  return { ref, conditions, sort };
}

/** Whether a question has an answer, or a reason why there is none. */
export function answered(state: State, need: Need): boolean {
  return state.results.has(needKey(need));
}

/** The answer to a question, or undefined while there is none. */
export function answerTo<N extends Need>(state: State, need: N): Answers[N['kind']] | undefined {
  const result = state.results.get(needKey(need));
  return result !== undefined && 'value' in result ? (result.value as Answers[N['kind']]) : undefined;
}

/** Why a question has no answer, or undefined. */
export function failureOf(state: State, need: Need): string | undefined {
  const result = state.results.get(needKey(need));
  return result !== undefined && 'failure' in result ? result.failure : undefined;
}

/** Number of rows of a list, or undefined while it is counted. */
export function totalOf(state: State, list: ListState): number | undefined {
  return answerTo(state, { kind: 'count', query: queryOf(list) });
}

/** Index of the row under the cursor, within the list as far as its length is known. */
export function cursorOf(state: State, list: ListState): number {
  const total = totalOf(state, list);
  return total === undefined ? list.cursor : Math.max(0, Math.min(list.cursor, total - 1));
}

/** Index of the first row that is shown, so that the cursor is. */
export function topOf(state: State, list: ListState, height: number): number {
  const cursor = cursorOf(state, list);
  return Math.max(0, Math.min(Math.max(list.top, cursor - height + 1), cursor));
}

/** A row of a list, or undefined while it is not there. */
export function rowAt(state: State, list: ListState, index: number): Row | undefined {
  const block = Math.floor(index / BLOCK_ROWS);
  return answerTo(state, { kind: 'rows', query: queryOf(list), block })?.[index % BLOCK_ROWS];
}

/** The blocks that the rows from `first` to `last` lie in, as far as they are there. */
export function blocksAt(state: State, list: ListState, first: number, last: number): (readonly Row[])[] {
  const query = queryOf(list);
  const [begin, end] = [first, last].map((index) => Math.floor(index / BLOCK_ROWS)) as [number, number];
  return Array.from({ length: end - begin + 1 }, (_, step) => begin + step).flatMap((block) => {
    const rows = answerTo(state, { kind: 'rows', query, block });
    return rows === undefined ? [] : [rows];
  });
}

/** What a list's filter names that no row has, and what it may have been meant for, each as a sentence. */
export function missingNames(state: State, list: ListState): string[] {
  const missing = answerTo(state, { kind: 'near', query: queryOf(list) }) ?? [];
  return missing.map(
    ({ column, name, near }) => `no ${showable(column)} is ${showable(name)}${nearText(near)}`,
  );
}

/** What stands behind a name that there is none of: those that it may have been meant for. */
export function nearText(near: readonly string[]): string {
  return near.length === 0 ? '' : ` (${near.map(showable).join(', ')}?)`;
}

/** The row under the cursor of a list. */
export interface CurrentRow {
  list: ListState;
  spec: ListSpec;
  row: Row;
  /** The column under the cursor. */
  column: Column | undefined;
  /** Reads a cell by the name of its column. */
  cell: (column: string) => Cell;
}

/** The row under the cursor of the list that the keys work on; null while it is not there. */
export function currentRow(state: State, facts: Facts): CurrentRow | null {
  const list = currentList(state);
  return list === null ? null : rowOf(state, list, facts);
}

/** The row under the cursor of a list; null while it is not there. */
export function rowOf(state: State, list: ListState, facts: Facts): CurrentRow | null {
  const row = rowAt(state, list, cursorOf(state, list));
  if (row === undefined) return null;
  const spec = specOf(list.ref, facts);
  return { list, spec, row, column: shownColumns(spec)[list.column], cell: cellReader(spec, row) };
}
