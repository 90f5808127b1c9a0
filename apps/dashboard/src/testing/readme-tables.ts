import { HELP } from '../keys/help.js';

/** The parts of the help, each with its heading. */
function sections(): { heading: string; lines: { keys: string; help: string }[] }[] {
  const found: ReturnType<typeof sections> = [];
  for (const { heading, keys = '', help } of HELP) {
    if (heading !== undefined) found.push({ heading, lines: [] });
    else found.at(-1)?.lines.push({ keys, help: help.replaceAll('|', '\\|') });
  }
  return found;
}

/** The help as the tables that the README has of it: every key, how filters are written, what the marks mean. */
export function readmeTables(): string[] {
  const all = sections();
  const named = (name: string) => all.find(({ heading }) => heading === name)?.lines ?? [];
  const table = (head: string, name: string) => {
    const rows = named(name).map(({ keys, help }) => `| \`${keys}\` | ${help} |`);
    return [`| ${head} | |`, '|---|---|', ...rows].join('\n');
  };
  return [keyTable(all.slice(0, -2)), table('filter', 'Filters'), table('mark', 'Marks')];
}

function keyTable(groups: ReturnType<typeof sections>): string {
  const codeUnlessMark = (word: string) => (word === '…' ? word : `\`${word}\``);
  const rows = groups.flatMap(({ heading, lines }) =>
    lines.map(({ keys, help }) => `| ${heading} | ${keys.replace(/\S+/g, codeUnlessMark)} | ${help} |`),
  );
  return ['| | keys | |', '|---|---|---|', ...rows].join('\n');
}
