import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandAt, type CommandText } from './command.js';
import { COMMANDS } from './commands.js';
import { keyTable } from './help.js';
import { typedText } from './key-names.js';
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
    expect(readme).toContain(keyTable());
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
