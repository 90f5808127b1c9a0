import { writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { useTemporaryFolder } from '../testing/temporary-folder.js';
import { isDatabase } from './file-head.js';

const folder = useTemporaryFolder();

it('knows a database by what is in it, whatever its name', async () => {
  const path = folder.file('sessions.csv');
  (await DuckDBInstance.create(path)).closeSync();
  expect(await isDatabase(path)).toBe(true);
});

it.each([
  ['an empty file', ''],
  ['one that ends before the mark', 'checksum'],
  ['rows', '1,U66@DOM1,C12,DUCK\n'],
])('takes %s for none', async (_, text) => {
  writeFileSync(folder.file('X.duckdb'), text);
  expect(await isDatabase(folder.file('X.duckdb'))).toBe(false);
});

it('fails for a file that is not there', async () => {
  await expect(isDatabase(folder.file('X.duckdb'))).rejects.toMatchObject({ code: 'ENOENT' });
});
