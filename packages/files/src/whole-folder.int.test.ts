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
});
