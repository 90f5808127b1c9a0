import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { AUTH, SESSIONS } from './testing/rows.js';

const folder = useFolder();

function file(name: string, content: string | Buffer): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

/** A row of a Windows event log. */
function wlsRow(Time: number, EventID: number, LogonID: string | undefined, more: object = {}): string {
  const row = { UserName: 'User1', EventID, LogHost: 'Comp1', LogonID, DomainName: 'Domain1', ...more, Time };
  return `${JSON.stringify(row)}\n`;
}

/**
 * A log with a row of every fate: 0x1 on Comp1 has a session (10–30, its 4634 after a 4647), then comes again and ends
 * unseen, then has another one (50–60, in whose last second it is given out again, to stay open); 0x1 on Comp2 is another
 * session; 0x3 begins and ends in one second, whose rows stand the other way round; 0x2 ends without a beginning.
 */
const WLS = [
  wlsRow(5, 4634, '0x2'),
  wlsRow(10, 4624, '0x1', { LogonType: 2, LogonTypeDescription: 'Interactive', Source: 'Comp1' }),
  wlsRow(11, 4672, '0x1'),
  wlsRow(12, 4624, '0x1', { LogHost: 'Comp2', UserName: 'User2', Source: 'Comp1' }),
  wlsRow(13, 4688, '0x1', { ProcessName: 'Proc1', ProcessID: '0x4', ParentProcessName: 'Proc2' }),
  wlsRow(14, 4624, undefined),
  wlsRow(20, 4634, '0x1', { LogHost: 'Comp2', UserName: 'User2' }),
  wlsRow(29, 4647, '0x1'),
  wlsRow(30, 4634, '0x1'),
  wlsRow(40, 4624, '0x1'),
  wlsRow(50, 4624, '0x1', { UserName: 'User3' }),
  wlsRow(55, 4634, '0x3', { UserName: 'Üser4' }),
  wlsRow(55, 4624, '0x3', { UserName: 'Üser4' }),
  wlsRow(60, 4624, '0x1', { UserName: 'User5' }),
  wlsRow(60, 4634, '0x1', { UserName: 'User3' }),
  wlsRow(70, 1100, undefined, { UserName: undefined }),
].join('');

const HEADER = 'LogHost,LogonID,start_time,end_time,duration,logons,logoffs,users\n';
const WLS_SESSIONS = `${HEADER}Comp1,0x1,10,30,20,1,2,User1\nComp1,0x1,50,60,10,1,1,User3\nComp1,0x3,55,55,0,1,1,Üser4\nComp2,0x1,12,20,8,1,1,User2\n`;

describe('cmsc sessions of Windows event logs', () => {
  it('are those of an id on its host while it lives', async () => {
    const report = join(folder.path, 'report.json');
    const { status, stdout, stderr } = await cmsc(['sessions', file('wls.json', WLS), '--report', report]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: WLS_SESSIONS });
    const { ledger, options } = JSON.parse(readFileSync(report, 'utf8'));
    expect(ledger).toEqual({
      ...{
        rows: 16,
        starts: 6,
        ends: 6,
        other: 4,
        failedStarts: 0,
        filtered: 0,
        rejected: 0,
        keys: 4,
        sessions: 4,
      },
      ...{ zeroLength: 1, repeatedStarts: 0, extendingEnds: 1, orphanEnds: 1, open: 2 },
    });
    expect(options).toEqual({
      source: 'wls',
      key: ['LogHost', 'LogonID'],
      ties: 'pair',
      pairing: 'merge',
      restarts: true,
    });
    expect(stderr).toContain('4 of other kinds (4688, 4689, 4625 …), or without LogHost or LogonID');
    expect(stderr).toContain('1 further logoff (such as the 4634 after a 4647)');
    expect(stderr).toContain(
      '2 open sessions: no logoff before their key came again, or the end of the input',
    );
  });

  it('are the same from gzip, parts, a folder and a pipe, by any number of threads', async () => {
    const packed = file('wls_day-01.json.gz', gzipSync(WLS));
    const cut = WLS.indexOf('\n', WLS.length / 2) + 1;
    const parts = [file('wls_a.json', WLS.slice(0, cut)), file('wls_b.json', WLS.slice(cut))];
    for (const args of [[packed, '--threads', '1'], [packed, '--threads', '2'], parts])
      expect((await cmsc(['sessions', '-q', ...args])).stdout).toBe(WLS_SESSIONS);
    const piped = await cmsc(['sessions', '-q', '-', '--source', 'wls'], { stdin: gzipSync(WLS) });
    expect(piped.stdout).toBe(WLS_SESSIONS);
  });

  it('list the ones that ended unseen with --keep-open, and where they came from by a key with the user', async () => {
    const path = file('wls.json', WLS);
    const open = await cmsc(['sessions', '-q', path, '--keep-open']);
    expect(open.stdout).toContain('Comp1,0x1,40,,,1,0,User1\n');
    expect(open.stdout).toContain('Comp1,0x1,60,,,1,0,User5\n');
    const byUser = await cmsc([
      'sessions',
      '-q',
      path,
      '--key',
      'UserName,LogHost,LogonID',
      '--user',
      'User2',
    ]);
    expect(byUser.stdout).toBe(
      'UserName,LogHost,LogonID,start_time,end_time,duration,logons,logoffs,origins\nUser2,Comp2,0x1,12,20,8,1,1,Comp1\n',
    );
  });

  it('stop at a row that is no JSON, or count and keep it', async () => {
    const path = file('wls.json', `${WLS}{"Time":70,\n`);
    const stopped = await cmsc(['sessions', '-q', path]);
    expect(stopped.status).toBe(1);
    expect(stopped.stderr).toMatch(/^cmsc: .*wls\.json:17: the row is not JSON/);
    const rejects = join(folder.path, 'rejects.csv');
    const skipped = await cmsc(['sessions', path, '--on-bad-row', 'skip', '--rejects', rejects]);
    expect({ status: skipped.status, stdout: skipped.stdout }).toEqual({ status: 0, stdout: WLS_SESSIONS });
    expect(skipped.stderr).toContain('1 bad row skipped');
    expect(readFileSync(rejects, 'utf8')).toContain(',17,');
  });

  it('are carried from one run into the next', async () => {
    const lines = WLS.split(/(?<=\n)/);
    const [first, second] = [
      file('1.json', lines.slice(0, 9).join('')),
      file('2.json', lines.slice(9).join('')),
    ];
    const state = join(folder.path, 'state');
    const before = await cmsc(['sessions', '-q', first, '--state-out', state]);
    const after = await cmsc(['sessions', '-q', second, '--state-in', state]);
    const rows = [before.stdout, after.stdout].flatMap((text) => text.split('\n').slice(1, -1));
    expect(rows.sort()).toEqual(WLS_SESSIONS.split('\n').slice(1, -1).sort());
  });

  it.each([
    [['--redteam', 'redteam.txt'], 'wls has no red team'],
    [['--preset', 'notebook'], 'wls has no presets'],
    [['--key', 'dst_user'], 'wls has no key column'],
    [['--header'], 'a row of wls is a JSON object'],
    [['--engine', 'clickhouse://u@localhost/d'], 'wls does not go with --engine'],
  ])('refuse %j', async (args, what) => {
    writeFileSync(join(folder.path, 'redteam.txt'), '1,U1@D,C1,C2\n');
    const { status, stderr } = await cmsc(['sessions', file('wls.json', WLS), ...args], { cwd: folder.path });
    expect(status).toBe(2);
    expect(stderr).toContain(what);
  });
});

