import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { AUTH, authRow } from './testing/rows.js';
import { golden, haveSamples, sample } from './testing/samples.js';
import { seedFiles } from './testing/seed-files.js';
import { rowsOf, runInDuckDB } from './testing/tables.js';

const folder = useFolder();
const inFolder = (name: string): string => join(folder.path, name);

/** Runs a line of words, and those behind it, in the folder of the test. */
const cmscLine = (line: string, ...more: string[]) =>
  cmsc(['-q', ...line.split(' '), ...more], { cwd: folder.path });

/** The same, and gives what is on standard output. */
async function run(line: string, ...more: string[]): Promise<string> {
  const { status, stdout, stderr } = await cmscLine(line, ...more);
  expect({ line, status, stderr }).toEqual({ line, status: 0, stderr: '' });
  return stdout;
}

/** Makes a Parquet file of a query. */
const parquet = (query: string, name: string, options = '') =>
  runInDuckDB([`COPY (${query}) TO '${inFolder(name)}' (FORMAT parquet${options})`]);

/** Makes a file of text. */
const text = (name: string, rows: string) => writeFileSync(inFolder(name), rows);

const json = (name: string) => JSON.parse(readFileSync(inFolder(name), 'utf8'));

const KINDS = ['auth', 'proc', 'redteam', 'flows', 'dns'] as const;

/** Files of all kinds as text, as Parquet, and as tables of one database: made once, since that takes its time. */
const twins = mkdtempSync(join(tmpdir(), 'cmsc cli-'));

beforeAll(async () => {
  const files = seedFiles();
  for (const name of ['text', 'parquet']) mkdirSync(join(twins, name));
  for (const kind of KINDS) writeFileSync(join(twins, 'text', `${kind}.txt`), files[kind]);
  const rows = KINDS.map((kind) => [kind, rowsOf(join(twins, 'text', `${kind}.txt`), kind)]);
  await runInDuckDB(
    rows.flatMap(([kind, query]) => [
      `COPY (${query}) TO '${join(twins, 'parquet', `${kind}.parquet`)}'`,
      `CREATE TABLE x.${kind}_raw AS ${query}`,
    ]),
    join(twins, 'x.duckdb'),
  );
});

afterAll(() => rmSync(twins, { recursive: true, force: true }));

describe('rows of Parquet files and of tables', () => {
  beforeEach(() => cpSync(twins, folder.path, { recursive: true }));

  it.each([
    'sessions AUTH --redteam REDTEAM',
    'sessions AUTH --preset notebook --from 150880 --to 150890 --user U* --threads 2',
    'processes PROC --threads 2',
    'label AUTH --redteam REDTEAM',
    'redteam REDTEAM',
    'inspect AUTH PROC --format json',
  ])('give what the text gives: %s', async (line) => {
    const of = async (auth: string, proc: string, redteam: string) => {
      const words = line.replace('AUTH', auth).replace('PROC', proc).replace('REDTEAM', redteam);
      return (await run(words)).replaceAll(/^ *"(path|bytes|sha256)": .*\n/gm, '');
    };
    const expected = await of('text/auth.txt', 'text/proc.txt', 'text/redteam.txt');
    expect(expected.length).toBeGreaterThan(50);
    const files = await of('parquet/auth.parquet', 'parquet/proc.parquet', 'parquet/redteam.parquet');
    expect(files).toBe(expected);
    expect(await of('x.duckdb#auth_raw', 'x.duckdb#PROC_RAW', 'x.duckdb#main.redteam_raw')).toBe(expected);
  });

  it('give an evaluation and an export', async () => {
    for (const [name, auth, redteam, flows] of [
      ['text', 'text/auth.txt', 'text/redteam.txt', 'text/flows.txt'],
      ['tables', 'parquet/auth.parquet', 'x.duckdb#redteam_raw', 'parquet/flows.parquet'],
    ]) {
      await run(`score ${auth} --from 0 -o ${name}.csv`);
      await run(`evaluate ${name}.csv --redteam ${redteam} -o ${name}-figures.csv`);
      await run(`export argus ${auth} --redteam ${redteam} --flows ${flows} -o ${name}-export`);
    }
    expect(readFileSync(inFolder('tables-figures.csv'))).toEqual(readFileSync(inFolder('text-figures.csv')));
    expect(json('tables-export/manifest.json').outputs).toEqual(json('text-export/manifest.json').outputs);
  });

  it('give a database of build: by the names of files, or by their columns', async () => {
    copyFileSync(inFolder('parquet/proc.parquet'), inFolder('p'));
    copyFileSync(inFolder('parquet/dns.parquet'), inFolder('d'));
    const of = async (inputs: string) => {
      await run(`build ${inputs} -o built.duckdb --report r.json --force`);
      const { ledger, labels, processes, sequences, redteam } = json('r.json');
      return { ledger, labels, processes, sequences, redteam };
    };
    const expected = await of('text');
    expect(await of('parquet')).toEqual(expected);
    expect(await of('x.duckdb#auth_raw p x.duckdb#redteam_raw d x.duckdb#flows_raw')).toEqual(expected);
  });

  it('are inputs of a report: the file, its hash, and none of a database', async () => {
    await run('sessions parquet/auth.parquet --redteam x.duckdb#redteam_raw --no-output --report r.json');
    const bytes = statSync(inFolder('parquet/auth.parquet')).size;
    expect(json('r.json').inputs).toEqual([
      {
        path: 'parquet/auth.parquet',
        bytes,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        rows: 60,
        complete: true,
      },
      {
        path: 'x.duckdb#redteam_raw',
        bytes: statSync(inFolder('x.duckdb')).size,
        sha256: null,
        rows: expect.any(Number),
        complete: true,
      },
    ]);
  });

  it.each([
    ['sessions x.duckdb#auth_raw -o x.duckdb --force', '--output is a file that this run reads'],
    ['build x.duckdb#auth_raw -o x.duckdb --force', 'that this run reads'],
    ['sessions parquet/auth.parquet -o parquet/auth.parquet --force', 'that this run reads'],
    ['sessions x.duckdb', 'of its tables these have the columns: x.duckdb#auth_raw)'],
    ['inspect x.duckdb', 'x.duckdb#auth_raw, x.duckdb#dns_raw, x.duckdb#flows_raw'],
    ['sessions parquet/auth.parquet --header', 'a table is in no dialect'],
    ['sessions parquet/auth.parquet#auth', 'a Parquet file is one table'],
  ])('are refused where they can’t be meant: %s', async (line, message) => {
    const { status, stderr } = await cmscLine(line);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });
});

