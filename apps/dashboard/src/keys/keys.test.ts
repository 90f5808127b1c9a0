import type { Key } from 'ink';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BROWSE_BINDINGS, commandFor, PROMPT_BINDINGS } from './bindings.js';
import { keyNames, typedText } from './key-names.js';
import { keyTable } from './key-table.js';

const NO_KEY = {} as Key;

describe('bindings', () => {
  it.each([
    ['while browsing', BROWSE_BINDINGS],
    ['while typing', PROMPT_BINDINGS],
  ])('give no key to two commands %s', (_, bindings) => {
    const keys = bindings.flatMap((binding) => binding.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('find the command of a key', () => {
    expect(commandFor(BROWSE_BINDINGS, 'ctrl-s')).toBe('save');
    expect(commandFor(BROWSE_BINDINGS, 'ctrl-q')).toBeNull();
  });

  it('stand in the README as they are', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    expect(readme).toContain(keyTable());
  });
});

describe('keyNames', () => {
  it('names keys, and characters by themselves', () => {
    expect(keyNames('', { upArrow: true } as Key)).toEqual(['up']);
    expect(keyNames('s', { ctrl: true } as Key)).toEqual(['ctrl-s']);
    expect(keyNames('', { tab: true, shift: true } as Key)).toEqual(['shift-tab']);
    expect(keyNames('', { escape: true, meta: true } as Key)).toEqual(['escape']);
    expect(keyNames('G', { shift: true } as Key)).toEqual(['G']);
    expect(keyNames(' ', NO_KEY)).toEqual(['space']);
  });

  it('takes apart what came at once', () => {
    expect(keyNames('jj/a\r', NO_KEY)).toEqual(['j', 'j', '/', 'a', 'enter']);
    expect(keyNames('漢👍', NO_KEY)).toEqual(['漢', '👍']);
  });

  it('are Escape and a key where both were read at once, which terminals send for Alt and the key, too', () => {
    expect(keyNames('q', { meta: true } as Key)).toEqual(['escape', 'q']);
    expect(keyNames('', { meta: true, return: true } as Key)).toEqual(['escape', 'enter']);
    expect(keyNames('', { meta: true, upArrow: true } as Key)).toEqual(['up']);
  });

  it('leaves out keys that it does not know, and other control characters', () => {
    expect(keyNames('[57;3~', { meta: true } as Key)).toEqual([]);
    expect(keyNames('\u0000', NO_KEY)).toEqual([]);
  });

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
