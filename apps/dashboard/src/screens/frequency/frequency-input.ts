import type { Facts } from '../../data/facts.js';
import { termForValue } from '../../lists/frequency-list.js';
import { columnIndex } from '../../lists/list-spec.js';
import { specOf } from '../../lists/list-specs.js';
import { applyFilter } from '../../state/commands/filter-commands.js';
import type { ScreenInput } from '../inputs.js';
import { focusedList, type Place } from '../../state/place.js';
import { rowAtCursor } from '../../state/selectors.js';
import { saying, to, type State, type Transition } from '../../state/state.js';

/** Enter on a value filters. */
export const FREQUENCY_INPUT: ScreenInput = { open: openValue };

// Goes back to the list that was counted, filtered by the value under the cursor.
function openValue(state: State, place: Place, facts: Facts): Transition {
  const list = focusedList(place);
  const row = list === null ? undefined : rowAtCursor(state, list);
  if (list?.ref.list !== 'frequency' || row === undefined) return to(state);
  const source = specOf(list.ref.of, facts);
  const column = source.columns[columnIndex(source, list.ref.column)];
  const term = column === undefined ? null : termForValue(column, row[0] ?? null);
  if (term === null) return to(saying(state, 'nothing can be filtered by that value', 'error'));
  const back: State = { ...state, places: state.places.slice(0, -1) };
  const counted = back.places.at(-1);
  const before = counted === undefined ? '' : (focusedList(counted)?.filter ?? '');
  return applyFilter(back, `${before} ${term}`.trim());
}
