import type { PromptCommand } from '../keys/bindings.js';
import type { Prompt } from './state.js';

/** The keys that change what is typed, or move in it. */
export type EditCommand = Exclude<PromptCommand, 'confirm' | 'dismiss' | 'older' | 'newer' | 'complete'>;

/** Puts `typed` in at the caret. */
export function insertText(prompt: Prompt, typed: string): Prompt {
  const { before, after } = split(prompt);
  return edited(prompt, before + typed, after);
}

/** Does what an editing key does. Characters are whole ones, however many units they take. */
export function editText(prompt: Prompt, command: EditCommand): Prompt {
  const { before, after } = split(prompt);
  const all = Array.from(prompt.text).length;
  switch (command) {
    case 'erase':
      return edited(prompt, Array.from(before).slice(0, -1).join(''), after);
    case 'erase-word':
      return edited(prompt, before.replace(/\S+\s*$/, ''), after);
    case 'erase-all':
      return edited(prompt, '', '');
    case 'caret-left':
      return { ...prompt, caret: Math.max(0, prompt.caret - 1) };
    case 'caret-right':
      return { ...prompt, caret: Math.min(all, prompt.caret + 1) };
    case 'caret-start':
      return { ...prompt, caret: 0 };
    case 'caret-end':
      return { ...prompt, caret: all };
  }
}

/** `prompt` with other text, the caret at its end. */
export function withText(prompt: Prompt, text: string): Prompt {
  return edited(prompt, text, '');
}

/** What stands before and after the caret. */
export function split({ text, caret }: Prompt): { before: string; after: string } {
  const characters = Array.from(text);
  return { before: characters.slice(0, caret).join(''), after: characters.slice(caret).join('') };
}

function edited(prompt: Prompt, before: string, after: string): Prompt {
  const choice = prompt.kind === 'palette' ? 0 : prompt.choice;
  return { ...prompt, text: before + after, caret: Array.from(before).length, choice };
}
