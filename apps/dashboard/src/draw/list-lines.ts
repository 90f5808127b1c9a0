import type { Facts } from '../data/facts.js';
import { specOf } from '../lists/list-specs.js';
import { BLOCK_ROWS, type Need } from '../state/needs.js';
import type { ListState, Place } from '../state/place.js';
import { cursorOf, failureOf, queryOf, rowAt, tableRows, topOf, totalOf } from '../state/selectors.js';
import type { State } from '../state/state.js';
import { showable } from '@cmsc/core';
import { fitLine, line, type Line } from './line.js';
import { grouped } from './numbers.js';
import { tableLines, type TableModel } from './table-lines.js';

/** What the body of a screen is drawn from. */
export interface BodyModel {
  state: State;
  place: Place;
  facts: Facts;
}

/** The list of a place that the keys work on, below the tabs of all its lists. */
export function listLines({ state, place, facts }: BodyModel): Line[] {
  const list = place.lists[place.pane];
  if (list === undefined) return [];
  const model = tableModel(state, place, facts, list, state.size.columns);
  return [paneTabs(state, place, facts), ...tableLines(model)];
}

/** A list as a table of `width` cells. */
export function tableModel(
  state: State,
  place: Place,
  facts: Facts,
  list: ListState,
  width: number,
): TableModel {
  const height = tableRows(state, place);
  const query = queryOf(list);
  const top = topOf(state, list, height);
  const failure =
    failureOf(state, { kind: 'count', query }) ??
    failureOf(state, { kind: 'rows', query, block: Math.floor(top / BLOCK_ROWS) });
  return {
    spec: specOf(list.ref, facts),
    sort: list.sort,
    column: list.column,
    search: list.search,
    cursor: cursorOf(state, list),
    top,
    height,
    width,
    total: totalOf(state, list),
    row: (index) => rowAt(state, list, index),
    clock: state.clock,
    focused: place.lists[place.pane] === list && !state.still,
    failure: failure === undefined ? undefined : showable(failure),
  };
}

/** The names of a place's lists, the current one in brackets, with its number of rows and its filter. */
function paneTabs(state: State, place: Place, facts: Facts): Line {
  return place.lists.flatMap((list, pane) => paneTab(state, facts, list, pane === place.pane));
}

/** The name of one list. */
export function paneTab(state: State, facts: Facts, list: ListState, current: boolean): Line {
  const { title, part } = specOf(list.ref, facts);
  if (!current) return [{ text: ` ${showable(title)}  `, style: 'dim' }];
  const total = totalOf(state, list);
  const says = part !== undefined && total !== undefined && total >= part.fromRows ? `, ${part.says}` : '';
  const count = total === undefined ? '' : ` ${grouped(total)}${says}`;
  return [{ text: `[${showable(title)}${count}]`, style: 'strong' }, { text: ' ' }];
}

/** What stands in the place of an answer that isn't there: that it comes, or why it doesn't. */
export function waitingLines(state: State, need: Need, count: number): Line[] {
  const failure = failureOf(state, need);
  const says = failure === undefined ? line('…', 'dim') : line(showable(failure), 'error');
  return Array.from({ length: count }, (_, row) => (row === 0 ? fitLine(says, state.size.columns) : []));
}
