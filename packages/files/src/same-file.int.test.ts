import { closeSync, linkSync, mkdirSync, openSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { refuseFilesInside, refuseSameFiles } from './same-file.js';
import { useTemporaryFolder } from './testing/temporary-folder.js';

const folder = useTemporaryFolder();

const refused = expect.objectContaining({ kind: 'usage', code: 'BAD_OPTION' });

/** Two names of one file each, made in the folder. */
const PAIRS: Readonly<Record<string, () => [string, string]>> = {
  'one name': () => [folder.file('a'), folder.file('a')],
  'a way round': () => {
    mkdirSync(folder.file('sub'));
    return [folder.file('a'), `${folder.path}/sub/../a`];
  },
  'a link to a folder, for a file yet to be made': () => {
    mkdirSync(folder.file('sub'));
    symlinkSync('sub', folder.file('link'));
    return [folder.file('sub/a'), folder.file('link/a')];
  },
  'a link to a file yet to be made': () => {
    symlinkSync('a', folder.file('link'));
    return [folder.file('a'), folder.file('link')];
  },
  'links to links': () => {
    writeFileSync(folder.file('a'), '');
    symlinkSync('a', folder.file('one'));
    symlinkSync('one', folder.file('two'));
    return [folder.file('two'), folder.file('a')];
  },
  'a hard link': () => {
    writeFileSync(folder.file('a'), '');
    linkSync(folder.file('a'), folder.file('b'));
    return [folder.file('a'), folder.file('b')];
  },
  'standard output': () => ['-', '/dev/stdout'],
  'standard output by its number': () => ['/dev/fd/1', '-'],
};

describe('refuseSameFiles', () => {
  it.each(Object.keys(PAIRS))('refuses two outputs that are one file by %s', async (name) => {
    const [one, other] = PAIRS[name]!();
    await expect(refuseSameFiles({ '--output': one, '--report': other }, [])).rejects.toThrow(refused);
    await expect(refuseSameFiles({ '--output': other, '--report': one }, [])).rejects.toThrow(
      '--output and --report',
    );
  });

  it.each(Object.keys(PAIRS).filter((name) => !name.startsWith('standard')))(
    'refuses an output that is read by %s',
    async (name) => {
      const [one, other] = PAIRS[name]!();
      await expect(refuseSameFiles({ '--output': one }, [undefined, other])).rejects.toThrow(refused);
    },
  );

  it('knows a file that is open already', async () => {
    const open = openSync(folder.file('a'), 'w');
    await expect(
      refuseSameFiles({ '--output': `/dev/fd/${open}`, '--report': folder.file('a') }, []),
    ).rejects.toThrow(refused);
    closeSync(open);
  });

  it('lets several share a device, and tells files apart', async () => {
    writeFileSync(folder.file('a'), '');
    const outputs = { '--output': '/dev/null', '--report': '/dev/null', '--rejects': folder.file('b') };
    await refuseSameFiles(outputs, [folder.file('a'), '/dev/null', '-', folder.file('none/x')]);
  });
});

describe('refuseSameFiles beside a database', () => {
  const taken = () => [folder.file('x.duckdb.wal')];
  const ITS_OWN = /is where a database of this run keeps what is its own/;

  it('refuses what takes a name that is its own, whatever way it is named', async () => {
    symlinkSync('x.duckdb.wal', folder.file('link'));
    for (const path of [folder.file('x.duckdb.wal'), folder.file('link')]) {
      await expect(refuseSameFiles({ '--report': path }, [], taken())).rejects.toThrow(ITS_OWN);
      await expect(refuseSameFiles({}, [path], taken())).rejects.toThrow(ITS_OWN);
    }
    await refuseSameFiles({ '--report': folder.file('x.wal') }, ['-'], taken());
  });
});

describe('refuseFilesInside', () => {
  it('refuses a folder that holds a file of the run, also one that is yet to be made', async () => {
    mkdirSync(folder.file('out'));
    symlinkSync('out', folder.file('link'));
    for (const file of ['out/rejects.csv', 'link/rejects.csv', 'out/not/there', 'out'])
      await expect(refuseFilesInside(folder.file('link'), [folder.file(file)])).rejects.toThrow(refused);
    await refuseFilesInside(folder.file('out'), [folder.file('outside'), '-', undefined, folder.file('a')]);
  });
});
