import { ledgerProblems } from '@cmsc/core';
import { processLedgerProblems } from '@cmsc/sequences';
import { SourceDatabase } from '@cmsc/store';
import { generateDataset, type Dataset } from '@cmsc/synthetic';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { tempFolder } from '../testing/temp-folder.js';
import type { Progress } from '../options.js';
import type { BuildFindings } from './build-findings.js';
import { runBuild, type BuildReport } from './run-build.js';
import { writeNgrams, writeSequences } from '../write-sequences.js';

const folder = tempFolder();
const data = join(folder, 'data');
const output = join(folder, 'X.duckdb');

let made: Dataset;
let report: BuildReport;
const findings: BuildFindings[] = [];
const progress: Progress[] = [];

beforeAll(async () => {
  made = await generateDataset({ directory: data, events: 30_000, seed: 7 });
  report = await runBuild({
    inputs: [data],
    output,
    report: join(folder, 'report.json'),
    onFindings: (each) => findings.push(each),
    onProgress: (each) => progress.push(each),
  });
});

async function ask(sql: string, path = output): Promise<unknown[][]> {
  const database = await SourceDatabase.open(path);
  try {
    return (await database.rows(sql)).rows;
  } finally {
    await database.close();
  }
}

test('a build says what it is at, and goes to its end once', () => {
  expect([...new Set(progress.map(({ phase }) => phase))]).toEqual([
    'reading auth',
    'writing sessions',
    'reading proc',
    'writing process runs',
    'placing processes',
    'reading flows',
    'reading dns',
    'finishing',
  ]);
  for (const measure of ['rows', 'bytes', 'share'] as const) {
    const values = progress.map((each) => each[measure] as number);
    expect(values).toEqual([...values].sort((a, b) => a - b));
  }
  expect(progress[0]).toMatchObject({ rows: 0, bytes: 0, share: 0 });
  expect(progress.at(-1)?.share).toBeGreaterThan(0.95);
  expect(progress.at(-1)?.share).toBeLessThanOrEqual(1);
});

