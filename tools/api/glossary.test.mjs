import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesEnding, textOf } from './workspace.mjs';

const DECLARED = /^export (?:declare )?(?:abstract )?(?:class|const|enum|function|interface|type) (\w+)/gm;

/** The names that a package exports, by package: the reports of its entries together. */
function exportedNames() {
  const names = new Map();
  for (const path of filesEnding('.api.md')) {
    const [name] = basename(path).split('.');
    const declared = [...textOf(path).matchAll(DECLARED)].map(([, each]) => each);
    names.set(name, new Set([...(names.get(name) ?? []), ...declared]));
  }
  return names;
}

/** The words of a name: `labelEventsOptions` has label, events and options, `FIRST_ROW` first and row. */
const wordsOf = (name) =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split('_');

/** The rows of the table: a word, and what is not said for it. */
const entries = textOf('docs/GLOSSARY.md')
  .split('\n')
  .filter((line) => /^\| [a-z]/.test(line) && !line.startsWith('| word'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, word, , others]) => ({ word, others: others ? others.split(', ') : [] }));

const exported = exportedNames();
/** All names in the reports, also those of members and parameters. */
const allNames = new Set(
  filesEnding('.api.md').flatMap((path) =>
    textOf(path)
      .replaceAll(/\/\/.*|'[^']*'/g, '')
      .match(/\w+/g),
  ),
);

describe('the glossary', () => {
  it('has a word once', () => {
    const words = entries.flatMap(({ word, others }) => [word, ...others]);
    expect(words.length).toBeGreaterThan(40);
    expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([]);
  });

  it.each(entries.filter(({ others }) => others.length > 0))('says $word, not $others', ({ others }) => {
    const refused = others.map((other) => wordsOf(other).join('_'));
    const isRefused = (name) =>
      refused.some((other) => `_${wordsOf(name).join('_')}_`.includes(`_${other}_`));
    expect([...allNames].filter(isRefused)).toEqual([]);
  });
});

it('no two packages export the same name', () => {
  const packages = (name) => [...exported].filter(([, names]) => names.has(name)).map(([each]) => each);
  const all = new Set([...exported.values()].flatMap((names) => [...names]));
  expect([...all].filter((name) => packages(name).length > 1).map((name) => [name, packages(name)])).toEqual(
    [],
  );
});