describe('parts', () => {
  const rows = Array.from({ length: 40 }, (_, i) =>
    authRow(i, `U${i % 5}@D`, 'C1', `C${i % 3}`, i % 2 ? 'LogOn' : 'LogOff'),
  );

  beforeEach(async () => {
    mkdirSync(inFolder('parts'));
    text('auth.txt', rows.join(''));
    const query = rowsOf(inFolder('auth.txt'), 'auth');
    for (const [part, from, to] of [
      [2, 0, 9],
      [9, 10, 19],
      [10, 20, 39],
    ])
      await parquet(`${query} WHERE time BETWEEN ${from} AND ${to}`, `parts/auth_${part}.parquet`);
  });

  it('are one stream, in the order of their numbers, also beside parts of text', async () => {
    const expected = await run('sessions auth.txt');
    expect(await run('sessions parts')).toBe(expected);
    expect(await run('sessions parts/*.parquet --threads 2')).toBe(expected);
    text('parts/auth_9.txt', rows.slice(10, 20).join(''));
    expect(await run('sessions parts/auth_2.parquet parts/auth_9.txt parts/auth_10.parquet')).toBe(expected);
  });

  it('carry a state, and end with the time window', async () => {
    await run('sessions parts/auth_2.parquet parts/auth_9.parquet -o one.csv --state-out s --threads 2');
    await run('sessions parts/auth_10.parquet -o two.csv --state-in s');
    await run('sessions auth.txt -o all.csv --order close');
    const lines = ['one.csv', 'two.csv'].flatMap((name) =>
      readFileSync(inFolder(name), 'utf8').split('\n').slice(1),
    );
    const all = readFileSync(inFolder('all.csv'), 'utf8').split('\n').slice(1);
    expect(lines.filter((line) => line !== '').sort()).toEqual(all.filter((line) => line !== '').sort());
    await run('sessions parts --to 12 --no-output --report r.json --threads 2');
    expect(json('r.json').inputs).toMatchObject([
      { rows: 10, complete: true },
      { rows: 4, complete: false, sha256: null },
      { rows: 0, complete: false, sha256: null },
    ]);
  });

  it('that go backwards say the row, however many lines its text has', async () => {
    const name = `'U1' || chr(10) || ',"'`;
    const values = `SELECT unnest([1, 5, 3]) AS time, ${name} AS src_user, ${name} AS dst_user, 'C1' AS src_machine, 'C2' AS dst_machine,
      '?' AS auth_type, '?' AS logon_type, 'LogOn' AS orientation, 'Success' AS result`;
    await parquet(values, 'back.parquet');
    for (const threads of [1, 2]) {
      const { status, stderr } = await cmscLine(`sessions back.parquet --threads ${threads}`);
      expect(stderr).toMatch(/^cmsc: back\.parquet:3: time goes backwards, from 5 to 3 /);
      expect(status).toBe(1);
    }
  });
});

