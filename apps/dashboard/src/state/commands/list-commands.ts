import type { BrowseCommand } from '../../keys/bindings.js';
import { cellText } from '../../lists/column.js';
import type { FrequencyRef } from '../../lists/list-ref.js';
import { specOf } from '../../lists/list-specs.js';
import { shownColumns } from '../../lists/list-spec.js';
import type { Facts } from '../../data/facts.js';
import { focusedList, newList, withList, type ListState, type Place } from '../place.js';
import { currentRow, cursorOf, queryOf, replacePlace } from '../selectors.js';
import { saying, to, type State, type Transition } from '../state.js';
import type { Handler } from './handler.js';

/** Keys that do something with the rows of a list, or with one of its columns. */
export const LIST_COMMANDS: Partial<Record<BrowseCommand, Handler>> = {
  sort: sortByColumn,
  frequency: countValues,
  'next-match': (state, place) => findNext(state, place, false),
  'previous-match': (state, place) => findNext(state, place, true),
  record: showRecord,
  copy: copyRow,
};

/** Sorts the focused list by its column `name`; a list that is sorted by it already is turned round. */
export function sortBy(list: ListState, name: string): ListState {
  const again = list.sort.column === name;
  return { ...list, sort: { column: name, descending: again && !list.sort.descending }, cursor: 0, top: 0 };
}

/** Searches from the cursor on. */
export function findNext(state: State, place: Place, backwards: boolean): Transition {
  const list = focusedList(place);
  if (list === null) return to(state);
  if (list.search === '') return to(saying(state, 'nothing was searched for yet: / searches'));
  const start = { index: cursorOf(state, list), backwards };
  return to(
    { ...state, working: 'searching' },
    { type: 'find', query: queryOf(list), text: list.search, start },
  );
}

function sortByColumn(state: State, place: Place, facts: Facts): Transition {
  const list = focusedList(place);
  const column = list === null ? undefined : shownColumns(specOf(list.ref, facts))[list.column];
  if (column === undefined) return to(state);
  return to(
    replacePlace(
      state,
      withList(place, (before) => sortBy(before, column.name)),
    ),
  );
}

function countValues(state: State, place: Place, facts: Facts): Transition {
  const list = focusedList(place);
  if (list === null) return to(state);
  const { ref, conditions } = list;
  if (ref.list === 'frequency') return to(saying(state, 'these are counts already'));
  const spec = specOf(ref, facts);
  const column = shownColumns(spec)[list.column];
  if (column === undefined) return to(state);
  if (column.name === spec.id) return to(saying(state, `every row has a ${column.name} of its own`));
  const counts: FrequencyRef = { list: 'frequency', of: ref, column: column.name, conditions };
  const counted: Place = { screen: 'frequency', subject: null, pane: 0, lists: [newList(counts, facts)] };
  return to({ ...state, places: [...state.places, counted] });
}

/** Shows all of the row under the cursor. */
function showRecord(state: State, place: Place, facts: Facts): Transition {
  return to(currentRow(state, place, facts) === null ? state : { ...state, record: true });
}

function copyRow(state: State, place: Place, facts: Facts): Transition {
  const current = currentRow(state, place, facts);
  if (current === null) return to(state);
  const columns = shownColumns(current.spec);
  // What is pasted must not act on a shell any more than what is shown may act on the terminal.
  const text = columns.map(({ name, kind }) => cellText(current.cell(name), kind, false)).join('\t');
  return to(saying(state, 'the row was sent to the clipboard', 'good'), { type: 'copy', text });
}
