import { commandFor, PROMPT_BINDINGS } from '../keys/bindings.js';
import { typedText } from '../keys/key-names.js';
import { specOf } from '../lists/list-specs.js';
import { browse } from './browse-reducer.js';
import { paletteEntries } from './palette.js';
import { focusedList } from './place.js';
import { editText, insertText, split, withText } from './prompt-editing.js';
import { runVerb, save } from './run-verb.js';
import { currentPlace } from './selectors.js';
import { saying, to, type Prompt, type State, type Transition } from './state.js';

/** Lines that a prompt remembers. */
const MOST_TYPED = 50;

/** What a key does while something is typed. */
export function promptKey(state: State, prompt: Prompt, key: string): Transition {
  const command = commandFor(PROMPT_BINDINGS, key);
  if (prompt.kind === 'replace') return answerReplace(state, prompt, key);
  const changed = (next: Prompt) => to({ ...state, prompt: next });
  switch (command) {
    case null: {
      const typed = typedText(key);
      return typed === null ? to(state) : changed(insertText(prompt, typed));
    }
    case 'confirm':
      return confirm(state, prompt);
    case 'dismiss':
      return to({ ...state, prompt: null });
    case 'older':
    case 'newer':
      return changed(step(state, prompt, command === 'older' ? -1 : 1));
    case 'complete':
      return changed(complete(state, prompt));
    case 'erase':
      if (prompt.text === '') return to({ ...state, prompt: null });
      return changed(editText(prompt, command));
    default:
      return changed(editText(prompt, command));
  }
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
      return save(state, text, false);
    case 'palette':
      return runEntry(state, prompt);
    default:
      return to(state);
  }
}

function runEntry(state: State, prompt: Prompt): Transition {
  const entry = paletteEntries(prompt.text)[prompt.choice];
  if (entry === undefined)
    return to(saying(state, `unknown command ${prompt.text.trim()}: ? shows what there is`, 'error'));
  return 'command' in entry.run
    ? browse(state, entry.run.command)
    : runVerb(state, entry.run.verb, entry.run.argument);
}

// Only a clear yes replaces a file.
function answerReplace(state: State, prompt: Prompt, key: string): Transition {
  const closed: State = { ...state, prompt: null };
  return key === 'y' || key === 'Y' ? save(closed, prompt.text, true) : to(closed);
}

function step(state: State, prompt: Prompt, steps: number): Prompt {
  if (prompt.kind === 'palette') {
    const { length } = paletteEntries(prompt.text);
    return { ...prompt, choice: length === 0 ? 0 : (prompt.choice + steps + length) % length };
  }
  const typed = state.typed[prompt.kind] ?? [];
  const choice = Math.max(-1, Math.min(typed.length - 1, prompt.choice - steps));
  return { ...withText(prompt, typed[choice] ?? ''), choice };
}

function complete(state: State, prompt: Prompt): Prompt {
  if (prompt.kind === 'palette') {
    const entry = paletteEntries(prompt.text)[prompt.choice];
    return entry === undefined ? prompt : withText(prompt, `${entry.name} `);
  }
  const { before, after } = split(prompt);
  const word = /[\w]*$/.exec(before)?.[0] ?? '';
  const name = word === '' ? undefined : columnNames(state).find((each) => each.startsWith(word));
  if (name === undefined || prompt.kind !== 'filter') return prompt;
  const completed = before.slice(0, before.length - word.length) + name;
  return { ...prompt, text: completed + after, caret: Array.from(completed).length };
}

function columnNames(state: State): string[] {
  const place = currentPlace(state);
  const list = place === null ? null : focusedList(place);
  if (list === null || state.facts === null) return [];
  return specOf(list.ref, state.facts).columns.map(({ name }) => name);
}

function remembering(state: State, { kind, text }: Prompt): State {
  if (text === '') return state;
  const typed = [text, ...(state.typed[kind] ?? []).filter((before) => before !== text)].slice(0, MOST_TYPED);
  return { ...state, typed: { ...state.typed, [kind]: typed } };
}