describe('a built database', () => {
  test('holds what the generator knows to be true', async () => {
    const { truth } = made;
    expect(report.ledger).toEqual(truth.destination.ledger);
    expect(report.labels).toEqual(truth.labels);
    const { starts, inSession, inOpenSession, outsideSessions, withoutSession } = report.sequences ?? {};
    expect({
      starts,
      inSession,
      inOpenSession,
      outside: (outsideSessions ?? 0) + (withoutSession ?? 0),
    }).toEqual({
      starts: truth.processes.starts,
      inSession: truth.processes.inSessions,
      inOpenSession: truth.processes.inOpenSessions,
      outside: truth.processes.outside,
    });
    expect(await ask('SELECT count(*), sum(label)::INTEGER FROM sessions')).toEqual([
      [truth.destination.ledger.sessions, truth.labels.attackedSessions],
    ]);
    expect(
      await ask('SELECT count(*) FROM session_processes JOIN sessions USING (session_id) WHERE label = 1'),
    ).toEqual([[truth.processes.inAttackedSessions]]);
    expect(await ask('SELECT count(*) FROM open_sessions')).toEqual([[truth.destination.ledger.open]]);
  });

  test('holds ledgers that add up, and every file with its hash', async () => {
    expect(ledgerProblems(report.ledger)).toEqual([]);
    if (!report.processes || !report.sequences) throw new Error('proc was not built');
    expect(ledgerProblems(report.processes)).toEqual([]);
    expect(processLedgerProblems(report.sequences)).toEqual([]);
    const ledger = await ask("SELECT name, value FROM ledger WHERE source = 'auth'");
    expect(Object.fromEntries(ledger as [string, number][])).toEqual(report.ledger);
    expect(report.inputs.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(String(sha256)))).toBe(true);
    const inputs = await ask('SELECT format, rows FROM inputs ORDER BY format');
    const { auth, dns, flows, proc, redteam } = made.truth.rows;
    expect(inputs).toEqual([
      ['auth', auth],
      ['dns', dns],
      ['flows', flows],
      ['proc', proc],
      ['redteam', redteam],
    ]);
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))).toMatchObject({ command: 'build' });
  });

  test('tells on the way how its ledgers stand, and which red-team logons it meets', async () => {
    const last = (source: string) => findings.filter((each) => each.source === source).at(-1)?.ledger;
    const { starts, ends, keys } = report.ledger;
    expect(last('auth')).toMatchObject({ starts, ends, keys });
    expect(last('proc')).toMatchObject({ starts: report.processes?.starts });
    const hits = findings.flatMap((each) => each.hits);
    const rows = hits.map(({ time, dst_user, src_machine, dst_machine }) =>
      [time, dst_user, src_machine, dst_machine].join(),
    );
    const exact = await ask(
      "SELECT concat_ws(',', attack_time, src_user, src_machine, dst_machine) FROM redteam WHERE match = 'exact'",
    );
    expect([...new Set(rows)].sort()).toEqual(exact.flat().sort());
  });

  test('says of every red-team tuple where it went, and why', async () => {
    const tuples = await ask('SELECT fate, count(*) FROM redteam GROUP BY fate');
    const fates = Object.fromEntries(tuples as [string, number][]);
    expect(fates['session'] ?? 0).toBe(report.labels?.inSession);
    expect(fates['open'] ?? 0).toBe(report.labels?.inOpenSession);
    expect(await ask("SELECT count(*) FROM redteam WHERE fate <> 'session' AND len(reasons) = 0")).toEqual([
      [0],
    ]);
    expect(await ask('SELECT count(DISTINCT session_id) FROM red_team_matches')).toEqual([
      [report.labels?.attackedSessions],
    ]);
  });

  test('gives a reason for every orphan and repeat, and a sample of them', async () => {
    const reasons = await ask(
      "SELECT split_part(name, ':', 1), sum(value)::INTEGER FROM ledger WHERE source = 'auth reasons' GROUP BY 1 ORDER BY 1",
    );
    expect(reasons).toEqual([
      ['orphan end', report.ledger.orphanEnds],
      ['repeated start', report.ledger.repeatedStarts],
    ]);
    const [[sample]] = (await ask("SELECT count(*) FROM anomalies WHERE source = 'auth'")) as [[number]];
    expect(sample).toBeGreaterThan(0);
  });

  test('marks the machines that the red team came from in flows and dns, not its victims', async () => {
    expect(await ask('SELECT count(*) FROM flows')).toEqual([[made.truth.rows.flows]]);
    expect(await ask('SELECT count(*) FROM dns')).toEqual([[made.truth.rows.dns]]);
    expect(
      await ask(`SELECT count(*) FROM flows WHERE redteam_host <>
        (src_machine IN (SELECT src_machine FROM redteam) OR dst_machine IN (SELECT src_machine FROM redteam))`),
    ).toEqual([[0]]);
    expect(await ask('SELECT count(*) FROM flows WHERE redteam_host IS NULL')).toEqual([[0]]);
    const [[victims]] = (await ask(`SELECT count(*) FROM flows WHERE NOT redteam_host
      AND (src_machine IN (SELECT dst_machine FROM redteam) OR dst_machine IN (SELECT dst_machine FROM redteam))`)) as [
      [number],
    ];
    expect(victims).toBeGreaterThan(0);
  });

  test('answers the queries of the README; the red team’s machines are those that it came from', async () => {
    const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');
    const queries = Array.from(readme.matchAll(/^```sql\n([^`]*)```/gm), ([, sql = '']) => sql);
    expect(queries.length).toBeGreaterThan(8);
    for (const sql of queries) await ask(sql);
    const sql = queries.find((each) => each.includes('list_has_any')) ?? '';
    const asked = await ask(`SELECT count(*) FROM (${sql.replace(/LIMIT 20/, '')})`);
    const wanted = await ask(`SELECT count(DISTINCT session_id) FROM sessions, redteam
      WHERE label = 0 AND list_contains(origins, src_machine)`);
    expect(asked).toEqual(wanted);
  });

  test('gives one sequence a session, with gaps that lead to each process', async () => {
    const path = join(folder, 'sequences.jsonl');
    await writeSequences({ database: output, output: path, splitAt: 0 });
    const rows = readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Sequence);
    expect(rows).toHaveLength(report.ledger.sessions);
    expect(rows.map(({ session_id }) => session_id)).toEqual(rows.map((_, i) => i + 1));
    expect(rows.reduce((sum, { processes }) => sum + processes.length, 0)).toBe(report.sequences?.inSession);
    for (const { processes, gaps, start_time, end_time } of rows) {
      expect(gaps).toHaveLength(processes.length);
      expect(start_time + gaps.reduce((sum, gap) => sum + gap, 0)).toBeLessThanOrEqual(end_time);
    }
    const parts = await Promise.all(
      (['train', 'test'] as const).map((part) =>
        writeSequences({ database: output, output: join(folder, `${part}.csv`), part, splitAt: 100 }),
      ),
    );
    expect(parts.reduce((sum, part) => sum + part.rows, 0)).toBe(rows.length);
  });

  test('gives lines of tokens for language models, rare ones out of the vocabulary', async () => {
    const path = join(folder, 'tokens.txt');
    const options = { database: output, output: path, splitAt: 0, text: true, force: true };
    const lines = () => readFileSync(path, 'utf8').trimEnd().split('\n');
    const plain = await writeSequences({ ...options, format: 'csv' });
    const names = lines().map((line) => line.split(' '));
    expect(names).toHaveLength(plain.rows);
    expect(names.flat()).toHaveLength(report.sequences!.inSession);
    await writeSequences({ ...options, format: 'csv', gaps: true });
    expect(lines().map((line) => line.split(' ').filter((token) => !token.startsWith('+')))).toEqual(names);
    await writeSequences({ ...options, format: 'csv', cutoff: 50 });
    const counts = new Map<string, number>();
    for (const name of names.flat()) counts.set(name, (counts.get(name) ?? 0) + 1);
    const known = names.map((line) => line.map((name) => (counts.get(name)! >= 50 ? name : '<oov>')));
    expect(lines().map((line) => line.split(' '))).toEqual(known);
    await expect(writeSequences({ ...options, cutoff: 0 })).rejects.toMatchObject({ code: 'BAD_OPTION' });
  });

  test('counts n-grams', async () => {
    const path = join(folder, 'ngrams.csv');
    await writeNgrams({ database: output, output: path, n: 1, gaps: false });
    const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(header).toBe('ngram,n,count,sessions,attacked_sessions,log_odds,z_score');
    expect(lines.reduce((sum, line) => sum + Number(line.split(',')[2]), 0)).toBe(
      report.sequences?.inSession,
    );
    const scores = lines.map((line) => Number(line.split(',')[6]));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });
});

interface Sequence {
  session_id: number;
  start_time: number;
  end_time: number;
  processes: string[];
  gaps: number[];
}

test('auth alone makes a database too, with empty tables', async () => {
  const path = join(folder, 'auth.duckdb');
  const alone = await runBuild({ inputs: [join(data, 'auth.txt.gz')], output: path, preset: 'notebook' });
  expect(alone.ledger).toEqual(made.truth.notebook.ledger);
  expect(await ask('SELECT count(*) FROM process_runs', path)).toEqual([[0]]);
  expect(await ask('SELECT count(*) FROM redteam', path)).toEqual([[0]]);
  await expect(ask('SELECT * FROM flows', path)).rejects.toMatchObject({ code: 'BAD_QUERY', kind: 'usage' });
});

test('without a red team nobody knows which sessions were attacked, and nothing says that none was', async () => {
  const path = join(folder, 'unknown.duckdb');
  const inputs = ['auth.txt.gz', 'proc.txt.gz'].map((name) => join(data, name));
  const unknown = await runBuild({ inputs, output: path });
  expect(unknown.labels).toBeUndefined();
  for (const table of ['sessions', 'open_sessions'])
    expect(await ask(`SELECT DISTINCT label, attack_times FROM ${table}`, path)).toEqual([[null, []]]);
  expect(await ask("SELECT count(*) FROM ledger WHERE source = 'labels'", path)).toEqual([[0]]);
  const [sequences, ngrams] = [join(folder, 'unknown.csv'), join(folder, 'unknown.jsonl')];
  await writeSequences({ database: path, output: sequences, splitAt: 150_885 });
  expect(readFileSync(sequences, 'utf8').split('\n')[1]).toMatch(/^1,[^,]+,[^,]+,\d+,\d+,,/);
  await writeNgrams({ database: path, output: ngrams, n: 1, gaps: false });
  expect(JSON.parse(readFileSync(ngrams, 'utf8').split('\n')[0] ?? '')).toMatchObject({
    ...{ attacked_sessions: null, log_odds: null, z_score: null },
  });
  writeFileSync(join(folder, 'redteam.txt'), '');
  const none = join(folder, 'none-attacked.duckdb');
  await runBuild({ inputs: [...inputs, join(folder, 'redteam.txt')], output: none });
  expect(await ask('SELECT DISTINCT label FROM sessions', none)).toEqual([[0]]);
});

test('activity counts every row of its hour, whatever was asked for', async () => {
  const activity = async (path: string) =>
    ask("SELECT hour, rows, starts, ends FROM activity WHERE source = 'auth' ORDER BY hour", path);
  const whole = await activity(output);
  const sums = whole.reduce<number[]>((sum, row) => sum.map((n, i) => n + Number(row[i + 1])), [0, 0, 0]);
  expect(sums).toEqual([report.ledger.rows, report.ledger.starts, report.ledger.ends]);
  for (const [name, options] of [
    ['alone', {}],
    ['all', { user: '*' }],
    ['few', { user: 'U1*', computer: 'C1*' }],
  ] as const) {
    const path = join(folder, `activity-${name}.duckdb`);
    await runBuild({ inputs: [join(data, 'auth.txt.gz')], output: path, ...options });
    expect(await activity(path)).toEqual(whole);
  }
});

test('one key may hold thousands of attacks from as many sources', async () => {
  const seconds = Array.from({ length: 20_000 }, (_, time) => time);
  const auth = seconds.map((time) => `${time},U1@D,U1@D,C${time},C9,?,?,LogOn,Success\n`).join('');
  writeFileSync(join(folder, 'auth.txt'), `${auth}30000,U1@D,U1@D,C9,C9,?,?,LogOff,Success\n`);
  writeFileSync(join(folder, 'redteam.txt'), seconds.map((time) => `${time},U1@D,C${time},C9\n`).join(''));
  const path = join(folder, 'attacks.duckdb');
  const inputs = ['auth.txt', 'redteam.txt'].map((name) => join(folder, name));
  const { labels } = await runBuild({ inputs, output: path });
  expect(labels).toMatchObject({ distinct: 20_000, inSession: 20_000, attackedSessions: 1 });
  expect(await ask('SELECT count(*), count(DISTINCT tuple_id) FROM red_team_matches', path)).toEqual([
    [20_000, 20_000],
  ]);
});

test('without a red team nobody knows its machines', async () => {
  const path = join(folder, 'flows.duckdb');
  await runBuild({ inputs: ['auth.txt.gz', 'flows.txt.gz'].map((name) => join(data, name)), output: path });
  expect(await ask('SELECT DISTINCT redteam_host FROM flows', path)).toEqual([[null]]);
});

test('what can not be built leaves nothing', async () => {
  await expect(runBuild({ inputs: [data], output })).rejects.toMatchObject({
    code: 'OUTPUT_EXISTS',
    kind: 'io',
  });
  const path = join(folder, 'none.duckdb');
  await expect(runBuild({ inputs: [join(data, 'proc.txt.gz')], output: path })).rejects.toMatchObject({
    code: 'NOTHING_THERE',
  });
  const stop = AbortSignal.abort();
  await expect(runBuild({ inputs: [data], output: path, signal: stop })).rejects.toMatchObject({
    code: 'INTERRUPTED',
  });
  expect(existsSync(path)).toBe(false);
  expect(readdirSync(folder).filter((name) => name.includes('.tmp'))).toEqual([]);
});

test('bad rows of all sources go into one file, and one red-team file is enough', async () => {
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const names = ['auth.txt', 'proc.txt', 'dns.txt', 'redteam.txt'];
  write('auth.txt', 'x\n5,U1@D,U1@D,C1,C1,?,?,LogOn,Success\n');
  write('proc.txt', '5,U1@D,C1,P1,Start\n6,U1@D,C1,P1,Stop\n');
  write('dns.txt', '5,C1\n6,C1,C2\n');
  write('redteam.txt', '5,U1@D,C1,C1\n');
  const inputs = names.map((name) => join(folder, name));
  const rejects = join(folder, 'rejects.csv');
  const path = join(folder, 'rejects.duckdb');
  const { outputs } = await runBuild({ inputs, output: path, onBadRow: 'skip', rejects });
  expect(outputs.map(({ rows }) => rows)).toEqual([0, 3]);
  const lines = readFileSync(rejects, 'utf8').trimEnd().split('\n').slice(1);
  expect(lines.map((line) => line.split(',')[0])).toEqual(inputs.slice(0, 3));
  expect(await ask("SELECT source, value FROM ledger WHERE name = 'rejected' ORDER BY source", path)).toEqual(
    [
      ['auth', 1],
      ['dns', 1],
      ['proc', 1],
    ],
  );
  const twice = { inputs: [...inputs, join(data, 'redteam.txt.gz')] };
  await expect(runBuild({ ...twice, output: join(folder, 'twice.duckdb') })).rejects.toMatchObject({
    code: 'BAD_OPTION',
    kind: 'usage',
  });
});

test('a database is read only, and names that look like SQL are names', async () => {
  await expect(ask('DROP TABLE sessions')).rejects.toThrow();
  const hostile = join(folder, "it's; DROP TABLE sessions;--.duckdb");
  await runBuild({ inputs: [join(data, 'auth.txt.gz')], output: hostile });
  expect(await ask('SELECT count(*) FROM sessions', hostile)).toEqual([
    [made.truth.destination.ledger.sessions],
  ]);
  await expect(ask('SELECT 1', join(data, 'auth.txt.gz'))).rejects.toMatchObject({
    code: 'BAD_DATABASE',
    kind: 'data',
  });
  await expect(ask('SELECT 1', join(folder, 'nowhere'))).rejects.toMatchObject({
    code: 'NOT_FOUND',
    kind: 'io',
  });
});
