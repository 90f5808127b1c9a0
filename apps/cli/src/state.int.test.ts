import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { AUTH, SESSIONS } from './testing/rows.js';

const folder = useFolder();
const inFolder = (name: string) => join(folder.path, name);

async function rowsOf(...args: string[]): Promise<string[]> {
  const { status, stdout, stderr } = await cmsc(['-q', 'sessions', ...args]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.trimEnd().split('\n').slice(1);
}

describe('--state-in and --state-out', () => {
  const rows = AUTH.match(/.*\n/g) as string[];

  it.each([1, 4, 8])('give what one run gives, split after %d rows', async (split) => {
    writeFileSync(inFolder('1.txt'), rows.slice(0, split).join(''));
    writeFileSync(inFolder('2.txt'), rows.slice(split).join(''));
    const first = await rowsOf(inFolder('1.txt'), '--state-out', inFolder('state'));
    const second = await rowsOf(inFolder('2.txt'), '--state-in', inFolder('state'));
    expect([...first, ...second].sort()).toEqual(SESSIONS.trimEnd().split('\n').slice(1));
  });

  it.each([1, 4, 8])('carry keys of five columns on, split after %d rows', async (split) => {
    const key = ['--key', 'src_user,dst_user,src_machine,dst_machine,auth_type', '--keep-open'];
    writeFileSync(inFolder('auth.txt'), AUTH);
    writeFileSync(inFolder('1.txt'), rows.slice(0, split).join(''));
    writeFileSync(inFolder('2.txt'), rows.slice(split).join(''));
    const whole = await rowsOf(inFolder('auth.txt'), ...key);
    const first = await rowsOf(inFolder('1.txt'), ...key, '--state-out', inFolder('wide'));
    const second = await rowsOf(inFolder('2.txt'), ...key, '--state-in', inFolder('wide'));
    expect(whole.length).toBeGreaterThan(1);
    expect([...first, ...second].sort()).toEqual(whole.sort());
  });

  it('refuse what is no state', async () => {
    writeFileSync(inFolder('auth.txt'), AUTH);
    const { status, stderr } = await cmsc([
      'sessions',
      inFolder('auth.txt'),
      '--state-in',
      inFolder('auth.txt'),
    ]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^cmsc: .*auth\.txt[^\n]*\n$/);
    expect((await cmsc(['sessions', inFolder('auth.txt'), '--state-in', inFolder('none')])).status).toBe(3);
  });
});
