import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';

// One database for all tests: they only read it.
const folder = mkdtempSync(join(tmpdir(), 'cmsc-database-'));
const inFolder = (name: string) => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

// U1 comes from C9 to C1 from 10 to 20 and starts P1 and P2 there; P3 comes after. The red team is in it at 10.
const AUTH = [
  '10,U1@D,U1@D,C9,C1,NTLM,Network,LogOn,Success',
  '12,U2@D,U2@D,C1,C1,?,Network,LogOff,Success',
  '20,U1@D,U1@D,C1,C1,?,Network,LogOff,Success',
  '30,U1@D,U1@D,C8,C1,NTLM,Network,LogOn,Success',
];
const PROC = [
  '9,U1@D,C1,P0,Start',
  '10,U1@D,C1,P1,Start',
  '17,U1@D,C1,P2,Start',
  '21,U1@D,C1,P3,Start',
  '31,U1@D,C1,P4,Start',
];

const database = () => inFolder('X.duckdb');
const query = (sql: string, ...more: string[]) => cmsc(['query', database(), sql, ...more]);

beforeAll(async () => {
  const write = (name: string, lines: string[]) => writeFileSync(inFolder(name), `${lines.join('\n')}\n`);
  write('auth.txt', AUTH);
  write('proc.txt', PROC);
  write('redteam.txt', ['10,U1@D,C9,C1']);
  const { status, stderr } = await cmsc([
    'build',
    folder,
    '-o',
    database(),
    '--report',
    inFolder('report.json'),
  ]);
  expect({ status, stderr }).toMatchObject({ status: 0 });
});

