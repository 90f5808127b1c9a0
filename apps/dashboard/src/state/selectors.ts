import type { Facts } from '../data/facts.js';
import type { Row } from '../lists/column.js';
import type { ListQuery } from '../lists/list-ref.js';
import { specOf } from '../lists/list-specs.js';
import { cellReader, type ListSpec } from '../lists/list-spec.js';
import { screenOf } from '../screens/screens.js';
import { BLOCK_ROWS, needKey, type Answers, type Need } from './needs.js';
import { focusedList, type ListState, type Place } from './place.js';
import type { State } from './state.js';

/** Lines of the frame: tabs, breadcrumbs, status, keys. */
export const FRAME_LINES = 4;

/** The place that is shown. */
export function currentPlace(state: State): Place | null {
  return state.places.at(-1) ?? null;
}

/** `state` with the place that is shown changed. */
export function replacePlace(state: State, place: Place): State {
  return { ...state, places: [...state.places.slice(0, -1), place] };
}

/** Rows of a list that fit onto the screen. */
export function tableRows(state: State, place: Place): number {
  return Math.max(1, state.size.rows - FRAME_LINES - screenOf(place.screen).linesAbove(state.size));
}

/** What a list asks of the data. */
export function queryOf({ ref, conditions, sort }: ListState): ListQuery {
  return { ref, conditions, sort };
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

/** The row under the cursor. */
export function rowAtCursor(state: State, list: ListState): Row | undefined {
  return rowAt(state, list, cursorOf(state, list));
}

/** The focused list with its spec, the row under its cursor, and a reader of its cells. */
export function currentRow(state: State, place: Place, facts: Facts) {
  const list = focusedList(place);
  return list === null ? null : listRow(state, list, facts);
}

/** A list with its spec, the row under its cursor, and a reader of its cells. */
export function listRow(state: State, list: ListState, facts: Facts) {
  const row = rowAtCursor(state, list);
  if (row === undefined) return null;
  const spec: ListSpec = specOf(list.ref, facts);
  return { list, spec, row, cell: cellReader(spec, row) };
}

/** The lists that are on the screen at the same time. */
export function visibleLists(place: Place): readonly ListState[] {
  if (screenOf(place.screen).sideBySide === true) return place.lists;
  const list = focusedList(place);
  return list === null ? [] : [list];
}

/** Everything that the screen shows, as questions for the data. */
export function shownNeeds(state: State): Need[] {
  const place = currentPlace(state);
  if (place === null) return [];
  const screen = screenOf(place.screen);
  if (screen.ofSubject === true && place.subject === null) return [{ kind: 'defaults' }];
  const height = tableRows(state, place);
  const lists = visibleLists(place).flatMap((list) => listNeeds(state, list, height).now);
  return [...lists, ...screen.needs(place)];
}

/** The questions on the screen that have no answer yet. */
export function pendingNeeds(state: State): Need[] {
  return shownNeeds(state).filter((need) => !state.results.has(needKey(need)));
}

/** What is asked next: what the screen waits for, and when there is nothing, what a page further would show. */
export function nextNeeds(state: State): Need[] {
  const pending = pendingNeeds(state);
  const place = currentPlace(state);
  if (pending.length > 0 || place === null) return pending;
  const height = tableRows(state, place);
  const beside = visibleLists(place).flatMap((list) => listNeeds(state, list, height).next);
  return beside.filter((need) => !state.results.has(needKey(need)));
}

function listNeeds(state: State, list: ListState, height: number): { now: Need[]; next: Need[] } {
  const query = queryOf(list);
  const count: Need = { kind: 'count', query };
  const total = totalOf(state, list);
  // The last row can't be asked for before it is known which one it is.
  if (total === undefined && list.cursor > Number.MAX_SAFE_INTEGER / 2) return { now: [count], next: [] };
  const top = topOf(state, list, height);
  const last = Math.min(top + height, total ?? Infinity) - 1;
  const [first, final] = [Math.floor(top / BLOCK_ROWS), Math.max(0, Math.floor(last / BLOCK_ROWS))];
  const blocks = Array.from({ length: Math.max(1, final - first + 1) }, (_, step) => first + step);
  const rows = (block: number): Need => ({ kind: 'rows', query, block });
  const beside = [final + 1, first - 1].filter((block) => block >= 0 && block * BLOCK_ROWS < (total ?? 0));
  return { now: [...blocks.map(rows), count], next: beside.map(rows) };
}
