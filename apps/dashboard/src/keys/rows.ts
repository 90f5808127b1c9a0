import type { Facts } from '../lists/facts.js';
import { showable } from '@cmsc/core';
import type { Cell } from '../lists/column.js';
import type { FrequencyRef } from '../lists/list-ref.js';
import { shownColumns } from '../lists/list-spec.js';
import { specOf } from '../lists/lists.js';
import { changeList, currentList, currentRow, cursorOf, queryOf } from '../state/answers.js';
import { newList, type ListState, type Place } from '../state/place.js';
import { saying, to, withPrompt, type State, type Transition } from '../state/state.js';
import { aboutRow, type Command } from './command.js';
import { addValue, toggleAttacked } from './filters.js';

/** Commands that do something with the rows of a list, or with one of its columns. */
export const ROWS = {
  filter: {
    keys: ['f'],
    help: 'filter: user=U66@* duration>1h attacked',
    run: (state) => to(withPrompt(state, 'filter', currentList(state)?.filter ?? '')),
  },
  'only-value': {
    keys: ['='],
    help: 'keep the rows with this value',
    about: aboutRow,
    run: (state, _, facts) => addValue(state, facts, false),
  },
  'without-value': {
    keys: ['!'],
    help: 'drop the rows with this value',
    about: aboutRow,
    run: (state, _, facts) => addValue(state, facts, true),
  },
  'attacked-only': { keys: ['a'], help: 'attacked ones only, and back', run: toggleAttacked },
  sort: { keys: ['s'], help: 'sort by this column, again to reverse', run: sortByColumn },
  search: {
    keys: ['/'],
    help: 'search in every column with names',
    run: (state) => to(withPrompt(state, 'search', '')),
  },
  'next-match': { keys: ['n'], help: 'next match', run: (state) => findNext(state, false) },
  'previous-match': {
    keys: ['N'],
    help: 'match before',
    run: (state) => findNext(state, true),
  },
  frequency: { keys: ['c'], help: 'count the values of this column', run: countValues },
  record: {
    keys: ['v'],
    help: 'all of the row, nothing cut',
    about: aboutRow,
    run: (state, _, facts) => to({ ...state, record: currentRow(state, facts) !== null }),
  },
  copy: { keys: ['y'], help: 'copy the row, with plain numbers', about: aboutRow, run: copyRow },
  'copy-value': { keys: ['Y'], help: 'copy the value under the cursor', about: aboutRow, run: copyValue },
  save: {
    keys: ['ctrl-s'],
    help: 'save the list as CSV, JSON or Parquet',
    run: (state) => to(withPrompt(state, 'save', `${currentList(state)?.ref.list ?? 'list'}.csv`)),
  },
} satisfies Record<string, Command>;

/** Sorts a list by its column `name`; one that is sorted by it already is turned round. */
export function sortBy(list: ListState, name: string): ListState {
  const again = list.sort.column === name;
  return { ...list, sort: { column: name, descending: again && !list.sort.descending }, cursor: 0, top: 0 };
}

/** Searches from the cursor on. */
export function findNext(state: State, backwards: boolean): Transition {
  const list = currentList(state);
  if (list === null) return to(state);
  if (list.search === '') return to(saying(state, 'nothing was searched for yet: / searches'));
  const start = { index: cursorOf(state, list), backwards };
  return to(
    { ...state, working: 'searching' },
    { type: 'find', query: queryOf(list), text: list.search, start },
  );
}

function sortByColumn(state: State, _: Place, facts: Facts): Transition {
  return to(
    changeList(state, (list) => {
      const column = shownColumns(specOf(list.ref, facts))[list.column];
      return column === undefined ? list : sortBy(list, column.name);
    }),
  );
}

function countValues(state: State, _: Place, facts: Facts): Transition {
  const list = currentList(state);
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

function copyRow(state: State, _: Place, facts: Facts): Transition {
  const current = currentRow(state, facts);
  if (current === null) return to(state);
  const cells = shownColumns(current.spec).map(({ name }) => current.cell(name));
  return copying(state, 'the row', cells.map(plainText).join('\t'));
}

function copyValue(state: State, _: Place, facts: Facts): Transition {
  const { column, cell } = currentRow(state, facts) ?? {};
  if (column === undefined || cell === undefined) return to(state);
  return copying(state, 'the value', plainText(cell(column.name)));
}

// What is pasted must not act on a shell any more than what is shown may act on the terminal.
function plainText(cell: Cell): string {
  if (cell === null) return '';
  return typeof cell === 'object' ? cell.map(plainText).join(' ') : showable(String(cell));
}

// A terminal does not answer whether it took it. tmux, left as it is, does not.
function copying(state: State, what: string, text: string): Transition {
  const says = state.inTmux
    ? `${what} was copied, if tmux lets it: tmux set -s set-clipboard on`
    : `${what} was sent to the clipboard`;
  return to(saying(state, says, 'good'), { type: 'copy', text });
}
