import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { AUTH } from './testing/rows.js';

const HEADER =
  'time,src_user,dst_user,src_machine,dst_machine,auth_type,logon_type,orientation,result,label,redteam_rows';
const REDTEAM = '16,U1@D,C2,C2\n10,U1@D,C1,C2\n10,U1@D,C1,C2\n25,U2@D,C1,C9\n99,U2@D,C1,C2\n';

const folder = useFolder();

async function label(...options: string[]) {
  const redteam = join(folder.path, 'redteam.txt');
  writeFileSync(redteam, REDTEAM);
  return cmsc(['label', '-', '--redteam', redteam, ...options], { stdin: AUTH });
}

describe('cmsc label', () => {
  it('gives each row once, in input order, with a count of red-team rows', async () => {
    const { status, stdout } = await label();
    const attacks = new Map([
      [1, '1,2'],
      [4, '1,1'],
    ]);
    const rows = AUTH.trimEnd().split('\n');
    expect(status).toBe(0);
    expect(stdout).toBe(
      `${[HEADER, ...rows.map((row, i) => `${row},${attacks.get(i) ?? '0,0'}`)].join('\n')}\n`,
    );
  });

  it('keeps attacks only with --only attacks', async () => {
    const { stdout } = await label('--only', 'attacks');
    expect(stdout.trimEnd().split('\n')).toEqual([
      HEADER,
      '10,U1@D,U1@D,C1,C2,Kerberos,Network,LogOn,Success,1,2',
      '16,U1@D,U1@D,C2,C2,Kerberos,Network,TGS,Success,1,1',
    ]);
  });

  it('leaves filtered rows out', async () => {
    const { stdout } = await label('--from', '16', '--to', '25', '--user', 'U2*');
    expect(stdout.trimEnd().split('\n')).toEqual([
      HEADER,
      '25,U2@D,U2@D,C1,C2,Kerberos,Network,LogOn,Success,0,0',
    ]);
  });

  it('tells what became of the red team', async () => {
    const { stderr } = await label();
    expect(stderr).toContain('5 red-team rows, 4 distinct');
    expect(stderr).toMatch(/^ {2}auth has the row +2 /m);
    expect(stderr).toMatch(/^ {2}1 {2}OTHER_DESTINATION /m);
  });

  it('says in the report where each red-team tuple went', async () => {
    const { stdout } = await label('--no-output', '--report', '-');
    const { redteam, inputs } = JSON.parse(stdout);
    expect(redteam).toMatchObject([
      { attack_time: 16, match: 'exact', rows: 1 },
      { attack_time: 10, match: 'exact', rows: 2 },
      { attack_time: 25, match: 'origin', losses: [{ code: 'OTHER_DESTINATION' }] },
      { attack_time: 99, match: 'none', fate: 'nowhere', losses: [{ code: 'OUTSIDE_SPAN' }] },
    ]);
    expect(inputs.at(-1)).toMatchObject({ rows: 5, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  it('needs a red-team file', async () => {
    const { status, stderr } = await cmsc(['label', '-'], { stdin: AUTH });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^cmsc: required option '--redteam <file>' not specified .*\n$/);
  });
});
