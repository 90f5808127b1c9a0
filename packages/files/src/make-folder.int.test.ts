import { expect, it } from 'vitest';
import { makeFolder } from './make-folder.js';
import { useTemporaryFolder } from './testing/temporary-folder.js';

const folder = useTemporaryFolder();

it('is made by one of several that make it at the same time, which alone may remove it', async () => {
  const made = await Promise.all(Array.from({ length: 8 }, () => makeFolder(folder.file('a/b'))));
  expect(made.flat().sort()).toEqual([folder.file('a'), folder.file('a/b')]);
});