describe('cmsc build', () => {
  it('places process starts in the session of their user on their computer', async () => {
    expect(await cmsc(['sequences', database(), '-q'])).toMatchObject({
      status: 0,
      stdout:
        'session_id,dst_user,dst_machine,start_time,end_time,label,processes,gaps\n1,U1@D,C1,10,20,1,P1 P2,0 7\n',
    });
    const ledger = await query("SELECT name, value FROM ledger WHERE source = 'sequences' ORDER BY name");
    expect(ledger.stdout).toBe(
      'name,value\nambiguous,0\ninOpenSession,1\ninSession,2\noutsideSessions,2\nstarts,5\nwithoutSession,0\n',
    );
  });

  it('says why each orphan is one', async () => {
    const { stdout } = await query('SELECT kind, reason, time, key FROM anomalies');
    expect(stdout).toBe('kind,reason,time,key\norphan end,began-before,12,U2@D C1\n');
  });

  it('writes a report whose outputs and inputs have hashes', () => {
    const report = JSON.parse(readFileSync(inFolder('report.json'), 'utf8'));
    expect(report.inputs.map(({ path }: { path: string }) => basename(path))).toEqual([
      'auth.txt',
      'redteam.txt',
      'proc.txt',
    ]);
    expect(report.redteam).toMatchObject([{ attack_time: 10, match: 'exact', fate: 'session', losses: [] }]);
    expect(report.anomalies.auth).toEqual({ 'orphan end': { 'began-before': 1 }, 'repeated start': {} });
    expect(report.labels).toMatchObject({ distinct: 1, inSession: 1, attackedSessions: 1 });
    expect(report.outputs[0].sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('needs an auth file, and leaves nothing without one', async () => {
    const { status, stderr } = await cmsc(['build', inFolder('proc.txt'), '-o', inFolder('none.duckdb')]);
    expect(status).toBe(3);
    expect(stderr).toContain('there is no auth file');
    expect(existsSync(inFolder('none.duckdb'))).toBe(false);
  });

  it('replaces a database with --force only', async () => {
    const { status, stderr } = await cmsc(['build', folder, '-o', database()]);
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: `cmsc: ${database()}: exists already (replace it with --force)\n`,
    });
  });
});

describe('cmsc query', () => {
  it('prints CSV, JSON, JSONL or a table', async () => {
    const sql = 'SELECT dst_user, origins, label FROM sessions;';
    expect((await query(sql)).stdout).toBe('dst_user,origins,label\nU1@D,C9,1\n');
    expect(JSON.parse((await query(sql, '--format', 'json')).stdout)).toEqual([
      { dst_user: 'U1@D', origins: ['C9'], label: 1 },
    ]);
    expect((await query(sql, '--format', 'jsonl')).stdout).toBe(
      '{"dst_user":"U1@D","origins":["C9"],"label":1}\n',
    );
    expect((await query(sql, '--format', 'table')).stdout).toBe(
      'dst_user  origins  label\nU1@D      ["C9"]       1\n',
    );
  });

  it('writes files', async () => {
    expect(await query('SELECT 1 AS one', '-o', inFolder('one.csv'), '-q')).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
    expect(readFileSync(inFolder('one.csv'), 'utf8')).toBe('one\n1\n');
  });

  it('takes SQL from an operand that begins with a comment, a file, and standard input', async () => {
    writeFileSync(inFolder('one.sql'), '\ufeffSELECT 1 AS one; -- done\n');
    expect((await query('-- one\nSELECT 1 AS one')).stdout).toBe('one\n1\n');
    expect((await cmsc(['query', database(), '-f', inFolder('one.sql')])).stdout).toBe('one\n1\n');
    const stdin = 'SELECT 1 AS one';
    for (const from of [['-'], ['-f', '-']])
      expect((await cmsc(['query', database(), ...from], { stdin })).stdout).toBe('one\n1\n');
  });

  it.each([
    [[], 2, 'there is no SQL'],
    [['SELECT 1', '-f', 'one.sql'], 2, 'not both'],
    [['-f', 'nowhere.sql'], 3, 'there is no such file'],
    [['-f', '.'], 3, "can't be read, it is a folder"],
    [["COPY sessions TO 'nowhere/x.csv'", '--write'], 3, 'Cannot open file "nowhere/x.csv"'],
    [['SELECT 1', '--read-only', '--write'], 2, '--read-only'],
    [['SELECT 1; SELECT 2'], 2, '2 statements, and nothing has run'],
    [['-f', 'latin1.sql'], 2, 'is no text in UTF-8'],
  ])('refuses %j', async (args, status, words) => {
    writeFileSync(inFolder('latin1.sql'), Buffer.from("SELECT '\xe9'", 'latin1'));
    const run = await cmsc(['query', database(), ...args], { cwd: folder });
    expect({ status: run.status, stdout: run.stdout }).toEqual({ status, stdout: '' });
    expect(run.stderr).toContain(words);
  });

  it('reads only, and says in one line what is wrong with a statement', async () => {
    expect((await query('DELETE FROM sessions')).status).not.toBe(0);
    const { status, stderr } = await query('SELECT * FROM nothing');
    expect(status).toBe(2);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect((await cmsc(['query', inFolder('nowhere'), 'SELECT 1'])).status).toBe(3);
    expect((await cmsc(['query', inFolder('auth.txt'), 'SELECT 1'])).status).toBe(1);
  });
});

describe('cmsc sequences', () => {
  const sequences = (...options: string[]) => cmsc(['sequences', database(), '-q', ...options]);

  it('names the columns of another key', async () => {
    const path = inFolder('key.duckdb');
    const inputs = ['auth.txt', 'proc.txt'].map(inFolder);
    await cmsc(['build', ...inputs, '-o', path, '--key', 'src_user,dst_machine', '-q']);
    expect((await cmsc(['sequences', path, '-q'])).stdout).toMatch(
      /^session_id,src_user,dst_machine,start_time,end_time,label,processes,gaps\n1,U1@D,C1,10,20,/,
    );
  });

  it('prints lines of tokens', async () => {
    expect((await sequences('--text')).stdout).toBe('P1 P2\n');
    expect((await sequences('--text', '--gaps')).stdout).toBe('+0s P1 +4-7s P2\n');
    expect((await sequences('--text', '--gaps', '--cutoff', '2')).stdout).toBe('<oov> <oov> <oov> <oov>\n');
  });

  it('splits by time into two files', async () => {
    const { status } = await sequences('--split', '--split-at', '20', '-o', inFolder('part.v1.jsonl'));
    expect(status).toBe(0);
    expect(readFileSync(inFolder('part.v1.train.jsonl'), 'utf8')).toBe('');
    expect(JSON.parse(readFileSync(inFolder('part.v1.test.jsonl'), 'utf8'))).toMatchObject({
      processes: ['P1', 'P2'],
      gaps: [0, 7],
    });
    expect(existsSync(inFolder('part.v1.jsonl'))).toBe(false);
  });

  it('says what of a split is no good, and where it was', async () => {
    const split = async (...options: string[]) =>
      (await cmsc(['sequences', database(), '--part', 'train', ...options])).stderr.split('\n');
    expect(await split()).toEqual([
      '1 session: 1 to train (1 attacked), 0 to test (0 attacked)',
      expect.stringContaining('nothing to test with: every session ended before second 150885'),
      expect.stringContaining('1 attacked session to train with'),
      '1 session',
      '',
    ]);
    expect(await split('--split-at', 'first-attack')).toEqual([
      '1 session: 0 to train (0 attacked), 1 to test (1 attacked)',
      expect.stringContaining('nothing to train with: no session ended before second 10'),
      '0 sessions',
      '',
    ]);
    expect((await split('--split-at', '50%'))[0]).toBe(
      '1 session: 1 to train (1 attacked), 0 to test (0 attacked)',
    );
    expect(await split('-q')).toEqual([
      expect.stringContaining('warning: nothing to test with'),
      expect.stringContaining('warning: 1 attacked session to train with'),
      '',
    ]);
  });

  it('writes both parts or none', async () => {
    writeFileSync(inFolder('both.test.csv'), 'mine\n');
    const { status } = await sequences('--split', '-o', inFolder('both.csv'));
    expect(status).toBe(3);
    expect(existsSync(inFolder('both.train.csv'))).toBe(false);
    expect(readFileSync(inFolder('both.test.csv'), 'utf8')).toBe('mine\n');
  });

  it('refuses what does not go together', async () => {
    for (const options of [
      ['--gaps'],
      ['--split'],
      ['--text', '--format', 'jsonl'],
      ['--split-at', '20'],
      ...['', '0%', '100%', '-1', '1e3', 'first'].map((at) => ['--part', 'train', '--split-at', at]),
    ])
      expect((await sequences(...options)).status).toBe(2);
    expect((await sequences('--split', '--part', 'test', '-o', inFolder('p.csv'))).status).toBe(2);
  });
});

describe('a database of another tool', () => {
  it.each([['sequences'], ['ngrams'], ['report'], ['export', 'sessions']])(
    'is none for %s',
    async (...command) => {
      const path = inFolder('other.duckdb');
      await query('SELECT 1 AS one', '-o', path, '-q', '--force');
      const output = command[0] === 'export' ? ['-o', inFolder('other')] : [];
      const { status, stderr } = await cmsc([...command, path, ...output]);
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: `cmsc: ${path}: this database is not one of cmsc build (make one with: cmsc build DIR -o X.duckdb)\n`,
      });
      expect(existsSync(inFolder('other'))).toBe(false);
    },
  );

  it.each([
    ['sessions', 'auth.txt', 'cmsc sessions wrote it, and it lacks the processes of the sessions'],
    ['processes', 'proc.txt', 'cmsc processes wrote it, and it lacks the sessions'],
  ])('that %s has written is told by what it lacks', async (command, input, lacks) => {
    const path = inFolder('output.duckdb');
    await cmsc([command, inFolder(input), '-o', path, '-q', '--force']);
    const { status, stderr } = await cmsc(['sequences', path]);
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: `cmsc: ${path}: this database is not one of cmsc build: ${lacks} (make one with: cmsc build AUTH PROC REDTEAM -o X.duckdb)\n`,
    });
  });

  it.each([
    ['ALTER TABLE sessions DROP label', 'its table sessions has no column label'],
    ['ALTER TABLE sessions RENAME dst_user TO who', 'its table sessions has no column dst_user'],
    ['ALTER TABLE session_processes DROP gap', 'its table session_processes has no column gap'],
    ["DELETE FROM options WHERE name = 'key'", 'options has no key of the sessions'],
    ['DROP TABLE options', 'it has no table options'],
    ['DROP TABLE redteam', 'it has no table redteam'],
  ])('that was changed since is told by what it lacks: %s', async (sql, lacks) => {
    const path = inFolder('changed.duckdb');
    copyFileSync(database(), path);
    await cmsc(['query', path, sql, '--write', '-q']);
    for (const command of [
      ['sequences'],
      ['ngrams'],
      ['report'],
      ['export', 'sessions'],
      ['dashboard', '--once'],
    ]) {
      const output = command[0] === 'export' ? ['-o', inFolder('lacking')] : [];
      const { status, stderr } = await cmsc([...command, path, ...output]);
      expect({ command, status }).toEqual({ command, status: 1 });
      expect(stderr).toContain(`changed.duckdb: this database is not as cmsc build made it: ${lacks} (`);
    }
  });

  it.each([['sequences'], ['ngrams'], ['report'], ['export', 'sessions']])(
    'has nothing for %s when it lacks the processes of sessions, as one built on a cluster',
    async (...command) => {
      const path = inFolder('lacking.duckdb');
      copyFileSync(database(), path);
      await cmsc(['query', path, 'DROP TABLE session_processes', '--write', '-q']);
      const output = command[0] === 'export' ? ['-o', inFolder('lacking')] : [];
      const { status, stderr } = await cmsc([...command, path, ...output]);
      expect(status).toBe(1);
      expect(stderr).toMatch(
        /^cmsc: .*: this database is not as cmsc build made it: it has no table session_processes \(.*\n$/,
      );
      expect(existsSync(inFolder('lacking'))).toBe(false);
    },
  );
});

