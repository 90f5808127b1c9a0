import { SCREEN_TITLES, SCREENS } from '../state/screen-names.js';
import type { CommandText } from './command.js';
import { GOING } from './going.js';
import { keyLabels } from './key-names.js';
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
const NUMBERS = {
  screens: {
    keys: ['1', '…', String(Math.min(SCREENS.length, 9))],
    help: Object.values(SCREEN_TITLES).join(', '),
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
  { keys: 'user=U66@*', help: 'names take * and ?; "in quotes" they are taken as they are' },
  { keys: 'duration>1h', help: '= != < <= > >= with numbers; s, m, h, d may follow them' },
  { keys: 'origin~C17', help: '~ contains, in any case; !~ does not' },
  { keys: 'process=P16', help: 'sessions in which that process started' },
  { keys: 'attacked', help: 'a flag; !attacked and !user=U66@* are the opposite' },
  { keys: 'C17693', help: 'a word alone: any column with names contains it' },
];

/** The help: every key, then how filters are written. */
export const HELP: readonly HelpLine[] = [
  ...Object.entries(GROUPS).flatMap(([heading, commands]): HelpLine[] => [
    { heading, help: '' },
    ...Object.values(commands).map(({ keys, help }) => ({ keys: keyLabels(keys), help })),
  ]),
  { heading: 'Filters', help: 'all of their terms have to hold' },
  ...FILTERS,
];

/** Every key as a Markdown table: the README holds it. */
export function keyTable(): string {
  const codeUnlessMark = (word: string) => (word === '…' ? word : `\`${word}\``);
  const rows = Object.entries(GROUPS).flatMap(([group, commands]) =>
    Object.values(commands).map(
      ({ keys, help }) =>
        `| ${group} | ${keyLabels(keys).replace(/\S+/g, codeUnlessMark)} | ${help.replaceAll('|', '\\|')} |`,
    ),
  );
  return ['| | keys | |', '|---|---|---|', ...rows].join('\n');
}
