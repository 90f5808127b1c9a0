import type { Facts } from '../lists/facts.js';
import { parseFilter, termFor } from '../lists/filter.js';
import { conjunction, conjuncts } from '../lists/filter-syntax.js';
import { FilterError } from '../lists/filter-terms.js';
import { shownColumns } from '../lists/list-spec.js';
import { specOf } from '../lists/list-specs.js';
import { currentPlace, currentRow, replacePlace } from '../state/answers.js';
import { focusedList, withList, type Place } from '../state/place.js';
import { saying, to, type State, type Transition } from '../state/state.js';

const ATTACKED = 'attacked';

/**
 * Filters the focused list, or says why that filter can't be.
 * @throws whatever is not a FilterError: a bug
 */
export function applyFilter(state: State, text: string): Transition {
  const place = currentPlace(state);
  const list = place === null ? null : focusedList(place);
  if (place === null || list === null || state.facts === null) return to(state);
  try {
    const conditions = parseFilter(text, specOf(list.ref, state.facts).columns);
    const filtered = { ...list, filter: text, conditions, cursor: 0, top: 0 };
    return to(
      replacePlace(
        state,
        withList(place, () => filtered),
      ),
    );
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    return to(saying(state, error.message, 'error'));
  }
}

/** The same with one more term: both have to hold. */
export function addTerm(state: State, term: string): Transition {
  const place = currentPlace(state);
  const before = place === null ? '' : (focusedList(place)?.filter ?? '');
  return applyFilter(state, conjunction([...conjuncts(before), term]));
}

/** Keeps, or drops, the rows with the value under the cursor. */
export function addValue(state: State, place: Place, facts: Facts, negated: boolean): Transition {
  const current = currentRow(state, place, facts);
  const column = current === null ? undefined : shownColumns(current.spec)[current.list.column];
  if (current === null || column === undefined) return to(state);
  const term = termFor(column, current.cell(column.name), negated);
  if (term === null) return to(saying(state, 'nothing can be filtered by an empty list', 'error'));
  return addTerm(state, term);
}

/** Keeps the attacked rows, or stops to. */
export function toggleAttacked(state: State, place: Place, facts: Facts): Transition {
  const list = focusedList(place);
  if (list === null) return to(state);
  const terms = conjuncts(list.filter);
  if (terms.includes(ATTACKED))
    return applyFilter(state, conjunction(terms.filter((term) => term !== ATTACKED)));
  if (specOf(list.ref, facts).mark !== undefined) return addTerm(state, ATTACKED);
  const why = facts.labelled
    ? 'nothing is marked as attacked in this list'
    : 'not labelled: no red team was given';
  return to(saying(state, why, 'error'));
}
