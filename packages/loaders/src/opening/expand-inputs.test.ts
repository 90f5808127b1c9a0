import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempFolder } from '../testing/temp-folder.js';
import { expandInputs, findInputs } from './expand-inputs.js';
import { CAN_UNPACK_ZSTD } from './zstd-unpacker.js';

async function folderOf(...names: string[]): Promise<string> {
  return tempFolder(Object.fromEntries(names.map((name) => [name, ''])));
}

async function expand(folder: string, args: string[], format?: string): Promise<string[]> {
  const paths = await expandInputs(
    args.map((arg) => (arg === '-' ? arg : join(folder, arg))),
    format,
  );
  return paths.map((path) => (path === '-' ? path : relative(folder, path)));
}

describe('expandInputs', () => {
  it('keeps files and standard input in the order given', async () => {
    const folder = await folderOf('b', 'a', 'x 1');
    expect(await expand(folder, ['b', '-', 'a', 'x 1', 'b'])).toEqual(['b', '-', 'a', 'x 1', 'b']);
    expect(await expand(folder, [])).toEqual([]);
  });

  it('takes the files of a kind from a folder, numbers as numbers', async () => {
    const folder = await folderOf(
      'auth_part_10.csv.gz',
      'auth_part_2.csv.gz',
      'auth_sessions.jsonl',
      'labeled_auth.csv',
      'proc.txt.gz',
      'processes.csv',
      'redteam.txt.gz',
      'README.md',
    );
    await mkdir(join(folder, 'auth_folder.txt'));
    expect(await expand(folder, ['.'], 'auth')).toEqual(['auth_part_2.csv.gz', 'auth_part_10.csv.gz']);
    expect(await expand(folder, ['.'], 'proc')).toEqual(['proc.txt.gz']);
    expect(await expand(folder, ['.'])).toEqual([
      'auth_part_2.csv.gz',
      'auth_part_10.csv.gz',
      'proc.txt.gz',
      'redteam.txt.gz',
    ]);
  });

  it('takes the partitions of a table that is a folder, numbers as numbers', async () => {
    const part = (day: string, name = 'part-0') => `auth.parquet/day=${day}/${name}.parquet`;
    const inDay = part('3/hour=1');
    const folder = await folderOf(
      part('10'),
      part('2', 'b'),
      part('2', 'a'),
      inDay,
      'x/day=1/part-0.parquet',
    );
    const parts = [part('2', 'a'), part('2', 'b'), inDay, part('10')];
    expect(await expand(folder, ['auth.parquet'], 'auth')).toEqual(parts);
    expect(await expand(folder, ['auth.parquet'])).toEqual(parts);
    await expect(expand(folder, ['auth.parquet'], 'proc')).rejects.toMatchObject({ code: 'NOTHING_THERE' });
    await expect(expand(folder, ['x'], 'auth')).rejects.toMatchObject({ code: 'NOTHING_THERE' });
  });

  it('takes the parts of a table that is a folder', async () => {
    const part = (number: string) => `auth.parquet/part-${number}.snappy.parquet`;
    const folder = await folderOf(
      part('10'),
      part('2'),
      'auth.parquet/_SUCCESS',
      'proc.parquet',
      'x/part-1.parquet',
    );
    expect(await expand(folder, ['auth.parquet'], 'auth')).toEqual([part('2'), part('10')]);
    expect(await expand(folder, ['auth.parquet/*'], 'auth')).toEqual([part('2'), part('10')]);
    await expect(expand(folder, ['auth.parquet'], 'proc')).rejects.toMatchObject({ code: 'NOTHING_THERE' });
    await expect(expand(folder, ['x'], 'auth')).rejects.toMatchObject({ code: 'NOTHING_THERE' });
  });

  it('follows links', async () => {
    const folder = await folderOf('elsewhere/data.bin');
    await symlink(join(folder, 'elsewhere/data.bin'), join(folder, 'auth.txt'));
    expect(await expand(folder, ['.'], 'auth')).toEqual(['auth.txt']);
  });

  it.each([
    ['a link that leads nowhere', 'auth_2.txt', 'gone'],
    ['a link to itself', 'auth_2.txt', 'auth_2.txt'],
  ])('does not pass over %s', async (_, name, target) => {
    const folder = await folderOf('auth_1.txt');
    await symlink(join(folder, target), join(folder, name));
    for (const arg of ['.', 'auth*', name])
      await expect(expand(folder, [arg], 'auth')).rejects.toMatchObject({
        kind: 'io',
        context: { file: join(folder, name) },
      });
  });

  it('does not pass over a name that is not UTF-8', async () => {
    const folder = await folderOf('auth_1.txt');
    await writeFile(
      Buffer.concat([Buffer.from(`${folder}/auth_`), Buffer.of(0xff), Buffer.from('.txt')]),
      '',
    );
    await expect(expand(folder, ['.'], 'auth')).rejects.toMatchObject({
      kind: 'io',
      what: 'its name is not UTF-8',
    });
  });

  it('does not wait for a pipe or device that nobody has named', async () => {
    const folder = await folderOf('auth_1.txt');
    execFileSync('mkfifo', [join(folder, 'auth_2.txt')]);
    await symlink('/dev/zero', join(folder, 'proc.txt'));
    await symlink('auth_2.txt', join(folder, 'redteam.txt'));
    for (const [arg, format, what] of [
      ['.', 'auth', 'it is a pipe, not a file'],
      ['auth*', 'auth', 'it is a pipe, not a file'],
      ['.', 'proc', 'it is a device, not a file'],
      ['p*', undefined, 'it is a device, not a file'],
      ['.', 'redteam', 'it is a pipe, not a file'],
    ] as const)
      await expect(expand(folder, [arg], format)).rejects.toMatchObject({ kind: 'io', what });
    expect(await expand(folder, ['auth_2.txt', 'auth_1.txt'], 'auth')).toEqual(['auth_2.txt', 'auth_1.txt']);
  });

  it.skipIf(!CAN_UNPACK_ZSTD)(
    'takes parts that are packed with Zstandard where Node can unpack them',
    async () => {
      const folder = await folderOf('auth_part_10.csv.zst', 'auth_part_2.csv.gz', 'proc.txt.zst');
      expect(await expand(folder, ['.'], 'auth')).toEqual(['auth_part_2.csv.gz', 'auth_part_10.csv.zst']);
    },
  );

  it.each(['bz2', 'xz', ...(CAN_UNPACK_ZSTD ? [] : ['zst']), 'zip', 'gz.part', '7z', 'gz.crdownload', 'BZ2'])(
    'does not pass over a part that ends in .%s',
    async (ending) => {
      const folder = await folderOf('auth_part_1.csv.gz', `auth_part_2.csv.${ending}`, 'proc.txt.bz2');
      for (const arg of ['.', 'auth*'])
        await expect(expand(folder, [arg], 'auth')).rejects.toMatchObject({
          kind: 'io',
          code: 'UNKNOWN_FORMAT',
          context: { file: join(folder, `auth_part_2.csv.${ending}`) },
        });
      await expect(expand(folder, ['.'])).rejects.toMatchObject({ kind: 'io' });
    },
  );

  it('says what it has left out', async () => {
    const folder = await folderOf('auth.txt', 'proc.txt', 'README.md', 'auth.d/auth.txt', 'auth_d.txt/x');
    const { paths, leftOut } = await findInputs([folder], 'auth');
    expect(paths).toEqual([join(folder, 'auth.txt')]);
    expect(leftOut).toEqual([
      { path: join(folder, 'README.md'), why: 'it is not named as auth' },
      { path: join(folder, 'auth.d'), why: 'it is not named as auth' },
      { path: join(folder, 'auth_d.txt'), why: 'it is a folder' },
      { path: join(folder, 'proc.txt'), why: 'it is named as proc' },
    ]);
  });

  it('takes of a glob what is named after the kind, or all where nothing is', async () => {
    const folder = await folderOf('auth_1.txt', 'proc.txt', 'day2.txt');
    expect(await expand(folder, ['*.txt'], 'auth')).toEqual(['auth_1.txt']);
    expect(await expand(folder, ['[dp]*.txt'], 'auth')).toEqual(['day2.txt', 'proc.txt']);
  });

  it.each([
    ['*.txt', ['a1.txt', 'a2.txt', 'a10.txt', 'b1.txt']],
    ['a?.txt', ['a1.txt', 'a2.txt']],
    ['[ab]1.txt', ['a1.txt', 'b1.txt']],
    ['[!a]*.txt', ['b1.txt']],
    ['[a-b][0-1]*', ['a1.txt', 'a10.txt', 'b1.txt']],
    ['d?/*', ['d1/x.gz', 'd2/x.gz']],
    ['d[2]/x.gz', ['d2/x.gz']],
    ['.h*', ['.hidden.txt']],
  ])('expands the glob %s', async (glob, expected) => {
    const folder = await folderOf(
      'a10.txt',
      'a2.txt',
      'a1.txt',
      'b1.txt',
      'd2/x.gz',
      'd1/x.gz',
      '.hidden.txt',
    );
    expect(await expand(folder, [glob])).toEqual(expected);
  });

  it('takes names literally that exist, whatever characters they hold', async () => {
    const names = ['auth[1].txt', 'auth*.txt', `it's "so".txt`, 'two\nlines.txt', 'a?b', '$(x)', 'äöü'];
    const folder = await folderOf(...names, 'auth1.txt');
    expect(await expand(folder, names)).toEqual(names);
    expect(await expand(folder, ['two*'])).toEqual(['two\nlines.txt']);
  });

  it.each(['nothing.txt', 'nothing*.txt', 'a.txt/b', 'a.txt/*', '[z-a]*', '[', '[!]'])(
    'finds nothing at %s',
    async (arg) => {
      const folder = await folderOf('a.txt');
      await expect(expand(folder, [arg])).rejects.toMatchObject({ kind: 'io', code: 'NOT_FOUND' });
    },
  );

  it('says which kind a folder lacks', async () => {
    const folder = await folderOf('auth.txt');
    await expect(expand(folder, ['.'], 'proc')).rejects.toMatchObject({
      kind: 'io',
      code: 'NOTHING_THERE',
      message: expect.stringContaining('the folder holds no proc file (such as proc.txt.gz'),
    });
    await expect(expand(await tempFolder(), ['.'])).rejects.toMatchObject({ code: 'NOTHING_THERE' });
  });

  it('refuses standard input twice, and formats that are none', async () => {
    await expect(expandInputs(['-', '-'])).rejects.toMatchObject({ kind: 'usage', code: 'BAD_OPTION' });
    await expect(expandInputs(['-'], 'authn')).rejects.toMatchObject({
      kind: 'usage',
      code: 'UNKNOWN_FORMAT',
    });
  });

  it.skipIf(process.getuid?.() === 0)('says when a folder may not be read', async () => {
    const folder = await folderOf('locked/auth.txt');
    await chmod(join(folder, 'locked'), 0);
    await expect(expand(folder, ['locked'])).rejects.toMatchObject({
      code: 'READ_FAILED',
      message: expect.stringContaining('permission denied'),
    });
    await chmod(join(folder, 'locked'), 0o700);
  });
});
