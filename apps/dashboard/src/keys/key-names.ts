import { pastedText } from '../terminal/key-decoder.js';

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
