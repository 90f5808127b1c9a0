import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { addressOf } from './places.js';

const folder = mkdtempSync(join(tmpdir(), 'cmsc-loaders-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, 'in'));
for (const name of ['x.duckdb', 'a#b.duckdb', 'auth#1.txt', 'in/y.duckdb'])
  writeFileSync(join(folder, name), '');

it.each([
  ['x.duckdb#auth_raw', 'x.duckdb', 'auth_raw'],
  ['x.duckdb#', 'x.duckdb', ''],
  ['x.duckdb#raw.a#b [1]*', 'x.duckdb', 'raw.a#b [1]*'],
  ['a#b.duckdb#t', 'a#b.duckdb', 't'],
  ['in/y.duckdb#"a/b"', 'in/y.duckdb', '"a/b"'],
  // A name that exists, a folder, and what is not there are names of files.
  ['auth#1.txt', 'auth#1.txt', undefined],
  ['in#t', 'in#t', undefined],
  ['gone.duckdb#t', 'gone.duckdb#t', undefined],
  ['x.duckdb', 'x.duckdb', undefined],
])('%s', (path, file, table) => {
  expect(addressOf(join(folder, path))).toEqual({ file: join(folder, file), table });
});

it('leaves standard input alone', () => {
  expect(addressOf('-')).toEqual({ file: '-', table: undefined });
});
