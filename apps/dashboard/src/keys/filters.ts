import type { Facts } from '../lists/facts.js';
import { parseFilter, termFor } from '../lists/filter.js';
import { conjunction, conjuncts } from '../lists/filter-syntax.js';
import { FilterError, filterOrError } from '../lists/filter-terms.js';
import { changeList, currentList, currentRow, currentSpec } from '../state/answers.js';
import type { Place } from '../state/place.js';
import { saying, to, type State, type Transition } from '../state/state.js';

const ATTACKED = 'attacked';

/**
 * Filters the focused list, or says why that filter can't be.
 * @throws whatever is not a FilterError: a bug
 */
export function applyFilter(state: State, filter: string): Transition {
  const spec = currentSpec(state);
  if (spec === null) return to(state);
  const conditions = filterOrError(() => parseFilter(filter, spec.columns));
  if (conditions instanceof FilterError) return to(saying(state, conditions.message, 'error'));
  return to(changeList(state, (list) => ({ ...list, filter, conditions, cursor: 0, top: 0 })));
}

/** The same with one more term: both have to hold. */
export function addTerm(state: State, term: string): Transition {
  const before = currentList(state)?.filter ?? '';
  return applyFilter(state, conjunction([...conjuncts(before), term]));
}

/** Keeps, or drops, the rows with the value under the cursor. */
export function addValue(state: State, facts: Facts, negated: boolean): Transition {
  const { column, cell } = currentRow(state, facts) ?? {};
  if (column === undefined || cell === undefined) return to(state);
  const term = termFor(column, cell(column.name), negated);
  if (term === null) return to(saying(state, 'nothing can be filtered by an empty list', 'error'));
  return addTerm(state, term);
}

/** Keeps the attacked rows, or stops to. */
export function toggleAttacked(state: State, _: Place, { labelled }: Facts): Transition {
  const list = currentList(state);
  if (list === null) return to(state);
  const terms = conjuncts(list.filter);
  if (terms.includes(ATTACKED))
    return applyFilter(state, conjunction(terms.filter((term) => term !== ATTACKED)));
  if (currentSpec(state)?.mark !== undefined) return addTerm(state, ATTACKED);
  const why = labelled ? 'nothing is marked as attacked in this list' : 'not labelled: no red team was given';
  return to(saying(state, why, 'error'));
}