describe('bad rows of tables', () => {
  const values = (time: string, user = `'U1@D'`) =>
    `SELECT ${time} AS time, ${user} AS src_user, 'U1@D' AS dst_user, 'C1' AS src_machine, 'C2' AS dst_machine,
      '?' AS auth_type, '?' AS logon_type, 'LogOn' AS orientation, 'Success' AS result`;

  it.each([
    ['a fraction', values('1.5::DOUBLE'), 'r.parquet:1: time is not a whole number of seconds: "1.5"'],
    ['no time', values('NULL::INTEGER'), 'r.parquet:1: time is NULL'],
    ['no name', values('1', 'NULL::VARCHAR'), 'r.parquet:1: src_user is NULL'],
    ['a NUL byte', values('1', `chr(0)`), 'the row holds a NUL byte'],
    ['a timestamp', values(`'2011-01-01'::TIMESTAMP`), 'epoch(time)::BIGINT'],
    ['no such column', 'SELECT 1 AS time', 'there is no column src_user (it has time;'],
  ])('end a run: %s', async (_, query, message) => {
    await parquet(query, 'r.parquet');
    const { status, stderr } = await cmscLine('sessions r.parquet');
    expect(stderr).toContain(message);
    expect(status).toBe(1);
  });

  it('are counted, and written down with their row', async () => {
    const rows = ['1', '2', 'NULL', '3'].map((time) => values(time)).join(' UNION ALL ');
    await parquet(`${rows} UNION ALL ${values('4', 'NULL')}`, 'r.parquet');
    await run('sessions r.parquet --no-output --on-bad-row skip --rejects bad.csv --report r.json');
    expect(json('r.json').ledger).toMatchObject({ rows: 5, rejected: 2, starts: 3 });
    expect(readFileSync(inFolder('bad.csv'), 'utf8')).toBe(
      'file,line,reason,row\n' +
        'r.parquet,3,time is NULL,",U1@D,U1@D,C1,C2,?,?,LogOn,Success"\n' +
        'r.parquet,5,src_user is NULL,"4,,U1@D,C1,C2,?,?,LogOn,Success"\n',
    );
  });

  it('have further columns, which are named', async () => {
    await parquet(
      `SELECT *, 1 AS label, 'x' AS "odd
name" FROM (${values('1')})`,
      'r.parquet',
    );
    const { status, stderr } = await cmscLine('sessions r.parquet');
    expect(stderr).toBe('r.parquet: not read are its columns label, odd\\x0aname\n');
    expect(status).toBe(0);
  });
});

describe('what is no table', () => {
  it.each([
    ['https://example.org/auth.parquet', 3, 'is an address in a network'],
    ['s3://bucket/*.parquet', 3, 'is an address in a network'],
    ['gone.duckdb#auth', 3, 'there is no such file'],
    ['auth.txt#auth', 3, 'there is no such file'],
    ['gone.parquet', 3, 'there is no such file'],
  ])('%s', async (input, expected, message) => {
    text('auth.txt', AUTH);
    const { status, stderr } = await cmscLine(`sessions ${input}`);
    expect(stderr).toContain(message);
    expect(status).toBe(expected);
  });

  it('a file whose name has a # in it', async () => {
    text('auth#1.txt', AUTH);
    expect(await run('sessions auth#1.txt')).toContain('U1@D,C2,10,20,10,2,2,C1 C3\n');
  });
});

describe.skipIf(!haveSamples)('the real samples as Parquet', () => {
  it('give the golden sessions and process runs', async () => {
    const auth = 'auth_users_day0_t1-166.txt';
    await parquet(rowsOf(sample(auth), 'auth'), 'auth.parquet', ', COMPRESSION zstd');
    await parquet(rowsOf(sample('proc_first10000.txt'), 'proc'), 'proc.parquet', ', ROW_GROUP_SIZE 2048');
    expect(await run('sessions auth.parquet')).toBe(golden('sessions_destination_day0.csv'));
    expect(await run('processes proc.parquet --threads 2')).toBe(
      await run('processes', sample('proc_first10000.txt')),
    );
    expect(await run('label auth.parquet --redteam', sample('redteam.txt.gz'))).toBe(
      await run('label', sample(auth), '--redteam', sample('redteam.txt.gz')),
    );
  });
});