describe('cmsc ngrams', () => {
  it('tells a process that is called like a gap from a gap', async () => {
    writeFileSync(inFolder('plus-auth.txt'), `${AUTH.join('\n')}\n`);
    writeFileSync(inFolder('plus-proc.txt'), '10,U1@D,C1,+1s,Start\n11,U1@D,C1,P 2,Start\n');
    const path = inFolder('plus.duckdb');
    const inputs = [inFolder('plus-auth.txt'), inFolder('plus-proc.txt')];
    await cmsc(['build', ...inputs, '-o', path, '-q']);
    const { stdout } = await cmsc(['ngrams', path, '-n', '1', '--gaps', '-q']);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',').slice(0, 3).join())
        .sort(),
    ).toEqual(['+0s,1,1', '+1s,1,1', 'P_2,1,1', '\\+1s,1,1']);
    expect((await cmsc(['sequences', path, '--text', '--gaps', '-q'])).stdout).toBe('+0s \\+1s +1s P_2\n');
  });

  it('counts rare tokens as one', async () => {
    const { stdout } = await cmsc(['ngrams', database(), '-n', '1', '-q', '--cutoff', '2']);
    expect(stdout.split('\n')[1]).toMatch(/^<oov>,1,2,1,1,/);
  });

  it('counts what stands together in sessions', async () => {
    const { status, stdout } = await cmsc(['ngrams', database(), '-n', '2', '-q']);
    expect(status).toBe(0);
    expect(
      stdout
        .split('\n')
        .slice(0, 2)
        .map((line) => line.split(',').slice(0, 5).join()),
    ).toEqual(['ngram,n,count,sessions,attacked_sessions', 'P1 P2,2,1,1,1']);
  });

  it('refuses n outside 1 to 5', async () => {
    expect((await cmsc(['ngrams', database(), '-n', '6'])).status).toBe(2);
  });
});
