import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { cmsc, type Finished } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { AUTH, authRow, SESSIONS, SESSIONS_HEADER } from './testing/rows.js';

const folder = useFolder();

function file(name: string, content: string | Buffer): string {
  const path = join(folder.path, name);
  writeFileSync(path, content);
  return path;
}

/** What `cmsc sessions` makes of a file with that text. */
function sessionsOf(text: string, ...options: string[]): Promise<Finished> {
  return cmsc(['sessions', file('auth.txt', text), ...options]);
}

/** Rows of CSV on standard output of a run that has to succeed. */
async function rowsOf(text: string, ...options: string[]): Promise<string[]> {
  const { status, stdout, stderr } = await sessionsOf(text, '-q', ...options);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.trimEnd().split('\n').slice(1);
}

describe('cmsc sessions', () => {
  it('writes sessions as CSV to standard output when nothing else is said', async () => {
    const { status, stdout } = await cmsc(['sessions', file('auth.txt', AUTH)]);
    expect(status).toBe(0);
    expect(stdout).toBe(SESSIONS);
  });

  it('recognises gzip by content, also of several members', async () => {
    const members = Buffer.concat([gzipSync(AUTH.slice(0, 100)), gzipSync(AUTH.slice(100))]);
    const { stdout } = await cmsc(['sessions', file('auth.txt', members)]);
    expect(stdout).toBe(SESSIONS);
  });

  it('reads standard input, plain and gzip', async () => {
    expect((await cmsc(['sessions', '-'], { stdin: AUTH })).stdout).toBe(SESSIONS);
    expect((await cmsc(['sessions', '-'], { stdin: gzipSync(AUTH) })).stdout).toBe(SESSIONS);
  });

  it('takes several files as one stream, folders and globs in the order of their numbers', async () => {
    const rows = AUTH.match(/.*\n/g) as string[];
    file('auth_part_2.txt', rows.slice(0, 3).join(''));
    file('auth_part_10.txt', rows.slice(3).join(''));
    file('readme.md', 'not auth');
    const parts = ['auth_part_2.txt', 'auth_part_10.txt'].map((name) => join(folder.path, name));
    for (const inputs of [parts, [folder.path], [join(folder.path, 'auth_part_*.txt')]])
      expect((await cmsc(['sessions', ...inputs])).stdout).toBe(SESSIONS);
  });

  it('accepts CRLF, a byte order mark, quotes and a missing last newline', async () => {
    const text = `\ufeff${AUTH.replace('U2@D', '"U2@D"').replaceAll('\n', '\r\n').trimEnd()}`;
    expect((await sessionsOf(text)).stdout).toBe(SESSIONS);
  });

  it('reads other dialects: delimiter, header, columns', async () => {
    const names = 'time,src_user,dst_user,src_machine,dst_machine,auth_type,logon_type,orientation,result';
    const swapped = AUTH.replace(/^([^,\n]*),(.*),([^,\n]*)$/gm, '$3,$2,$1');
    const order = `result,${names.slice(5, -7)},time`;
    const tabs = AUTH.replaceAll(',', '\t');
    const runs: [string[], string][] = [
      [['--delimiter', ';'], AUTH.replaceAll(',', ';')],
      [['--delimiter', 'tab'], tabs],
      [['--delimiter', '\\t'], tabs],
      [['--header'], `${order}\n${swapped}`],
      [['--columns', order], swapped],
      [['--header', '--columns', names], `a,b,c,d,e,f,g,h,i\n${AUTH}`],
    ];
    for (const [options, text] of runs) expect((await sessionsOf(text, ...options)).stdout).toBe(SESSIONS);
  });

  it('writes a header and no rows for an empty input', async () => {
    const { status, stdout } = await cmsc(['sessions', file('empty.txt', '')]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${SESSIONS_HEADER}\n` });
    expect((await cmsc(['sessions', file('empty.gz', gzipSync(''))])).stdout).toBe(`${SESSIONS_HEADER}\n`);
  });

  it('writes JSON lines with real lists', async () => {
    const { stdout } = await sessionsOf(AUTH, '--format', 'jsonl');
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows[0]).toEqual({
      dst_user: 'U1@D',
      dst_machine: 'C2',
      start_time: 10,
      end_time: 20,
      duration: 10,
      logons: 2,
      logoffs: 2,
      origins: ['C1', 'C3'],
    });
    expect(Object.keys(rows[0]).join(',')).toBe(SESSIONS_HEADER);
  });

  it('orders by the bytes of the key, then by start', async () => {
    const users = ['a', 'U10', 'U2', 'U1', 'ü', '🙂', '\uffee', 'Z'];
    const text = users
      .flatMap((user) => [
        authRow(1, user, 'C1', 'C1', 'LogOn'),
        authRow(1, user, 'C1', 'C1', 'LogOff'),
        authRow(1, user, 'C1', 'C1', 'LogOn'),
      ])
      .concat(users.map((user) => authRow(9, user, 'C1', 'C1', 'LogOff')))
      .join('');
    const rows = await rowsOf(text);
    const byBytes = [...users].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(rows.map((row) => row.split(',')[0])).toEqual(byBytes.flatMap((user) => [user, user]));
    expect(rows.slice(0, 2)).toEqual(['U1,C1,1,1,0,1,1,C1', 'U1,C1,1,9,8,1,1,C1']);
  });

  it('gives the same rows in the order they close', async () => {
    const rows = await rowsOf(AUTH, '--order', 'close');
    expect(rows.sort()).toEqual(SESSIONS.trimEnd().split('\n').slice(1));
  });

  it('keeps open sessions with empty end and duration', async () => {
    expect(await rowsOf(AUTH, '--keep-open')).toContain('U2@D,C2,25,,,1,0,C1');
  });

  it('drops origins under preset notebook, whose key has the source', async () => {
    const { stdout } = await sessionsOf(AUTH, '--preset', 'notebook');
    const header = 'dst_user,src_machine,dst_machine,start_time,end_time,duration,logons,logoffs';
    expect(stdout).toBe(`${header}\n`);
  });

  it('refines a preset by key and ties', async () => {
    const { stdout } = await sessionsOf(AUTH, '--key', 'dst_machine', '--ties', 'file');
    expect(stdout).toBe(
      `dst_machine,start_time,end_time,duration,logons,logoffs,origins\nC2,10,20,10,2,2,C1 C3\nC2,25,30,5,1,1,C1\n`,
    );
  });

  it('begins no session with a failed logon, unless it is told to', async () => {
    const failed = authRow(1, 'U', 'C1', 'C2', 'LogOn').replace('Success', 'Fail');
    const text = `${failed}${authRow(2, 'U', 'C1', 'C2', 'LogOn')}${authRow(9, 'U', 'C2', 'C2', 'LogOff')}`;
    const start = (...options: string[]) => rowsOf(text, ...options);
    expect(await start()).toEqual(['U,C2,2,9,7,1,1,C1']);
    expect(await start('--failed-logons', 'other')).toEqual(['U,C2,2,9,7,1,1,C1']);
    expect(await start('--failed-logons', 'start')).toEqual(['U,C2,1,9,8,2,1,C1']);
    const notebook = ['--preset', 'notebook', '--keep-open'];
    expect(await start(...notebook)).toEqual(['U,C1,C2,1,,,2,0']);
    expect(await start(...notebook, '--failed-logons', 'other')).toEqual(['U,C1,C2,2,,,1,0']);
    const { stderr } = await sessionsOf(text);
    expect(stderr).toContain('1 failed logon');
    expect((await sessionsOf(text, '--failed-logons', 'x')).status).toBe(2);
  });

  it('groups by key: one row a key, with its sessions', async () => {
    const { stdout } = await sessionsOf(AUTH, '--grouped', '--format', 'jsonl');
    const sessions = [
      [10, 20],
      [30, 30],
    ];
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual([{ dst_user: 'U1@D', dst_machine: 'C2', sessions }]);
  });

  it('takes quotes around values that need them, so that CSV reads back', async () => {
    const text = `1,u,"O'Neil, ""Pat""",C1,C1,?,Network,LogOn,Success\n2,u,"O'Neil, ""Pat""",C1,C1,?,Network,LogOff,Success\n`;
    expect(await rowsOf(text)).toEqual([`"O'Neil, ""Pat""",C1,1,2,1,1,1,C1`]);
  });

  it('gives the same bytes for any number of threads', async () => {
    for (const threads of ['1', '2', '3'])
      expect((await sessionsOf(AUTH, '--threads', threads)).stdout).toBe(SESSIONS);
  });
});

describe('filters of cmsc sessions', () => {
  it('have inclusive borders in time', async () => {
    expect(await rowsOf(AUTH, '--from', '10', '--to', '15')).toEqual(['U1@D,C2,10,15,5,2,1,C1 C3']);
    expect(await rowsOf(AUTH, '--from', '11', '--to', '20')).toEqual(['U1@D,C2,12,20,8,1,2,C3']);
    expect(await rowsOf(AUTH, '--from', '10', '--to', '14')).toEqual([]);
  });

  it('match dst_user and dst_machine with * and ?', async () => {
    const text = ['U1@D', 'U12@D', 'u1@D', 'U1@DX']
      .flatMap((user) => [authRow(1, user, 'C1', 'C1', 'LogOn'), authRow(1, user, 'C1', 'C1', 'LogOff')])
      .join('');
    const usersOf = async (...filter: string[]) =>
      (await rowsOf(text, ...filter)).map((row) => row.split(',')[0]);
    expect(await usersOf('--user', 'U1@D')).toEqual(['U1@D']);
    expect(await usersOf('--user', 'U1*')).toEqual(['U12@D', 'U1@D', 'U1@DX']);
    expect(await usersOf('--user', 'U1?@D')).toEqual(['U12@D']);
    expect(await usersOf('--computer', 'C?')).toHaveLength(4);
    for (const filter of [
      ['--user', 'U1.D'],
      ['--computer', 'C'],
    ]) {
      const { stdout, stderr } = await sessionsOf(text, '-q', ...filter);
      expect(stdout).toBe(`${SESSIONS_HEADER}\n`);
      expect(stderr).toBe(`auth: no row has a name that matches "${filter[1]}"\n`);
    }
  });

  it('keep sessions of the least duration', async () => {
    expect(await rowsOf(AUTH, '--min-duration', '10')).toEqual(['U1@D,C2,10,20,10,2,2,C1 C3']);
    expect(await rowsOf(AUTH, '--min-duration', '11')).toEqual([]);
    expect(await rowsOf(AUTH, '--min-duration', '0')).toHaveLength(2);
    const { stderr } = await sessionsOf(AUTH, '--min-duration', '1m');
    expect(stderr).toContain('\n  only sessions of 1m 00s and longer go out (--min-duration)\n');
  });
});

describe('labels of cmsc sessions', () => {
  const redteam = [
    '15,U1@D,C3,C2',
    '10,U1@D,C1,C2',
    '10,U1@D,C1,C2',
    '21,U1@D,C1,C2',
    '15,U1@D,C9,C2',
    '26,U2@D,C1,C2',
  ];

  it('mark sessions whose origins include the source, with distinct times ascending', async () => {
    const path = file('redteam.txt', `${redteam.join('\n')}\n`);
    const { stdout } = await sessionsOf(AUTH, '--redteam', path);
    expect(stdout).toBe(
      `${SESSIONS_HEADER},label,attack_times\nU1@D,C2,10,20,10,2,2,C1 C3,1,10 15\nU1@D,C2,30,30,0,1,1,C1,0,\n`,
    );
  });

  it('compare with the source of the key under preset notebook', async () => {
    const path = file('redteam.txt', '5,U,C1,C2\n5,U,C3,C2\n');
    const text = authRow(1, 'U', 'C1', 'C2', 'LogOn') + authRow(9, 'U', 'C1', 'C2', 'LogOff');
    const rows = await rowsOf(text, '--preset', 'notebook', '--redteam', path);
    expect(rows).toEqual(['U,C1,C2,1,9,8,1,1,1,5']);
  });

  it('are empty for an empty red team', async () => {
    const path = file('redteam.txt', '');
    const { stdout, stderr } = await sessionsOf(AUTH, '-q', '--redteam', path);
    expect(stdout).toMatch(/\nU1@D,C2,10,20,10,2,2,C1 C3,0,\nU1@D,C2,30,30,0,1,1,C1,0,\n$/);
    expect(stderr).toContain('the red-team file holds no rows');
  });
});
