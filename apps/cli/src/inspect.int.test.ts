import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { AUTH, procRow } from './testing/rows.js';

const folder = useFolder();

function file(name: string, content: string | Buffer): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

const PROC = procRow(3, 'U1@D', 'C1', 'P1', 'Start') + procRow(9, 'U1@D', 'C1', 'P1', 'End');

describe('cmsc inspect', () => {
  it('recognises files by content, and tells what is in each', async () => {
    const [auth, proc] = [file('first.bin', gzipSync(AUTH)), file('second.bin', PROC)];
    const { status, stdout, stderr } = await cmsc(['inspect', auth, proc]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`${auth}\n  format  auth\n`);
    expect(stdout).toContain(`${proc}\n  format  proc\n`);
    expect(stdout).toMatch(/^ {2}rows {4}9$/m);
    expect(stdout).toMatch(/^ {2}time {4}5 to 30$/m);
    expect(stdout).toMatch(
      /^ {2}orientation {2}3 values\n {4}LogOff +4 +44\.4 %\n {4}LogOn +4 +44\.4 %\n {4}TGS +1 +11\.1 %$/m,
    );
    expect(stdout.match(/no problems found/g)).toHaveLength(2);
  });

  it('writes JSON for programs', async () => {
    const { stdout } = await cmsc(['inspect', '-', '--format', 'json', '--top', '1'], { stdin: PROC });
    const [inspection] = JSON.parse(stdout);
    expect(inspection).toMatchObject({ path: '-', format: 'proc', rows: 2, firstTime: 3, lastTime: 9 });
    expect(inspection.columns[0]).toEqual({
      name: 'user_domain',
      distinct: 1,
      top: [{ value: 'U1@D', rows: 2 }],
    });
  });

  it('shows what is wrong, reads on, and ends with 1', async () => {
    const bad = file('auth.txt', `${AUTH}x\n${AUTH}`);
    const { status, stdout } = await cmsc(['inspect', bad]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^ {6}line 10: \w/m);
    expect(stdout).toMatch(/^ {6}line 11: \w/m);
  });

  it('tells of a download that was cut off', async () => {
    const cut = file('auth.txt.gz', gzipSync(AUTH).subarray(0, -10));
    const { status, stdout } = await cmsc(['inspect', cut]);
    expect(status).toBe(1);
    expect(stdout).toContain('broken off');
  });

  it('says that a file is of no known format, or not there', async () => {
    const unknown = await cmsc(['inspect', file('letter.txt', 'Dear reader,\n')]);
    expect(unknown.status).toBe(1);
    expect(unknown.stderr).toMatch(/^cmsc: .*letter\.txt[^\n]*\n$/);
    expect((await cmsc(['inspect', join(folder.path, 'none')])).status).toBe(3);
  });
});
