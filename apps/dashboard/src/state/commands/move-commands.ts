import type { BrowseCommand } from '../../keys/bindings.js';
import { specOf } from '../../lists/list-specs.js';
import { shownColumns } from '../../lists/list-spec.js';
import { focusedList, LAST_ROW, withList, type ListState, type Place } from '../place.js';
import { cursorOf, replacePlace, tableRows, topOf } from '../selectors.js';
import { to, type State, type Transition } from '../state.js';
import type { Handler } from './handler.js';

/** Keys that move the cursor. */
export const MOVE_COMMANDS: Partial<Record<BrowseCommand, Handler>> = {
  down: (state, place) => moveBy(state, place, 1),
  up: (state, place) => moveBy(state, place, -1),
  'page-down': (state, place) => moveBy(state, place, tableRows(state, place)),
  'page-up': (state, place) => moveBy(state, place, -tableRows(state, place)),
  first: (state, place) => moveTo(state, place, 0),
  last: (state, place) => moveTo(state, place, LAST_ROW),
  'column-right': (state, place) => moveColumn(state, place, 1),
  'column-left': (state, place) => moveColumn(state, place, -1),
  'next-pane': (state, place) => movePane(state, place, 1),
  'previous-pane': (state, place) => movePane(state, place, -1),
};

/** Puts the cursor on a row. */
export function moveTo(state: State, place: Place, index: number): Transition {
  const height = tableRows(state, place);
  return to(
    replacePlace(
      state,
      withList(place, (list) => withCursor(state, list, index, height)),
    ),
  );
}

/** Goes to another column. */
export function moveColumn(state: State, place: Place, steps: number): Transition {
  const { facts } = state;
  if (facts === null) return to(state);
  const moved = withList(place, (list) => {
    const columns = shownColumns(specOf(list.ref, facts)).length;
    return { ...list, column: Math.max(0, Math.min(columns - 1, list.column + steps)) };
  });
  return to(replacePlace(state, moved));
}

function moveBy(state: State, place: Place, rows: number): Transition {
  const list = focusedList(place);
  return list === null ? to(state) : moveTo(state, place, cursorOf(state, list) + rows);
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
