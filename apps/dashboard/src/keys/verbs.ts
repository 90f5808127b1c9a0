import { shownColumns } from '../lists/list-spec.js';
import type { Facts } from '../lists/facts.js';
import { answerTo, changeList, currentList, currentSpec, queryOf } from '../state/answers.js';
import { saying, to, type State, type Transition } from '../state/state.js';
import { typedNameNeed } from '../state/needs.js';
import { THEME_NAMES, type ThemeName } from '../terminal/theme.js';
import { applyFilter } from './filters.js';
import { openTarget } from './going.js';
import { withTheme } from './program.js';
import { findNext, sortBy } from './rows.js';

/** A command of the palette that takes an argument: `sort duration`. */
export interface Verb {
  help: string;
  /** What may stand as its argument, as far as it is typed; the likeliest first. */
  offers?: (state: State, argument: string) => readonly string[];
  run: (state: State, argument: string, facts: Facts) => Transition;
}

/** The verbs by their names. */
export const VERBS = {
  user: { help: 'NAME: show a user', offers: offerNames, run: (...at) => showAccount('user', ...at) },
  computer: {
    help: 'NAME: show a computer',
    offers: offerNames,
    run: (...at) => showAccount('computer', ...at),
  },
  session: { help: 'NUMBER: show a session', run: showSession },
  filter: { help: 'EXPRESSION: filter the list', run: applyFilter },
  search: { help: 'TEXT: search in the list', run: search },
  sort: {
    help: 'COLUMN: sort the list',
    offers: (state, argument) => columnsOf(state).filter((name) => name.startsWith(argument)),
    run: sort,
  },
  save: { help: 'FILE: save the list', run: (state, path) => saveList(state, path, false) },
  keep: { help: 'FILE: keep the database that was built', run: keep },
  theme: {
    help: 'dark, light or plain',
    offers: (_, argument) => THEME_NAMES.filter((name) => name.startsWith(argument)),
    run: theme,
  },
} satisfies Record<string, Verb>;

/** Name of a verb. */
export type VerbName = keyof typeof VERBS;

/** Does what a verb of the palette, or a confirmed prompt, says. */
export function runVerb(state: State, verb: VerbName, argument: string): Transition {
  const { facts } = state;
  return facts === null ? to(state) : (VERBS[verb] as Verb).run(state, argument, facts);
}

/** Saves the focused list. */
export function saveList(state: State, path: string, replace: boolean): Transition {
  const list = currentList(state);
  if (list === null) return to(saying(state, 'there is no list here to save', 'error'));
  const request = { query: queryOf(list), path: path.trim(), replace };
  return canWrite(state, request.path) ?? to({ ...state, writing: 'saving' }, { type: 'save', request });
}

function keep(state: State, path: string): Transition {
  if (!state.temporary) return to(saying(state, 'this database stays as it is: there is nothing to keep'));
  return canWrite(state, path) ?? to({ ...state, writing: 'keeping' }, { type: 'keep', path });
}

// Why nothing can be written now; null when it can.
function canWrite(state: State, path: string): Transition | null {
  if (path === '') return to(saying(state, 'a file needs a name', 'error'));
  if (state.writing === null) return null;
  return to(saying(state, `${state.writing} is under way: Esc stops it`, 'error'));
}

function showAccount(by: 'user' | 'computer', state: State, name: string, facts: Facts): Transition {
  if (name === '') return to(saying(state, `${by} wants a name`, 'error'));
  return openTarget(state, { to: by, name }, facts);
}

// As it is shown, with commas between its digits, too.
function showSession(state: State, text: string, facts: Facts): Transition {
  const id = text.replace(/^#|,/g, '');
  if (!/^\d{1,15}$/.test(id)) return to(saying(state, 'session wants a number', 'error'));
  return openTarget(state, { to: 'session', id: Number(id) }, facts);
}

function offerNames(state: State): readonly string[] {
  const need = typedNameNeed(state.prompt);
  return need === null ? [] : (answerTo(state, need) ?? []);
}

function columnsOf(state: State): string[] {
  const spec = currentSpec(state);
  if (spec === null) return [];
  // Also the order that it began with, which may be by no column that is shown.
  return [...new Set([...shownColumns(spec).map(({ name }) => name), spec.sort.column])];
}

function search(state: State, text: string): Transition {
  const searching = changeList(state, (list) => ({ ...list, search: text }));
  return text === '' ? to(searching) : findNext(searching, false);
}

function sort(state: State, name: string): Transition {
  const spec = currentSpec(state);
  if (spec === null) return to(state);
  const names = columnsOf(state);
  if (!names.includes(name))
    return to(saying(state, `there is no column ${name} here: use ${names.join(', ')}`, 'error'));
  const column = shownColumns(spec).findIndex((each) => each.name === name);
  return to(
    changeList(state, (list) =>
      column === -1 ? { ...list, sort: spec.sort, cursor: 0, top: 0 } : { ...sortBy(list, name), column },
    ),
  );
}

function theme(state: State, name: string): Transition {
  if (THEME_NAMES.includes(name as ThemeName)) return withTheme(state, name as ThemeName);
  return to(saying(state, `themes are ${THEME_NAMES.join(', ')}`, 'error'));
}
