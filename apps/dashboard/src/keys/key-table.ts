import { SCREENS } from '../screens/screen-names.js';
import { BROWSE_BINDINGS, PROMPT_BINDINGS, type Binding } from './bindings.js';

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

/** A line of the help. */
export interface KeyLine {
  group: string;
  keys: string;
  does: string;
}

/** A key as the help writes it: `Esc`, `Ctrl-S`. */
export function keyLabel(key: string): string {
  return SHOWN[key] ?? key.replace(/^ctrl-(.)$/, (_, letter: string) => `Ctrl-${letter.toUpperCase()}`);
}

/** All bindings as lines, group by group. The number keys make one line. */
export function keyLines(): KeyLine[] {
  const lines = [...BROWSE_BINDINGS, ...PROMPT_BINDINGS].filter(
    ({ command }) => !command.startsWith('screen-') || command === 'screen-1',
  );
  return lines.map((binding) =>
    binding.command === 'screen-1'
      ? { group: binding.group, keys: `1 … ${Math.min(SCREENS.length, 9)}`, does: screenNames() }
      : { group: binding.group, keys: labels(binding), does: binding.does },
  );
}

/** The bindings as a Markdown table: the README holds it. */
export function keyTable(): string {
  const escaped = (text: string) => text.replaceAll('|', '\\|');
  const rows = keyLines().map(
    ({ group, keys, does }) => `| ${group} | ${keys.replace(/\S+/g, codeUnlessMark)} | ${escaped(does)} |`,
  );
  return ['| | keys | |', '|---|---|---|', ...rows].join('\n');
}

function labels({ keys }: Binding<string>): string {
  return keys.map(keyLabel).join(' ');
}

function screenNames(): string {
  const names = BROWSE_BINDINGS.filter(({ command }) => command.startsWith('screen-')).map(
    ({ does }) => does,
  );
  return names.join(', ');
}

function codeUnlessMark(word: string): string {
  return word === '…' ? word : `\`${word}\``;
}
