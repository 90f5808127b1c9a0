import { startCluster, unsupportedReason, type TestCluster } from '@cmsc/clickhouse-testbed';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { EXAMPLES, wordsOf } from './testing/examples.js';
import { useFolder } from './testing/folder.js';
import { AUTH, procRow, SESSIONS } from './testing/rows.js';

const folder = useFolder();
const inFolder = (name: string) => join(folder.path, name);

function file(name: string, content: string): string {
  writeFileSync(inFolder(name), content);
  return inFolder(name);
}

describe.skipIf(unsupportedReason())('--engine', () => {
  let bed: TestCluster;

  beforeAll(async () => {
    bed = await startCluster({ nodes: 2, users: [{ name: 'ana', password: 'right' }] });
  }, 300_000);

  afterAll(() => bed?.stop());

  const address = (database: string) =>
    `clickhouse://ana@${bed.nodes.map(({ host, httpPort }) => `${host}:${httpPort}`).join()}/${database}?cluster=${bed.name}`;
  const env = { CMSC_CLICKHOUSE_PASSWORD: 'right' };

  it('loads standard input by a copy of it', async () => {
    const piped = await cmsc(['sessions', '-', '--engine', address('piped')], { stdin: AUTH, env });
    expect(piped).toMatchObject({ status: 0, stdout: SESSIONS });
  });

  it('is used as the examples of the help say', async () => {
    for (const example of EXAMPLES.filter((each) => each.includes('clickhouse://'))) {
      file('auth.txt.gz', AUTH);
      const words = wordsOf(example).map((word) =>
        word.startsWith('clickhouse://') ? address('cmsc') : word,
      );
      expect(await cmsc(words, { cwd: folder.path, env })).toMatchObject({ status: 0, stdout: '' });
    }
  });

  it('gives the sessions of one machine, and tells how', async () => {
    const args = ['sessions', file('auth.txt', AUTH), '--engine', address('cli'), '--debug'];
    const { status, stdout, stderr } = await cmsc([...args, '--report', inFolder('r.json')], { env });
    expect({ status, stdout }).toEqual({ status: 0, stdout: SESSIONS });
    expect(stderr).toMatch(/ClickHouse: array form, no key can have more than \d+ events: there are 8/);
    expect(stderr).toContain('1 file loaded, 0 there already');
    const text = readFileSync(inFolder('r.json'), 'utf8');
    expect(text).not.toContain('right');
    const { engine, options, ledger } = JSON.parse(text);
    expect(Object.keys(engine)).toEqual(['database', 'cluster', 'form', 'loads', 'nodes']);
    expect(engine.nodes.map(({ node }: { node: string }) => node)).toEqual(
      bed.nodes.map(({ host, httpPort }) => `${host}:${httpPort}`),
    );
    expect(Object.keys(options)).toEqual(['preset', 'key', 'ties', 'pairing', 'failedLogons']);
    expect(ledger).toMatchObject({ rows: 9, sessions: 2, open: 1 });
  });

  it('labels, and leaves sessions in the cluster', async () => {
    const [auth, redteam] = [file('auth.txt', AUTH), file('redteam.txt', '10,U1@D,C1,C2\n')];
    const common = [auth, '--redteam', redteam, '--engine', address('keep')];
    const labelled = await cmsc(['label', ...common, '--only', 'attacks'], { env });
    expect(labelled.stdout.split('\n').slice(1)).toEqual([
      '10,U1@D,U1@D,C1,C2,Kerberos,Network,LogOn,Success,1,1',
      '',
    ]);
    const kept = await cmsc(['sessions', ...common, '--keep', 'kept'], { env });
    expect(kept).toMatchObject({ status: 0, stdout: '' });
    expect(kept.stderr).toContain('keep.kept: 2 rows kept in the cluster');
    const again = await cmsc(['sessions', ...common, '--keep', 'kept'], { env });
    expect(again).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/^cmsc: .*exists.*--force\)\n$/),
    });
  });

  it('builds a database with the tables of sessions and labels that a build here has', async () => {
    const inputs = [
      file('auth.txt', AUTH),
      file('proc.txt', procRow(1, 'U1@D', 'C2', 'P1', 'Start') + procRow(4, 'U1@D', 'C2', 'P1', 'End')),
      file('redteam.txt', '10,U1@D,C1,C2\n25,U2@D,C1,C2\n7,U9@D,C1,C2\n'),
    ];
    const [here, there] = [inFolder('here.duckdb'), inFolder('there.duckdb')];
    expect((await cmsc(['build', ...inputs, '-o', here])).status).toBe(0);
    const built = await cmsc(['build', ...inputs, '-o', there, '--engine', address('build')], { env });
    expect(built).toMatchObject({ status: 0, stdout: '' });
    const tables = {
      ...Object.fromEntries(
        ['sessions', 'open_sessions', 'process_runs', 'redteam', 'red_team_matches', 'inputs', 'meta'].map(
          (name) => [name, name],
        ),
      ),
      ledger: "(SELECT * FROM ledger WHERE source IN ('auth', 'proc', 'labels') AND name NOT LIKE '%-%')",
    };
    const rows = Object.entries(tables).map(
      ([name, from]) => `SELECT '${name}' AS name, CAST(t AS VARCHAR) AS content FROM ${from} t`,
    );
    const sql = `SELECT * FROM (${rows.join(' UNION ALL ')}) ORDER BY ALL`;
    const found = await cmsc(['query', there, sql]);
    expect(found).toEqual(await cmsc(['query', here, sql]));
    for (const name of Object.keys(tables)) expect(found.stdout).toContain(`\n${name},`);
    const sequences = await cmsc(['sequences', there]);
    expect(sequences.status).toBeGreaterThan(0);
    expect(sequences.stdout).toBe('');
  });

  it('says in one line who is not let in, and which node is not there', async () => {
    const auth = file('auth.txt', AUTH);
    const wrong = await cmsc(['sessions', auth, '--engine', address('no')], {
      env: { CMSC_CLICKHOUSE_PASSWORD: 'wrong' },
    });
    expect(wrong).toMatchObject({ status: 3, stdout: '' });
    expect(wrong.stderr).toMatch(/^cmsc: ClickHouse node \S+ .*\(check the user and the password\)\n$/);
    const gone = await cmsc(['sessions', auth, '--engine', 'clickhouse://127.0.0.1:1/x'], { env });
    expect(gone).toMatchObject({ status: 3, stdout: '' });
    expect(gone.stderr).toMatch(/^cmsc: ClickHouse node 127.0.0.1:1 is not reachable: [^\n]*\n$/);
  });
});

