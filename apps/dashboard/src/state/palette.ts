import { BROWSE_BINDINGS, type BrowseCommand } from '../keys/bindings.js';
import { keyLabel } from '../keys/key-table.js';

/** A line of the palette. */
export interface PaletteEntry {
  name: string;
  does: string;
  /** Keys that do the same. */
  keys: string;
  run: { command: BrowseCommand } | { verb: Verb; argument: string };
}

/** Commands that take an argument: `sort duration`. */
export type Verb = 'user' | 'computer' | 'session' | 'filter' | 'search' | 'sort' | 'save' | 'keep' | 'theme';

const VERBS: Readonly<Record<Verb, string>> = {
  user: 'NAME: show a user',
  computer: 'NAME: show a computer',
  session: 'NUMBER: show a session',
  filter: 'EXPRESSION: filter the list',
  search: 'TEXT: search in the list',
  sort: 'COLUMN: sort the list',
  save: 'FILE: save the list',
  keep: 'FILE: keep the database that was built',
  theme: 'dark, light or plain',
};

const COMMANDS: readonly PaletteEntry[] = BROWSE_BINDINGS.filter(({ command }) => command !== 'palette').map(
  ({ command, does, keys }) => ({
    name: command.startsWith('screen-') ? does.toLowerCase() : command,
    does: command.startsWith('screen-') ? 'show this screen' : does,
    keys: keys.map(keyLabel).join(' '),
    run: { command },
  }),
);

/** What the palette offers for the text typed so far; an argument makes a command of its verb. */
export function paletteEntries(text: string): PaletteEntry[] {
  const typed = text.trimStart().toLowerCase();
  const [word = '', ...rest] = text.trimStart().split(' ');
  const verbs = (Object.keys(VERBS) as Verb[]).map((verb) =>
    verbEntry(verb, verb === word ? rest.join(' ').trim() : ''),
  );
  if (rest.length > 0 && word in VERBS) return verbs.filter(({ name }) => name === word);
  const matches = ({ name, does }: PaletteEntry) =>
    name.includes(typed) || does.toLowerCase().includes(typed);
  const found = [...COMMANDS, ...verbs].filter(matches);
  // What begins with the word comes before what only mentions it.
  return [
    ...found.filter(({ name }) => name.startsWith(typed)),
    ...found.filter(({ name }) => !name.startsWith(typed)),
  ];
}

function verbEntry(verb: Verb, argument: string): PaletteEntry {
  return { name: verb, does: VERBS[verb], keys: '', run: { verb, argument } };
}
