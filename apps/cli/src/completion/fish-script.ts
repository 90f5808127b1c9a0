import type { CommandWords, OptionWords, Values, Words } from './command-words.js';

/** Completion for fish: `cmsc completion fish | source`. */
export function fishScript({ commands, options }: Words): string {
  const lines = [
    '# Completion of cmsc for fish: cmsc completion fish | source',
    'complete -c cmsc -f',
    ...options.map((option) => optionLine('__fish_use_subcommand', option)),
    ...commands.map(({ name, summary }) => line('__fish_use_subcommand', `-a ${name}`, summary)),
    ...commands.flatMap(commandLines),
  ];
  return `${lines.join('\n')}\n`;
}

function commandLines({ name, options, first }: CommandWords): string[] {
  const seen = `__fish_seen_subcommand_from ${name}`;
  const operands = typeof first === 'string' ? '-F' : `-F -a ${quoted(first.join(' '))}`;
  return [
    ...(first === 'own' ? [] : [line(seen, operands)]),
    ...options.map((option) => optionLine(seen, option)),
  ];
}

function optionLine(condition: string, { flags, description, values }: OptionWords): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return line(condition, [...names, ...valueWords(values)].join(' '), description);
}

function valueWords(values: Values | undefined): string[] {
  if (values === undefined) return [];
  if (values === 'path') return ['-r', '-F'];
  return values === 'own' ? ['-x'] : ['-x', '-a', quoted(values.join(' '))];
}

function line(condition: string, what: string, description?: string): string {
  const said = description ? ` -d ${quoted(description)}` : '';
  const when = condition.includes(' ') ? quoted(condition) : condition;
  return `complete -c cmsc -n ${when} ${what}${said}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, '\\$&')}'`;
}
