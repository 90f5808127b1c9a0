import { shownColumns } from '../lists/list-spec.js';
import { specOf } from '../lists/lists.js';
import { screenOf } from '../screens/screens.js';
import { tableRows } from '../screens/shown.js';
import { changeList, currentList, cursorOf, replacePlace, topOf } from '../state/answers.js';
import { focusedList, LAST_ROW, type ListState, type Place } from '../state/place.js';
import { to, type State, type Transition } from '../state/state.js';
import type { Facts } from '../lists/facts.js';
import type { Command } from './command.js';

/** Commands that move the cursor. */
export const MOVING = {
  down: { keys: ['down', 'j'], help: 'next row', run: (state) => moveBy(state, 1) },
  up: { keys: ['up', 'k'], help: 'row before', run: (state) => moveBy(state, -1) },
  'page-down': {
    keys: ['pagedown', 'space', 'ctrl-f'],
    help: 'a page down',
    run: (state) => moveBy(state, tableRows(state)),
  },
  'page-up': {
    keys: ['pageup', 'ctrl-b'],
    help: 'a page up',
    run: (state) => moveBy(state, -tableRows(state)),
  },
  first: { keys: ['home', 'g'], help: 'first row', run: (state) => moveTo(state, 0) },
  last: { keys: ['end', 'G'], help: 'last row', run: (state) => moveTo(state, LAST_ROW) },
  'column-right': {
    keys: ['right', 'l'],
    help: 'next column',
    run: (state, place, facts) => moveColumn(state, place, facts, 1),
  },
  'column-left': {
    keys: ['left', 'h'],
    help: 'column before',
    run: (state, place, facts) => moveColumn(state, place, facts, -1),
  },
  'next-pane': {
    keys: [']', '.'],
    help: 'next list of the screen',
    run: (state, place) => movePane(state, place, 1),
  },
  'previous-pane': {
    keys: ['[', ','],
    help: 'list before',
    run: (state, place) => movePane(state, place, -1),
  },
} satisfies Record<string, Command>;

/** Puts the cursor on a row of the place that is shown. */
export function moveTo(state: State, index: number): Transition {
  const height = tableRows(state);
  return to(changeList(state, (list) => withCursor(state, list, index, height)));
}

function moveBy(state: State, rows: number): Transition {
  const list = currentList(state);
  return list === null ? to(state) : moveTo(state, cursorOf(state, list) + rows);
}

// Of lists that stand side by side, the first column of one comes after the last of the other.
function moveColumn(state: State, place: Place, facts: Facts, steps: 1 | -1): Transition {
  const list = focusedList(place);
  if (list === null) return to(state);
  const lastColumn = ({ ref }: ListState) => shownColumns(specOf(ref, facts)).length - 1;
  const column = list.column + steps;
  const isInside = column >= 0 && column <= lastColumn(list);
  const pane = isInside || screenOf(place.screen).sideBySide !== true ? place.pane : place.pane + steps;
  const next = place.lists[pane];
  if (next === undefined || (!isInside && next === list)) return to(state);
  const at = isInside ? column : steps === 1 ? 0 : lastColumn(next);
  return to(changeList(replacePlace(state, { ...place, pane }), (each) => ({ ...each, column: at })));
}

function movePane(state: State, place: Place, steps: number): Transition {
  const { length } = place.lists;
  if (length === 0) return to(state);
  return to(replacePlace(state, { ...place, pane: (place.pane + steps + length) % length }));
}

// A page moves the window with the cursor, as far as the list goes.
function withCursor(state: State, list: ListState, index: number, height: number): ListState {
  const before = cursorOf(state, list);
  const cursor = cursorOf(state, { ...list, cursor: Math.max(0, index) });
  const isPage = Math.abs(cursor - before) === height;
  const top = isPage ? Math.max(0, list.top + cursor - before) : list.top;
  const moved = { ...list, cursor: index === LAST_ROW ? LAST_ROW : cursor, top };
  return { ...moved, top: topOf(state, moved, height) };
}
