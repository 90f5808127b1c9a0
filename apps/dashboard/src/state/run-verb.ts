import { specOf } from '../lists/list-specs.js';
import { shownColumns } from '../lists/list-spec.js';
import { THEME_NAMES, type ThemeName } from '../terminal/theme.js';
import { applyFilter } from './commands/filter-commands.js';
import { findNext, sortBy } from './commands/list-commands.js';
import { openTarget } from './commands/screen-commands.js';
import type { Verb } from './palette.js';
import { focusedList, withList, type Place } from './place.js';
import { currentPlace, queryOf, replacePlace } from './selectors.js';
import { saying, to, type State, type Transition } from './state.js';

/** Does what a verb of the palette, or a confirmed prompt, says. */
export function runVerb(state: State, verb: Verb, argument: string): Transition {
  const { facts } = state;
  const place = currentPlace(state);
  if (facts === null || place === null) return to(state);
  switch (verb) {
    case 'user':
    case 'computer':
      if (argument === '') return to(saying(state, `${verb} wants a name`, 'error'));
      return openTarget(state, { to: verb, name: argument }, facts);
    case 'session':
      if (!/^\d{1,15}$/.test(argument)) return to(saying(state, 'session wants a number', 'error'));
      return openTarget(state, { to: 'session', id: Number(argument) }, facts);
    case 'filter':
      return applyFilter(state, argument);
    case 'search':
      return search(state, place, argument);
    case 'sort':
      return sort(state, place, argument);
    case 'save':
      return save(state, argument, false);
    case 'keep':
      return keep(state, argument);
    case 'theme':
      return theme(state, argument);
  }
}

/** Saves the focused list. */
export function save(state: State, path: string, replace: boolean): Transition {
  const place = currentPlace(state);
  const list = place === null ? null : focusedList(place);
  if (list === null) return to(saying(state, 'there is no list here to save', 'error'));
  if (path.trim() === '') return to(saying(state, 'a file needs a name', 'error'));
  if (state.writing !== null) return to(busy(state));
  const request = { query: queryOf(list), path: path.trim(), replace };
  return to({ ...state, writing: 'saving' }, { type: 'save', request });
}

function keep(state: State, path: string): Transition {
  if (!state.temporary) return to(saying(state, 'this database stays as it is: there is nothing to keep'));
  if (path === '') return to(saying(state, 'a file needs a name', 'error'));
  if (state.writing !== null) return to(busy(state));
  return to({ ...state, writing: 'keeping' }, { type: 'keep', path });
}

function busy(state: State): State {
  return saying(state, `${state.writing} is under way: Esc stops it`, 'error');
}

function search(state: State, place: Place, text: string): Transition {
  const searching = withList(place, (list) => ({ ...list, search: text }));
  const next = replacePlace(state, searching);
  return text === '' ? to(next) : findNext(next, searching, false);
}

function sort(state: State, place: Place, name: string): Transition {
  const list = focusedList(place);
  if (list === null || state.facts === null) return to(state);
  const columns = shownColumns(specOf(list.ref, state.facts));
  const index = columns.findIndex((column) => column.name === name);
  if (index === -1) {
    const names = columns.map((column) => column.name).join(', ');
    return to(saying(state, `there is no column ${name} here: use ${names}`, 'error'));
  }
  return to(
    replacePlace(
      state,
      withList(place, (before) => ({ ...sortBy(before, name), column: index })),
    ),
  );
}

function theme(state: State, name: string): Transition {
  if (!THEME_NAMES.includes(name as ThemeName))
    return to(saying(state, `themes are ${THEME_NAMES.join(', ')}`, 'error'));
  return to(saying({ ...state, theme: name as ThemeName }, `theme ${name}`));
}
