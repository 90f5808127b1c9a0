import type { Facts } from '../lists/facts.js';
import type { Place } from '../state/place.js';
import type { State, Transition } from '../state/state.js';

/** A command: its keys, what the help says about it, and what it does. */
export type Command = CommandText & (AlwaysCommand | PlaceCommand);

/** What the help, the palette and the README say of a command. */
export interface CommandText {
  /** Names of keys as `KeyDecoder` gives them. Each key stands at one command only. */
  keys: readonly string[];
  help: string;
}

/** A command that needs no data: it is done whatever is shown, and waits for nothing. */
interface AlwaysCommand {
  always: true;
  run: (state: State) => Transition;
}

/** A command that does something at the place that is shown. */
interface PlaceCommand {
  always?: false;
  run: Run;
  /** What on the screen it is about: it is not done before that is there. */
  about?: (place: Place) => 'row' | 'subject' | null;
}

/** What is done at a place. */
type Run = (state: State, place: Place, facts: Facts) => Transition;

/** For commands that are about the row under the cursor. */
export const aboutRow = () => 'row' as const;

/** The command that a key stands at, or null. */
export function commandAt<C extends CommandText>(
  commands: Readonly<Record<string, C>>,
  key: string,
): C | null {
  return Object.values(commands).find(({ keys }) => keys.includes(key)) ?? null;
}

const SHOWN: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  enter: 'Enter',
  escape: 'Esc',
  backspace: 'Backspace',
  space: 'Space',
  tab: 'Tab',
  'shift-tab': 'Shift-Tab',
};

/** Keys as the help writes them: `Esc Ctrl-S`. */
export function keyLabels(keys: readonly string[]): string {
  const label = (key: string) =>
    SHOWN[key] ?? key.replace(/^ctrl-(.)$/, (_, letter: string) => `Ctrl-${letter.toUpperCase()}`);
  return keys.map(label).join(' ');
}
