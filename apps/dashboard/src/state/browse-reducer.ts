import { BROWSE_BINDINGS, commandFor, type BrowseCommand } from '../keys/bindings.js';
import { inputOf } from '../screens/inputs.js';
import { FILTER_COMMANDS } from './commands/filter-commands.js';
import type { Handler } from './commands/handler.js';
import { LIST_COMMANDS } from './commands/list-commands.js';
import { MOVE_COMMANDS } from './commands/move-commands.js';
import { PROGRAM_COMMANDS } from './commands/program-commands.js';
import { leadsToSubject, SCREEN_COMMANDS } from './commands/screen-commands.js';
import type { Need } from './needs.js';
import { currentPlace, currentRow, pendingNeeds } from './selectors.js';
import { saying, to, type State, type Transition } from './state.js';

const HANDLERS: Partial<Record<BrowseCommand, Handler>> = {
  ...MOVE_COMMANDS,
  ...SCREEN_COMMANDS,
  ...FILTER_COMMANDS,
  ...LIST_COMMANDS,
  ...PROGRAM_COMMANDS,
};

/** Commands that need no data. */
export const ALWAYS: readonly BrowseCommand[] = [
  'help',
  'theme',
  'clock',
  'redraw',
  'suspend',
  'quit',
  'cancel',
];

/** Commands that are about the row under the cursor. */
const OF_ROW: readonly BrowseCommand[] = ['open', 'only-value', 'without-value', 'record', 'copy'];

/** Questions whose answers name a session, a user or a computer. */
const NAMING: readonly Need['kind'][] = ['rows', 'session', 'defaults'];

/** Whether a command is about a row, or something else on the screen, that isn't there yet. */
export function waitsForRow(state: State, command: BrowseCommand): boolean {
  const place = currentPlace(state);
  const pending = pendingNeeds(state);
  if (place === null || state.facts === null || pending.length === 0) return false;
  const isThere = currentRow(state, place, state.facts) !== null;
  if (OF_ROW.includes(command)) return !isThere;
  return leadsToSubject(place, command) && !(isThere && pending.every(({ kind }) => !NAMING.includes(kind)));
}

/** What a key does while a screen is shown. */
export function browseKey(state: State, key: string): Transition {
  const command = commandFor(BROWSE_BINDINGS, key);
  return command === null ? to(state) : browse(state, command);
}

/** Does what a command does at the place that is shown. */
export function browse(state: State, command: BrowseCommand): Transition {
  if (command === 'cancel' && state.build?.phase === 'running') {
    return to({ ...state, build: { ...state.build, phase: 'cancelling' } }, { type: 'cancel-build' });
  }
  if (command === 'redraw' || command === 'suspend') return to(state, { type: command });
  const place = currentPlace(state);
  const { facts } = state;
  if (place !== null && facts !== null) {
    const handler = inputOf(place.screen)[command] ?? HANDLERS[command];
    return handler === undefined ? to(state) : handler(state, place, facts);
  }
  if (!ALWAYS.includes(command)) {
    return to(saying(state, 'the results can be browsed when the build has ended'));
  }
  return withoutData(state, command);
}

function withoutData(state: State, command: BrowseCommand): Transition {
  if (command === 'quit' || command === 'cancel') return quitEarly(state);
  if (command === 'help') return to({ ...state, help: 0 });
  if (command === 'clock') return to({ ...state, clock: !state.clock });
  return to(state);
}

// Leaving a build that runs would lose it: q says so, Ctrl-C cancels it.
function quitEarly(state: State): Transition {
  if (state.build?.phase === 'running') return to(saying(state, 'a build is under way: Ctrl-C cancels it'));
  if (state.build?.phase === 'cancelling') return to(state);
  return to(state, { type: 'quit' });
}
