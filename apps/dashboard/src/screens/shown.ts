import { answered, currentPlace, queryOf, topOf, totalOf } from '../state/answers.js';
import { BLOCK_ROWS, type Need, typedNameNeed } from '../state/needs.js';
import { focusedList, type ListState, type Place } from '../state/place.js';
import { isOfSubject } from '../state/screen-names.js';
import type { State } from '../state/state.js';
import type { Line } from '../terminal/line.js';
import type { Shown } from './screen.js';
import { screenOf } from './screens.js';

/** Lines of the frame: tabs, breadcrumbs, status, keys. */
export const FRAME_LINES = 4;

/** Lines of a list besides its rows: its tab, and the heading of its columns. */
const LIST_LINES = 2;

/** The place that is shown, with what it is drawn from; null until there is data. */
export function shownPlace(state: State): Shown | null {
  const place = currentPlace(state);
  return place === null || state.facts === null ? null : { state, place, facts: state.facts };
}

/** Whether a place waits for what it is to show. */
export function isWithoutSubject({ screen, subject }: Place): boolean {
  return subject === null && isOfSubject(screen);
}

// A state is drawn once, and asked many times how many rows it has room for.
const headers = new WeakMap<State, Line[]>();

/** What stands above the lists of the place that is shown. */
export function headerLines(state: State): Line[] {
  const drawn = headers.get(state);
  if (drawn !== undefined) return drawn;
  const shown = shownPlace(state);
  const lines = shown === null ? [] : (screenOf(shown.place.screen).header?.(shown) ?? []);
  headers.set(state, lines);
  return lines;
}

/** Rows of a list that fit onto the screen. */
export function tableRows(state: State): number {
  return Math.max(1, state.size.rows - FRAME_LINES - headerLines(state).length - LIST_LINES);
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
  const typed = typedNameNeed(state.prompt);
  if (typed !== null) return [typed];
  if (isWithoutSubject(place)) return [{ kind: 'defaults' }];
  const height = tableRows(state);
  const lists = visibleLists(place).flatMap((list) => listNeeds(state, list, height).now);
  const needs = state.facts === null ? [] : (screenOf(place.screen).needs?.(place, state.facts) ?? []);
  return [...lists, ...needs];
}

/** The questions on the screen that have no answer yet. */
export function pendingNeeds(state: State): Need[] {
  return shownNeeds(state).filter((need) => !answered(state, need));
}

/** What is asked next: what the screen waits for, and when there is nothing, what a page further would show. */
export function nextNeeds(state: State): Need[] {
  const pending = pendingNeeds(state);
  const place = currentPlace(state);
  if (pending.length > 0 || place === null) return pending;
  const height = tableRows(state);
  const beside = visibleLists(place).flatMap((list) => listNeeds(state, list, height).next);
  return beside.filter((need) => !answered(state, need));
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
  // Where one of several is enough, a name that nothing has is not seen by what is missing.
  const mayMiss = total === 0 ? list.conditions.length > 0 : list.conditions.some((each) => 'some' in each);
  const near: Need[] = mayMiss ? [{ kind: 'near', query }] : [];
  return { now: [...blocks.map(rows), count, ...near], next: beside.map(rows) };
}
