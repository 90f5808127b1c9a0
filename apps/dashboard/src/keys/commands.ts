import { pendingNeeds } from '../screens/shown.js';
import { currentPlace, currentRow } from '../state/answers.js';
import type { Need } from '../state/needs.js';
import { saying, to, type State, type Transition } from '../state/state.js';
import type { Command } from './command.js';
import { GOING, SCREEN_COMMANDS } from './going.js';
import { MOVING } from './moving.js';
import { PROGRAM } from './program.js';
import { ROWS } from './rows.js';

/** Every command while a screen is shown, by its name. The help, the palette, the hints and the README are made from this. */
export const COMMANDS = { ...MOVING, ...GOING, ...SCREEN_COMMANDS, ...ROWS, ...PROGRAM };

/** Questions whose answers name a session, a user or a computer. */
const NAMING: readonly Need['kind'][] = ['rows', 'session', 'defaults'];

/** Whether a command is about a row, or something else on the screen, that isn't there yet. */
export function waitsForRow(state: State, command: Command): boolean {
  const place = currentPlace(state);
  const pending = pendingNeeds(state);
  if (command.always === true || place === null || state.facts === null || pending.length === 0) return false;
  const isThere = currentRow(state, state.facts) !== null;
  const about = command.about?.(place) ?? null;
  if (about === 'row') return !isThere;
  return about === 'subject' && !(isThere && pending.every(({ kind }) => !NAMING.includes(kind)));
}

/** Does what a command does at the place that is shown. */
export function runCommand(state: State, command: Command): Transition {
  if (command.always === true) return command.run(state);
  const place = currentPlace(state);
  if (place !== null && state.facts !== null) return command.run(state, place, state.facts);
  return to(saying(state, 'the results can be browsed when the build has ended'));
}