describe('--engine, wrongly used', () => {
  const engine = ['--engine', 'clickhouse://127.0.0.1:1/x'];

  it.each([
    [['sessions', '--keep', 'x'], '--keep is for a cluster'],
    [['label', '--redteam', 'x', '--password-file', 'x'], '--password-file is for a cluster'],
    [['sessions', ...engine, '--state-out', 'x'], '--state-out does not go with --engine'],
    [['processes', ...engine, '--order', 'close'], '--order close does not go with --engine'],
    [['sessions', ...engine, '--keep', 'a b'], '--keep takes the name of a table'],
    [['sessions', '--engine', 'clickhouse://u:secret@h/x'], 'a password does not belong into the address'],
    [['sessions', '--engine', 'http://u:secret@h/x'], '--engine takes the address of a ClickHouse cluster'],
    [['build', ...engine, '-o', 'x.duckdb', '--events', 'runs'], '--events does not go with --engine'],
  ])('%j', async ([command = '', ...args], message) => {
    const { status, stdout, stderr } = await cmsc([command, file('auth.txt', AUTH), ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('secret');
    expect(stderr.split('\n')).toHaveLength(2);
  });
});

describe('cmsc clickhouse', () => {
  it('prints the tables, under a cluster with those that lie over all nodes', async () => {
    const { status, stdout } = await cmsc(['clickhouse', 'ddl', '--database', 'sec']);
    expect(status).toBe(0);
    expect(stdout).toContain('CREATE DATABASE IF NOT EXISTS `sec`;\n');
    expect(stdout).not.toContain('Distributed');
    const spread = await cmsc([
      'clickhouse',
      'ddl',
      '--cluster',
      'prod',
      '--table-engine',
      'ReplicatedMergeTree',
    ]);
    expect(spread.stdout).toContain("ENGINE = Distributed('prod', 'cmsc', 'auth_events_local'");
    expect(spread.stdout).toContain('ENGINE = ReplicatedMergeTree\n');
  });

  it('prints the grants of a user', async () => {
    const { status, stdout } = await cmsc(['clickhouse', 'grants', '--user', 'ana']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^GRANT .* ON `cmsc`\.\* TO `ana`;\n/);
  });

  it.each([[['tables']], [['grants', '--cluster', 'x']], [['ddl', '--user', 'x']], [[]]])(
    'refuses %j',
    async (args) => {
      const { status, stdout, stderr } = await cmsc(['clickhouse', ...args]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^cmsc: [^\n]*\n$/);
    },
  );

  it('has a help', async () => {
    const { stdout } = await cmsc(['clickhouse', '--help']);
    for (const option of ['--database', '--cluster', '--table-engine', '--user'])
      expect(stdout).toContain(option);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});
