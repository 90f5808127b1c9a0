import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { expect, it, vi } from 'vitest';
import { useTemporaryFolder } from './testing/temporary-folder.js';
import { WholeFiles } from './whole-files.js';
import { WholeFolder } from './whole-folder.js';

const folder = useTemporaryFolder();
const read = (name: string) => readFileSync(folder.file(name), 'utf8');
const paths = () => ['a', 'b', 'c'].map((name) => folder.file(name));

async function open(options = {}): Promise<WholeFiles> {
  const files = await WholeFiles.open(paths(), options);
  for (const path of paths().slice(0, 2)) writeFileSync(files.pathOf(path), 'new');
  return files;
}

it('files take their names together; one that was not written takes none', async () => {
  const files = await open();
  expect(folder.names().filter((name) => !name.startsWith('.'))).toEqual([]);
  await files.publish();
  await files.close();
  expect(folder.names()).toEqual(['a', 'b']);
});

it('none has its name when one can not have it', async () => {
  const files = await open();
  writeFileSync(folder.file('b'), 'theirs');
  await expect(files.publish()).rejects.toThrow('b: exists already');
  await files.close();
  expect(folder.names()).toEqual(['b']);
  expect(read('b')).toBe('theirs');
});

it('those that were replaced are back when one can not be', async () => {
  writeFileSync(folder.file('a'), 'old');
  const files = await open({ force: true });
  mkdirSync(folder.file('b'));
  await expect(files.publish()).rejects.toMatchObject({ kind: 'io', code: 'WRITE_FAILED' });
  await files.close();
  expect(read('a')).toBe('old');
  expect(folder.names()).toEqual(['a', 'b']);
});

it('they are back, too, on a disk that knows no second names', async () => {
  writeFileSync(folder.file('a'), 'old');
  const files = await open({ force: true });
  mkdirSync(folder.file('b'));
  const link = vi.spyOn(promises, 'link').mockRejectedValue(Object.assign(new Error(), { code: 'EPERM' }));
  syncBuiltinESMExports();
  try {
    await expect(files.publish()).rejects.toMatchObject({ kind: 'io', code: 'WRITE_FAILED' });
    expect(link).toHaveBeenCalled();
  } finally {
    link.mockRestore();
    syncBuiltinESMExports();
  }
  await files.close();
  expect(read('a')).toBe('old');
});

it('two names of one file are refused', async () => {
  symlinkSync('a', folder.file('b'));
  await expect(open()).rejects.toMatchObject({ kind: 'usage' });
});

const NOTHING_FOREIGN = { foreignIn: async () => undefined };

it('a folder is there whole, and one that came up meanwhile is not replaced, even an empty one', async () => {
  const [one, other] = [0, 1].map(() => WholeFolder.open(folder.file('out'), NOTHING_FOREIGN));
  for (const whole of [await one!, await other!]) writeFileSync(`${whole.path}/rows`, 'rows');
  expect(folder.names()).not.toContain('out');
  await (await one!).publish();
  await expect((await other!).publish()).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
  expect(folder.names()).toEqual(['out']);
  expect(read('out/rows')).toBe('rows');
  rmSync(folder.file('out'), { recursive: true });
  const third = await WholeFolder.open(folder.file('out'), NOTHING_FOREIGN);
  mkdirSync(folder.file('out'));
  await expect(third.publish()).rejects.toMatchObject({ code: 'OUTPUT_EXISTS' });
  expect(folder.names()).toEqual(['out']);
});

it('a folder is replaced by way of a link, which stays, unless something foreign is in it', async () => {
  mkdirSync(folder.file('real'));
  writeFileSync(folder.file('real/old'), '');
  symlinkSync('real', folder.file('link'));
  const foreignIn = async (path: string) => (path.endsWith('real') ? undefined : 'holds what is not ours');
  const whole = await WholeFolder.open(folder.file('link'), { force: true, foreignIn });
  writeFileSync(`${whole.path}/new`, 'new');
  await whole.publish();
  expect(read('link/new')).toBe('new');
  expect(folder.names()).toEqual(['link', 'real']);
  mkdirSync(folder.file('foreign'));
  const refused = WholeFolder.open(folder.file('foreign'), { force: true, foreignIn });
  await expect(refused).rejects.toThrow('holds what is not ours, so --force does not replace it');
});
