import type { BrowseCommand } from '../../keys/bindings.js';
import type { Facts } from '../../data/facts.js';
import { parseFilter, termFor } from '../../lists/filter.js';
import { FilterError, splitTerms } from '../../lists/filter-terms.js';
import { specOf } from '../../lists/list-specs.js';
import { shownColumns } from '../../lists/list-spec.js';
import { focusedList, withList, type Place } from '../place.js';
import { currentPlace, currentRow, replacePlace } from '../selectors.js';
import { saying, to, type State, type Transition } from '../state.js';
import type { Handler } from './handler.js';

const ATTACKED = 'attacked';

/** Keys that narrow a list down. */
export const FILTER_COMMANDS: Partial<Record<BrowseCommand, Handler>> = {
  'only-value': (state, place, facts) => addValue(state, place, facts, false),
  'without-value': (state, place, facts) => addValue(state, place, facts, true),
  'attacked-only': toggleAttacked,
};

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
    const filtered = withList(place, (before) => ({
      ...before,
      filter: text,
      conditions,
      cursor: 0,
      top: 0,
    }));
    return to(replacePlace(state, filtered));
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    return to(saying(state, error.message, 'error'));
  }
}

function addValue(state: State, place: Place, facts: Facts, negated: boolean): Transition {
  const current = currentRow(state, place, facts);
  const column = current === null ? undefined : shownColumns(current.spec)[current.list.column];
  if (current === null || column === undefined) return to(state);
  const term = termFor(column, current.cell(column.name), negated);
  if (term === null) return to(saying(state, 'nothing can be filtered by an empty list', 'error'));
  return applyFilter(state, `${current.list.filter} ${term}`.trim());
}

function toggleAttacked(state: State, place: Place, facts: Facts): Transition {
  const list = focusedList(place);
  if (list === null) return to(state);
  const terms = splitTerms(list.filter).map(({ text }) => text);
  if (terms.includes(ATTACKED))
    return applyFilter(state, terms.filter((term) => term !== ATTACKED).join(' '));
  if (specOf(list.ref, facts).mark === undefined) {
    const why = facts.labelled
      ? 'nothing is marked as attacked in this list'
      : 'not labelled: no red team was given';
    return to(saying(state, why, 'error'));
  }
  return applyFilter(state, `${list.filter} ${ATTACKED}`.trim());
}
