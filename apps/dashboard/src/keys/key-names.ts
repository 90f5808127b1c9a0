import type { Key } from 'ink';

const NAMED: readonly (readonly [keyof Key, string])[] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  // Terminals send one code for Backspace, and Ink calls it delete.
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
];

const CHARACTERS: Readonly<Record<string, string>> = {
  ' ': 'space',
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u007f': 'backspace',
  '\u001b': 'escape',
};

/**
 * Names of the keys in what Ink hands over at once: keys that were typed quickly, and pasted text, come together.
 * A character stands for itself; others are `up`, `enter`, `space`, `ctrl-s`, `shift-tab`. Terminals send Alt and a key
 * as Escape and the key, so the two are not to be told apart when both were typed before anybody read them; no command
 * has Alt, so they are Escape and the key.
 */
export function keyNames(input: string, key: Key): string[] {
  if (key.meta && !key.escape && (typedText(input) !== null || key.return || key.tab))
    return ['escape', ...keyNames(input, { ...key, meta: false })];
  if (key.tab) return [key.shift ? 'shift-tab' : 'tab'];
  const named = NAMED.find(([name]) => key[name] === true);
  if (named !== undefined) return [named[1]];
  if (key.ctrl) return [`ctrl-${input}`];
  if (key.meta) return [];
  return Array.from(input, (character) => CHARACTERS[character] ?? character).filter(isKey);
}

/** Whether a key of this name writes a character. */
export function typedText(key: string): string | null {
  if (key === 'space') return ' ';
  return Array.from(key).length === 1 ? key : null;
}

// Other control characters do nothing.
function isKey(name: string): boolean {
  return !/^\p{Cc}$/u.test(name);
}
