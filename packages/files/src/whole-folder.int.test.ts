import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { useTemporaryFolder } from './testing/temporary-folder.js';
import { WholeFolder } from './whole-folder.js';

const folder = useTemporaryFolder();

describe('WholeFolder', () => {
  it('takes the name where another run has just taken the old folder away', async () => {
    const target = folder.file('out');
    mkdirSync(target);
    let looks = 0;
    const foreignIn = (path: string) => {
      if (++looks === 2) rmSync(path, { recursive: true }); // what another run does between our look and our renaming
      return Promise.resolve(undefined);
    };
    const whole = await WholeFolder.open(target, { force: true, foreignIn });
    writeFileSync(join(whole.path, 'a.txt'), 'new');
    await whole.publish();
    expect(looks).toBe(2);
    expect(readFileSync(join(target, 'a.txt'), 'utf8')).toBe('new');
    expect(readdirSync(folder.path)).toEqual(['out']);
  });

  const replaceable = { force: true, foreignIn: () => Promise.resolve(undefined) };

  it('takes no name from what is no folder', async () => {
    writeFileSync(folder.file('out'), 'a file');
    await expect(WholeFolder.open(folder.file('out'), replaceable)).rejects.toMatchObject({
      ...{ kind: 'io', code: 'OUTPUT_EXISTS' },
      message: expect.stringContaining('exists already and is no folder') as string,
    });
    expect(readFileSync(folder.file('out'), 'utf8')).toBe('a file');
    expect(folder.names()).toEqual(['out']);
  });

  it('takes no name that another run has given to something else meanwhile', async () => {
    for (const other of ['file', 'foreign']) {
      const target = folder.file(other);
      const foreignIn = () => Promise.resolve('holds a letter');
      const whole = await WholeFolder.open(target, { force: true, foreignIn });
      writeFileSync(join(whole.path, 'a.txt'), 'new');
      if (other === 'file') writeFileSync(target, 'theirs');
      else mkdirSync(target);
      await expect(whole.publish()).rejects.toMatchObject({ kind: 'io', code: 'OUTPUT_EXISTS' });
    }
    expect(readFileSync(folder.file('file'), 'utf8')).toBe('theirs');
    expect(folder.names()).toEqual(['file', 'foreign']);
  });

  it('leaves nothing when it is given up, or its folder is lost', async () => {
    const whole = await WholeFolder.open(folder.file('out'), replaceable);
    writeFileSync(join(whole.path, 'a.txt'), 'new');
    await whole.abort();
    expect(folder.names()).toEqual([]);
    mkdirSync(folder.file('inner'));
    const lost = await WholeFolder.open(join(folder.file('inner'), 'out'), replaceable);
    rmSync(folder.file('inner'), { recursive: true });
    await expect(lost.publish()).rejects.toMatchObject({ kind: 'io' });
    await lost.abort();
    expect(folder.names()).toEqual([]);
  });
});
