import { saying, to, withPrompt, type State, type Transition } from '../state/state.js';
import { THEME_NAMES, type ThemeName } from '../terminal/theme.js';
import type { Command } from './command.js';

/** Commands of the program itself. */
export const PROGRAM = {
  clock: {
    keys: ['t'],
    help: 'times as seconds, or as day and clock',
    always: true,
    run: (state) => to({ ...state, clock: !state.clock }),
  },
  theme: { keys: ['T'], help: 'next theme: dark, light, plain', always: true, run: nextTheme },
  palette: {
    keys: [':'],
    help: 'palette: every command by its name',
    run: (state) => to(withPrompt(state, 'palette', '')),
  },
  help: { keys: ['?'], help: 'this help', always: true, run: (state) => to({ ...state, help: 0 }) },
  redraw: {
    keys: ['ctrl-l'],
    help: 'draw the screen anew',
    always: true,
    run: (state) => to(state, { type: 'redraw' }),
  },
  suspend: {
    keys: ['ctrl-z'],
    help: 'to the shell, fg comes back',
    always: true,
    run: (state) => to(state, { type: 'suspend' }),
  },
  quit: { keys: ['q'], help: 'quit', always: true, run: leave },
  cancel: {
    keys: ['ctrl-c'],
    help: 'cancel the build that is under way, or quit',
    always: true,
    run: cancel,
  },
} satisfies Record<string, Command>;

/** Shows everything in a theme. */
export function withTheme(state: State, theme: ThemeName): Transition {
  return to(saying({ ...state, theme }, `theme ${theme}`));
}

function nextTheme(state: State): Transition {
  const index = (THEME_NAMES.indexOf(state.theme) + 1) % THEME_NAMES.length;
  return withTheme(state, THEME_NAMES[index] ?? 'plain');
}

function cancel(state: State): Transition {
  if (state.build?.phase !== 'running') return leave(state);
  return to({ ...state, build: { ...state.build, phase: 'cancelling' } }, { type: 'cancel-build' });
}

// Leaving a build that runs would lose it. Somebody asked for the file that is written: it is finished first, unless it
// is given up by a second time.
function leave(state: State): Transition {
  if (state.build?.phase === 'running') return to(saying(state, 'a build is under way: Ctrl-C cancels it'));
  if (state.build?.phase === 'cancelling') return to(state);
  if (state.writing === null || state.leaving) return to(state, { type: 'quit' });
  const text = `${state.writing}: leaves when that is done; again gives it up, Esc stops it`;
  return to(saying({ ...state, leaving: true }, text));
}
