import { SCREEN_TITLES, SCREENS } from '../state/screen-names.js';
import { keyLabels, type CommandText } from './command.js';
import { GOING } from './going.js';
import { MOVING } from './moving.js';
import { PROGRAM } from './program.js';
import { ROWS } from './rows.js';
import { TYPING } from './typing.js';

/** A line of the help: a heading, or keys and what they do. */
export interface HelpLine {
  heading?: string;
  keys?: string;
  help: string;
}

// The number keys make one line.
const numbered = SCREENS.slice(0, 9);
const NUMBERS = {
  screens: {
    keys: ['1', '…', String(numbered.length)],
    help: `that screen: ${SCREEN_TITLES.overview} to ${SCREEN_TITLES[numbered.at(-1) ?? 'overview']}`,
  },
};

const GROUPS: Readonly<Record<string, Readonly<Record<string, CommandText>>>> = {
  Moving: MOVING,
  Screens: { ...GOING, ...NUMBERS },
  'Rows and columns': ROWS,
  Program: PROGRAM,
  'While typing': TYPING,
};

const FILTERS: readonly HelpLine[] = [
  { keys: 'user=U66@*', help: 'names take * and ?; "in quotes" they are as they are' },
  { keys: 'duration > 1h', help: '= != < <= > >= with numbers; units s m h d: 1h30m' },
  { keys: 'start>=d0 10:00', help: 'times: seconds, or day and clock; =d0 is all of it' },
  { keys: 'origin~C17', help: '~ contains, in any case; !~ does not' },
  { keys: 'process=P16', help: 'sessions in which that process started' },
  { keys: 'attacked', help: 'labelled as an attack, as label=attack' },
  { keys: 'C17693', help: 'a word alone: any column with names contains it' },
  { keys: 'a b or c', help: 'a and b, or c: and may be left out, or binds least' },
  { keys: 'not (a or b)', help: 'the opposite, as ! before a term; ( ) keep together' },
];

const MARKS: readonly HelpLine[] = [
  { keys: '▸', help: 'the row, the screen or the entry that keys work on' },
  { keys: '!', help: 'attacked: a red-team event lies in it' },
  { keys: '•', help: 'the column that keys work on; ← → choose another' },
  { keys: '▲ ▼', help: 'the list is sorted by that column: upwards, downwards' },
  { keys: '△ ▽', help: 'so it is by a column that keys do not work on' },
  { keys: '‹ ›', help: 'more columns to the left, to the right' },
  { keys: '… at an end', help: 'cut: v shows all of a row' },
  { keys: '▲ below bars', help: 'a red-team event at that time' },
];

/** The help: every key, then how filters are written. */
export const HELP: readonly HelpLine[] = [
  ...Object.entries(GROUPS).flatMap(([heading, commands]): HelpLine[] => [
    { heading, help: '' },
    ...Object.values(commands).map(({ keys, help }) => ({ keys: keyLabels(keys), help })),
  ]),
  { heading: 'Filters', help: 'terms, of which all have to hold' },
  ...FILTERS,
  { heading: 'Marks', help: '' },
  ...MARKS,
];
