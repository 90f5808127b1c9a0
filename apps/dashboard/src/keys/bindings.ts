import { SCREEN_TITLES, SCREENS, type ScreenName } from '../screens/screen-names.js';

/** What a key does while a screen is shown. */
export type BrowseCommand =
  | 'down'
  | 'up'
  | 'page-down'
  | 'page-up'
  | 'first'
  | 'last'
  | 'column-right'
  | 'column-left'
  | 'next-pane'
  | 'previous-pane'
  | 'open'
  | 'back'
  | 'next-screen'
  | 'previous-screen'
  | `screen-${number}`
  | 'filter'
  | 'only-value'
  | 'without-value'
  | 'attacked-only'
  | 'sort'
  | 'search'
  | 'next-match'
  | 'previous-match'
  | 'frequency'
  | 'record'
  | 'copy'
  | 'save'
  | 'clock'
  | 'theme'
  | 'palette'
  | 'help'
  | 'redraw'
  | 'suspend'
  | 'quit'
  | 'cancel';

/** What a key does while something is typed on the lowest line. */
export type PromptCommand =
  | 'confirm'
  | 'dismiss'
  | 'erase'
  | 'erase-word'
  | 'erase-all'
  | 'caret-left'
  | 'caret-right'
  | 'caret-start'
  | 'caret-end'
  | 'older'
  | 'newer'
  | 'complete';

/** A command with its keys and what the help says about it. */
export interface Binding<Command extends string> {
  command: Command;
  /** Names of keys as `KeyDecoder` gives them. Each key stands at one command only. */
  keys: readonly string[];
  /** What it does, for the help and the palette. */
  does: string;
  group: string;
}

const move = 'Moving';
const screens = 'Screens';
const rows = 'Rows and columns';
const program = 'Program';
const typing = 'While typing';

/** Every key while a screen is shown. The help, the palette, the hints and the README are made from this. */
export const BROWSE_BINDINGS: readonly Binding<BrowseCommand>[] = [
  { command: 'down', keys: ['down', 'j'], does: 'next row', group: move },
  { command: 'up', keys: ['up', 'k'], does: 'row before', group: move },
  { command: 'page-down', keys: ['pagedown', 'space', 'ctrl-f'], does: 'a page down', group: move },
  { command: 'page-up', keys: ['pageup', 'ctrl-b'], does: 'a page up', group: move },
  { command: 'first', keys: ['home', 'g'], does: 'first row', group: move },
  { command: 'last', keys: ['end', 'G'], does: 'last row', group: move },
  { command: 'column-right', keys: ['right', 'l'], does: 'next column', group: move },
  { command: 'column-left', keys: ['left', 'h'], does: 'column before', group: move },
  { command: 'next-pane', keys: [']', '.'], does: 'next list of the screen', group: move },
  { command: 'previous-pane', keys: ['[', ','], does: 'list before', group: move },
  { command: 'open', keys: ['enter'], does: 'open what the row stands for', group: screens },
  { command: 'back', keys: ['escape', 'backspace'], does: 'clear the filter, then go back', group: screens },
  { command: 'next-screen', keys: ['tab'], does: 'next screen', group: screens },
  { command: 'previous-screen', keys: ['shift-tab'], does: 'screen before', group: screens },
  ...SCREENS.map(screenBinding),
  { command: 'filter', keys: ['f'], does: 'filter: user=U66@* duration>1h attacked', group: rows },
  { command: 'only-value', keys: ['='], does: 'keep the rows with this value', group: rows },
  { command: 'without-value', keys: ['!'], does: 'drop the rows with this value', group: rows },
  { command: 'attacked-only', keys: ['a'], does: 'attacked ones only, and back', group: rows },
  { command: 'sort', keys: ['s'], does: 'sort by this column, again to reverse', group: rows },
  { command: 'search', keys: ['/'], does: 'search in every column with names', group: rows },
  { command: 'next-match', keys: ['n'], does: 'next match', group: rows },
  { command: 'previous-match', keys: ['N'], does: 'match before', group: rows },
  { command: 'frequency', keys: ['c'], does: 'count the values of this column', group: rows },
  { command: 'record', keys: ['v'], does: 'all of the row, nothing cut', group: rows },
  { command: 'copy', keys: ['y'], does: 'copy the row to the clipboard', group: rows },
  { command: 'save', keys: ['ctrl-s'], does: 'save the list as CSV, JSON or Parquet', group: rows },
  { command: 'clock', keys: ['t'], does: 'times as seconds, or as day and clock', group: program },
  { command: 'theme', keys: ['T'], does: 'next theme: dark, light, plain', group: program },
  { command: 'palette', keys: [':'], does: 'palette: every command by its name', group: program },
  { command: 'help', keys: ['?'], does: 'this help', group: program },
  { command: 'redraw', keys: ['ctrl-l'], does: 'draw the screen anew', group: program },
  { command: 'suspend', keys: ['ctrl-z'], does: 'to the shell, fg comes back', group: program },
  { command: 'quit', keys: ['q'], does: 'quit', group: program },
  {
    command: 'cancel',
    keys: ['ctrl-c'],
    does: 'cancel the build that is under way, or quit',
    group: program,
  },
];

/** A screen is shown by its number, as far as there are keys. */
function screenBinding(screen: ScreenName, index: number): Binding<BrowseCommand> {
  const number = index + 1;
  return {
    command: `screen-${number}`,
    keys: number < 10 ? [String(number)] : [],
    does: SCREEN_TITLES[screen],
    group: screens,
  };
}

/** Every key while something is typed. */
export const PROMPT_BINDINGS: readonly Binding<PromptCommand>[] = [
  { command: 'confirm', keys: ['enter'], does: 'confirm', group: typing },
  { command: 'dismiss', keys: ['escape', 'ctrl-c'], does: 'leave it as it was', group: typing },
  { command: 'erase', keys: ['backspace', 'ctrl-h'], does: 'erase a character', group: typing },
  { command: 'erase-word', keys: ['ctrl-w'], does: 'erase a word', group: typing },
  { command: 'erase-all', keys: ['ctrl-u'], does: 'erase all', group: typing },
  { command: 'caret-left', keys: ['left', 'ctrl-b'], does: 'to the left', group: typing },
  { command: 'caret-right', keys: ['right', 'ctrl-f'], does: 'to the right', group: typing },
  { command: 'caret-start', keys: ['home', 'ctrl-a'], does: 'to the beginning', group: typing },
  { command: 'caret-end', keys: ['end', 'ctrl-e'], does: 'to the end', group: typing },
  {
    command: 'older',
    keys: ['up', 'ctrl-p'],
    does: 'what was typed before; in the palette, entry before',
    group: typing,
  },
  {
    command: 'newer',
    keys: ['down', 'ctrl-n'],
    does: 'what was typed after; in the palette, next entry',
    group: typing,
  },
  { command: 'complete', keys: ['tab'], does: 'complete the name of a column or command', group: typing },
];

/** The command of a key, or null. */
export function commandFor<Command extends string>(
  bindings: readonly Binding<Command>[],
  key: string,
): Command | null {
  return bindings.find(({ keys }) => keys.includes(key))?.command ?? null;
}
