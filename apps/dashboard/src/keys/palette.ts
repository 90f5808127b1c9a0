import type { State, Transition } from '../state/state.js';
import { keyLabels, type Command } from './command.js';
import { COMMANDS, runCommand } from './commands.js';
import { runVerb, VERBS, type Verb, type VerbName } from './verbs.js';

/** A line of the palette. */
export interface PaletteEntry {
  name: string;
  help: string;
  /** Keys that do the same. */
  keys: string;
  run: (state: State) => Transition;
}

const ENTRIES: readonly PaletteEntry[] = Object.entries<Command>(COMMANDS)
  .filter(([name]) => name !== 'palette')
  .map(([name, command]) => ({
    name,
    help: command.help,
    keys: keyLabels(command.keys),
    run: (state) => runCommand(state, command),
  }));

/** What the palette offers for the text typed so far; an argument makes a command of its verb. */
export function paletteEntries(state: State, text: string): PaletteEntry[] {
  const typed = text.trimStart().toLowerCase();
  const [word = '', ...rest] = text.trimStart().split(' ');
  if (rest.length > 0 && word in VERBS)
    return argumentEntries(state, word as VerbName, rest.join(' ').trim());
  const verbs = (Object.keys(VERBS) as VerbName[]).map((verb) => verbEntry(verb, ''));
  const matches = ({ name, help }: PaletteEntry) =>
    name.includes(typed) || help.toLowerCase().includes(typed);
  const found = [...ENTRIES, ...verbs].filter(matches);
  // What begins with the word comes before what only mentions it.
  return [
    ...found.filter(({ name }) => name.startsWith(typed)),
    ...found.filter(({ name }) => !name.startsWith(typed)),
  ];
}

// What is there of that name; what was typed itself comes first when it is there, and last when it is not.
function argumentEntries(state: State, verb: VerbName, argument: string): PaletteEntry[] {
  const offers = (VERBS[verb] as Verb).offers?.(state, argument) ?? [];
  const own = verbEntry(verb, argument);
  const others = offers
    .filter((offer) => offer !== argument)
    .map((offer) => ({ ...verbEntry(verb, offer), name: `${verb} ${offer}` }));
  return others.length === 0 || offers.includes(argument) || argument === ''
    ? [own, ...others]
    : [...others, own];
}

function verbEntry(name: VerbName, argument: string): PaletteEntry {
  return { name, help: VERBS[name].help, keys: '', run: (state) => runVerb(state, name, argument) };
}