describe('commands that read files of CMSC', () => {
  const AUTH_2014 = '1,U1,C1\n1,U1,C2\n2,U2,C3\n';

  it.each(['sessions', 'processes'])('say why %s can not read authentications of 2014', async (command) => {
    for (const name of ['lanl-auth-dataset-1.txt', 'auth.txt']) {
      const { status, stdout, stderr } = await cmsc([command, file(name, AUTH_2014)]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^cmsc: .*lanl-auth.*none, such as a logoff, that ends it.*cmsc inspect.*\n$/);
    }
  });

  it('refuse a Windows event log that is named, and pass over one that lies in the folder', async () => {
    const wls = file('wls.json', WLS);
    const redteam = file('redteam.txt', '1,U1@D,C1,C2\n');
    for (const args of [
      ['label', wls, '--redteam', redteam],
      ['processes', wls],
      ['build', wls, '-o', join(folder.path, 'x.duckdb')],
    ]) {
      const { status, stderr } = await cmsc(args);
      expect(status).toBe(2);
      expect(stderr).toContain('wls');
    }
    file('auth.txt', AUTH);
    const built = await cmsc(['build', folder.path, '-o', join(folder.path, 'x.duckdb')]);
    expect(built.status).toBe(0);
    expect((await cmsc(['sessions', '-q', folder.path])).stdout).toBe(SESSIONS);
  });
});

describe('cmsc inspect', () => {
  it('tells what Windows event logs hold', async () => {
    const { status, stdout } = await cmsc(['inspect', file('x', gzipSync(WLS)), '--format', 'json']);
    expect(status).toBe(0);
    const [inspection] = JSON.parse(stdout);
    expect(inspection).toMatchObject({ format: 'wls', rows: 16, firstTime: 5, lastTime: 70, rejected: 0 });
    expect(inspection.columns.slice(0, 2)).toMatchObject(
      [
        {
          name: 'EventID',
          distinct: 6,
          top: [
            { value: '4624', rows: 7 },
            { value: '4634', rows: 5 },
          ],
        },
        { name: 'LogHost', distinct: 2 },
      ].map(({ top, ...column }) => (top ? { ...column, top: expect.arrayContaining(top) } : column)),
    );
  });

  it('tells what is wrong with one, and goes on', async () => {
    const { status, stdout } = await cmsc([
      'inspect',
      file('wls.json', `${WLS}nothing\n${wlsRow(80, 4634, '0x1')}`),
    ]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^ {6}line 17: the row is not JSON/m);
    expect(stdout).toMatch(/^ {2}rows +18$/m);
    const cut = await cmsc(['inspect', file('wls.gz', gzipSync(WLS).subarray(0, -9))]);
    expect(cut.status).toBe(1);
    expect(cut.stdout).toContain('broken off');
  });

  it('tells what the authentications of 2014 hold', async () => {
    const { status, stdout } = await cmsc(['inspect', '-'], { stdin: '1,U1,C1\n1,U1,C2\n6,U4,C5\n' });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ {2}format {2}lanl-auth\n {2}size .*\n {2}rows +3\n {2}time +1 to 6$/m);
    expect(stdout).toMatch(/^ {2}user {2}2 values\n {4}U1 +2 +66\.7 %$/m);
  });
});
