import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandAt, type CommandText } from './command.js';
import { COMMANDS } from './commands.js';
import { readmeTables } from '../testing/readme-tables.js';
import { HELP } from './help.js';
import { parseFilter } from '../lists/filter.js';
import { specOf } from '../lists/lists.js';
import { listRef } from '../lists/list-ref.js';
import { FACTS } from '../testing/facts.js';
import { typedText } from './typing.js';
import { TYPING } from './typing.js';

describe('commands', () => {
  it.each<[string, Record<string, CommandText>]>([
    ['while browsing', COMMANDS],
    ['while typing', TYPING],
  ])('give no key to two commands %s', (_, commands) => {
    const keys = Object.values(commands).flatMap((command) => command.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('are found by their keys', () => {
    expect(commandAt(COMMANDS, 'ctrl-s')).toBe(COMMANDS.save);
    expect(commandAt(COMMANDS, 'ctrl-q')).toBeNull();
  });

  it('stand in the README as they are', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    for (const table of readmeTables()) expect(readme).toContain(table);
  });

  it('fit onto a line of the help, with what they do', () => {
    for (const { keys = '', heading, help } of HELP) {
      expect(keys.length, keys).toBeLessThanOrEqual(23);
      expect(26 + help.length, `${heading ?? keys} ${help}`).toBeLessThanOrEqual(80);
    }
  });

  it('show filters that can be typed', () => {
    const begin = HELP.findIndex(({ heading }) => heading === 'Filters');
    const end = HELP.findIndex(({ heading }) => heading === 'Marks');
    const { columns } = specOf(listRef('sessions'), FACTS);
    const examples = HELP.slice(begin + 1, end).map(({ keys = '' }) => keys);
    expect(examples.length).toBeGreaterThan(5);
    for (const example of examples) expect(parseFilter(example, columns).length, example).toBeGreaterThan(0);
  });
});

describe('typedText', () => {
  it('tells which keys write', () => {
    expect(['a', '漢', '👍', 'space', 'enter', 'ctrl-s'].map(typedText)).toEqual([
      'a',
      '漢',
      '👍',
      ' ',
      null,
      null,
    ]);
  });
});
