import type { BrowseCommand } from '../../keys/bindings.js';
import { THEME_NAMES } from '../../terminal/theme.js';
import { focusedList } from '../place.js';
import { saying, to, type Prompt, type State, type Transition } from '../state.js';
import type { Handler } from './handler.js';

/** Keys that open a prompt, and those of the program itself. */
export const PROGRAM_COMMANDS: Partial<Record<BrowseCommand, Handler>> = {
  filter: (state, place) => to(withPrompt(state, 'filter', focusedList(place)?.filter ?? '')),
  search: (state) => to(withPrompt(state, 'search', '')),
  save: (state, place) => to(withPrompt(state, 'save', `${focusedList(place)?.ref.list ?? 'list'}.csv`)),
  palette: (state) => to(withPrompt(state, 'palette', '')),
  clock: (state) => to({ ...state, clock: !state.clock }),
  theme: (state) => to(nextTheme(state)),
  help: (state) => to({ ...state, help: 0 }),
  quit: leave,
  cancel: leave,
};

// Somebody asked for the file: it is finished first, unless it is given up by a second time.
function leave(state: State): Transition {
  if (state.writing === null || state.leaving) return to(state, { type: 'quit' });
  const text = `${state.writing}: leaves when that is done; again gives it up, Esc stops it`;
  return to(saying({ ...state, leaving: true }, text));
}

/** Opens a prompt with `text` in it. */
export function withPrompt(state: State, kind: Prompt['kind'], text: string): State {
  const choice = kind === 'palette' ? 0 : -1;
  return { ...state, prompt: { kind, text, caret: Array.from(text).length, choice } };
}

function nextTheme(state: State): State {
  const index = (THEME_NAMES.indexOf(state.theme) + 1) % THEME_NAMES.length;
  const theme = THEME_NAMES[index] ?? 'plain';
  return saying({ ...state, theme }, `theme ${theme}`);
}
