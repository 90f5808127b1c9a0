import { currentSpec } from '../state/answers.js';
import { saying, to, type Prompt, type State, type Transition } from '../state/state.js';
import { pastedText } from '../terminal/key-decoder.js';
import { commandAt, type CommandText } from './command.js';
import { paletteEntries } from './palette.js';
import { runVerb, saveList } from './verbs.js';

/** Lines that a prompt remembers. */
const MOST_TYPED = 50;

/** What a key does while something is typed on the lowest line. */
export interface TypingCommand extends CommandText {
  run: (state: State, prompt: Prompt) => Transition;
}

/** Every key while something is typed. */
export const TYPING = {
  confirm: { keys: ['enter'], help: 'confirm', run: confirm },
  dismiss: {
    keys: ['escape', 'ctrl-c'],
    help: 'leave it as it was',
    run: (state) => to({ ...state, prompt: null }),
  },
  erase: {
    keys: ['backspace', 'ctrl-h'],
    help: 'erase a character',
    run: (state, prompt) =>
      prompt.text === '' ? to({ ...state, prompt: null }) : rewritten(state, prompt, /.$/su),
  },
  'erase-word': {
    keys: ['ctrl-w'],
    help: 'erase a word',
    run: (state, prompt) => rewritten(state, prompt, /\S+\s*$/),
  },
  'erase-all': {
    keys: ['ctrl-u'],
    help: 'erase all',
    run: (state, prompt) => to({ ...state, prompt: withText(prompt, '') }),
  },
  'caret-left': {
    keys: ['left', 'ctrl-b'],
    help: 'to the left',
    run: (state, prompt) => caretTo(state, prompt, prompt.caret - 1),
  },
  'caret-right': {
    keys: ['right', 'ctrl-f'],
    help: 'to the right',
    run: (state, prompt) => caretTo(state, prompt, prompt.caret + 1),
  },
  'caret-start': {
    keys: ['home', 'ctrl-a'],
    help: 'to the beginning',
    run: (state, prompt) => caretTo(state, prompt, 0),
  },
  'caret-end': {
    keys: ['end', 'ctrl-e'],
    help: 'to the end',
    run: (state, prompt) => caretTo(state, prompt, Infinity),
  },
  older: {
    keys: ['up', 'ctrl-p'],
    help: 'what was typed before; in the palette, entry before',
    run: (state, prompt) => step(state, prompt, -1),
  },
  newer: {
    keys: ['down', 'ctrl-n'],
    help: 'what was typed after; in the palette, next entry',
    run: (state, prompt) => step(state, prompt, 1),
  },
  complete: {
    keys: ['tab'],
    help: 'complete the name of a column or command',
    run: (state, prompt) => to({ ...state, prompt: completed(state, prompt) }),
  },
} satisfies Record<string, TypingCommand>;

/** Does what a key does while something is typed. Characters are whole ones, however many units they take. */
export function typeKey(state: State, prompt: Prompt, key: string): Transition {
  if (prompt.kind === 'replace') {
    // Only a clear yes replaces a file.
    const closed: State = { ...state, prompt: null };
    return key === 'y' || key === 'Y' ? saveList(closed, prompt.text, true) : to(closed);
  }
  const command = commandAt<TypingCommand>(TYPING, key);
  if (command !== null) return command.run(state, prompt);
  const typed = typedText(key);
  if (typed === null) return to(state);
  const { before, after } = split(prompt);
  return to({ ...state, prompt: withText(prompt, before + typed, after) });
}

/** What a key of this name writes: a character, or on one line what was pasted; null for other keys. */
export function typedText(key: string): string | null {
  const pasted = pastedText(key);
  if (pasted !== null)
    return pasted
      .trim()
      .replace(/\s+/g, ' ')
      .replace(/\p{Cc}/gu, '');
  if (key === 'space') return ' ';
  return Array.from(key).length === 1 ? key : null;
}

/** What stands before and after the caret. */
export function split({ text, caret }: Prompt): { before: string; after: string } {
  const characters = Array.from(text);
  return { before: characters.slice(0, caret).join(''), after: characters.slice(caret).join('') };
}

// Other text, the caret between its parts.
function withText(prompt: Prompt, before: string, after = ''): Prompt {
  const choice = prompt.kind === 'palette' ? 0 : prompt.choice;
  return { ...prompt, text: before + after, caret: Array.from(before).length, choice };
}

function rewritten(state: State, prompt: Prompt, erased: RegExp): Transition {
  const { before, after } = split(prompt);
  return to({ ...state, prompt: withText(prompt, before.replace(erased, ''), after) });
}

function caretTo(state: State, prompt: Prompt, caret: number): Transition {
  const within = Math.max(0, Math.min(Array.from(prompt.text).length, caret));
  return to({ ...state, prompt: { ...prompt, caret: within } });
}

function confirm(before: State, prompt: Prompt): Transition {
  const state = remembering({ ...before, prompt: null }, prompt);
  const text = prompt.text.trim();
  switch (prompt.kind) {
    case 'filter': {
      const filtered = runVerb(state, 'filter', text);
      // What can't be read stays there to be mended.
      return filtered.state.notice?.tone === 'error'
        ? to({ ...before, notice: filtered.state.notice })
        : filtered;
    }
    case 'search':
      return runVerb(state, 'search', text);
    case 'save':
      return saveList(state, text, false);
    case 'palette': {
      const entry = paletteEntries(before, prompt.text)[prompt.choice];
      if (entry !== undefined) return entry.run(state);
      return to(saying(state, `unknown command ${text}: ? shows what there is`, 'error'));
    }
    case 'replace':
      return to(state);
  }
}

function step(state: State, prompt: Prompt, steps: number): Transition {
  if (prompt.kind === 'palette') {
    const { length } = paletteEntries(state, prompt.text);
    const choice = length === 0 ? 0 : (prompt.choice + steps + length) % length;
    return to({ ...state, prompt: { ...prompt, choice } });
  }
  const typed = state.typed[prompt.kind] ?? [];
  const choice = Math.max(-1, Math.min(typed.length - 1, prompt.choice - steps));
  return to({ ...state, prompt: { ...withText(prompt, typed[choice] ?? ''), choice } });
}

function completed(state: State, prompt: Prompt): Prompt {
  if (prompt.kind === 'palette') {
    const entry = paletteEntries(state, prompt.text)[prompt.choice];
    if (entry === undefined) return prompt;
    return withText(prompt, entry.name.includes(' ') ? entry.name : `${entry.name} `);
  }
  const { before, after } = split(prompt);
  const word = /[\w]*$/.exec(before)?.[0] ?? '';
  const column = currentSpec(state)?.columns.find(({ name }) => name.startsWith(word));
  if (word === '' || column === undefined || prompt.kind !== 'filter') return prompt;
  return withText(prompt, before.slice(0, before.length - word.length) + column.name, after);
}

function remembering(state: State, { kind, text }: Prompt): State {
  if (text === '') return state;
  const typed = [text, ...(state.typed[kind] ?? []).filter((before) => before !== text)].slice(0, MOST_TYPED);
  return { ...state, typed: { ...state.typed, [kind]: typed } };
}
