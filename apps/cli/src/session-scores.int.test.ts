import { AUTH_COLUMNS, Dictionary } from '@cmsc/core';
import { SessionScoring, type LogonColumns, type LogonDictionaries } from '@cmsc/detection';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';

const folder = { path: '' };
const run = async (line: string) => {
  const result = await cmsc(line.split(' '), { cwd: folder.path });
  expect(result.stderr).not.toMatch(/^cmsc: /m);
  return result.stdout;
};
const fails = async (line: string) => {
  const { status, stderr } = await cmsc(line.split(' '), { cwd: folder.path });
  return `${status} ${stderr}`;
};
const rowsOf = async (sql: string): Promise<Record<string, unknown>[]> => {
  const { stdout } = await cmsc(['query', 'X.duckdb', sql, '--format', 'json'], { cwd: folder.path });
  return JSON.parse(stdout);
};

type Score = Record<string, number>;
const scores = (name: string): Score[] =>
  readFileSync(join(folder.path, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

beforeAll(async () => {
  folder.path = mkdtempSync(join(tmpdir(), 'cmsc-scores-'));
  await run('generate d --events 8000 --seed 3 -q');
  await run('build d -o X.duckdb -q');
  await run('score X.duckdb -o s.jsonl --report score.json -q');
});

afterAll(() => rmSync(folder.path, { recursive: true, force: true }));

/** A session as the database has it. */
interface Session {
  session_id: number;
  start_time: number;
  end_time: number;
  dst_user: string;
  dst_machine: string;
  origins: string[];
}

/** The scores of all sessions from their rows, put in order here. */
async function plainScores(): Promise<unknown[]> {
  const sessions = (await rowsOf('FROM sessions')) as unknown as Session[];
  const [users, machines, unknown] = [new Dictionary(), new Dictionary(), new Dictionary()];
  const dictionaries = Object.fromEntries(AUTH_COLUMNS.map((name) => [name, unknown]));
  Object.assign(dictionaries, {
    ...{ src_user: users, dst_user: users, src_machine: machines, dst_machine: machines },
  });
  const scoring = new SessionScoring({}, dictionaries as LogonDictionaries);
  const logons = sessions
    .flatMap((session) => session.origins.map((origin) => ({ ...session, origin })))
    .filter(({ origin, dst_machine }) => origin !== dst_machine)
    .sort(by('start_time', 'session_id', 'origin'));
  for (const { start_time, session_id, dst_user, dst_machine, origin } of logons) {
    const names: Record<string, string> = { src_user: dst_user, dst_user, src_machine: origin, dst_machine };
    const columns = AUTH_COLUMNS.map((name) => [
      name,
      Int32Array.of(dictionaries[name]!.intern(names[name] ?? '?')),
    ]);
    const rows = { ...Object.fromEntries(columns), time: Int32Array.of(start_time), length: 1 };
    scoring.addLogons(rows as LogonColumns, [session_id]);
  }
  await addProcesses(scoring);
  return sessions.sort(by('end_time', 'session_id')).map((session) => {
    const columns = scoring.columns.map(() => new Float64Array(1));
    scoring.take(session.session_id, columns, 0);
    const { session_id, start_time, end_time, dst_user, dst_machine } = session;
    const found = Object.fromEntries(scoring.columns.map((name, i) => [name, columns[i]![0]!]));
    return { session_id, start_time, end_time, dst_user, dst_machine, ...found };
  });
}

async function addProcesses(scoring: SessionScoring): Promise<void> {
  const rows = await rowsOf('FROM session_processes ORDER BY session_id, position');
  const names = new Dictionary();
  names.intern('none');
  const ids = rows.map((row) => names.intern(String(row['process_name'])));
  const inside = (i: number, back: number): number =>
    rows[i - back]?.['session_id'] === rows[i]!['session_id'] ? ids[i - back]! : 0;
  const started = rows.map((row, i) => ({
    ...{ session: Number(row['session_id']), position: Number(row['position']) },
    ...{ time: Number(row['time']), gap: Number(row['gap']) },
    ...{ process: ids[i]!, previous: inside(i, 1), before: inside(i, 2) },
  }));
  for (const row of started.sort(by('time', 'session', 'position')))
    scoring.addProcesses(
      {
        length: 1,
        time: Int32Array.of(row.time),
        process: Int32Array.of(row.process),
        previous: Int32Array.of(row.previous),
        beforePrevious: Int32Array.of(row.before),
        gap: Int32Array.of(row.gap),
      },
      [row.session],
    );
}

/** Puts in order by these columns, the first first. */
function by(...columns: string[]) {
  return (a: object, b: object): number => {
    for (const column of columns) {
      const [x, y] = [a, b].map((row) => (row as Record<string, number>)[column]!) as [number, number];
      if (x !== y) return x < y ? -1 : 1;
    }
    return 0;
  };
}

it('sessions are scored by their logons and processes, in the order in which they end', async () => {
  const found = scores('s.jsonl');
  expect(found).toEqual(await plainScores());
  expect(found.some(({ process_max }) => process_max! > 0)).toBe(true);
  const { ledger, candidates, options } = JSON.parse(readFileSync(join(folder.path, 'score.json'), 'utf8'));
  expect(ledger).toEqual({ rows: found.length, kept: found.length, filtered: 0, rejected: 0 });
  expect(candidates.units).toBe(found.length);
  expect(options).toMatchObject({ unit: 'session', scorers: ['edge', 'ngram'] });
});

it('a window chooses sessions by their start, and all are learned; threads change nothing', async () => {
  await run('score X.duckdb --from 200000 --to 600000 --threads 1 -o window.jsonl -q');
  const wanted = scores('s.jsonl').filter(
    ({ start_time }) => start_time! >= 200_000 && start_time! <= 600_000,
  );
  expect(scores('window.jsonl')).toEqual(wanted);
});

it('evaluate compares them with the labels of the database', async () => {
  await run('score X.duckdb -o s.parquet -q');
  await run(
    'evaluate s.parquet --unit session --redteam X.duckdb --candidates score.json --report e.json -q',
  );
  const { labels, columns } = JSON.parse(readFileSync(join(folder.path, 'e.json'), 'utf8'));
  const [truth] = await rowsOf(
    `SELECT count(*) AS distinct, sum(rows) AS "redteamRows", (SELECT count(DISTINCT tuple_id) FROM red_team_matches) AS "tuplesMet",
       (SELECT count(*) FROM sessions WHERE label = 1) AS positives FROM redteam`,
  );
  expect(labels).toEqual(truth);
  const attacked = new Set(
    (await rowsOf('SELECT session_id FROM sessions WHERE label = 1')).map((row) => row['session_id']),
  );
  for (const name of ['edge', 'ngram_max', 'process_sum']) {
    const [positive, negative] = [true, false].map((label) =>
      scores('s.jsonl')
        .filter(({ session_id }) => attacked.has(session_id) === label)
        .map((row) => row[name]!),
    ) as [number[], number[]];
    let above = 0;
    for (const p of positive) for (const n of negative) above += p > n ? 1 : p === n ? 0.5 : 0;
    expect(columns[name].auc).toBeCloseTo(above / (positive.length * negative.length), 12);
  }
});

it('--plot draws what --report says, the same bytes again, as a file of its own', async () => {
  const evaluate = 'evaluate s.jsonl --unit session --redteam X.duckdb --report p.json --force -q';
  await run(`${evaluate} --plot p.svg`);
  const svg = readFileSync(join(folder.path, 'p.svg'), 'utf8');
  const { columns, outputs } = JSON.parse(readFileSync(join(folder.path, 'p.json'), 'utf8'));
  for (const name of Object.keys(columns)) expect(svg).toContain(`>${name}<`);
  expect(outputs).toEqual([expect.objectContaining({ path: 'p.svg', bytes: Buffer.byteLength(svg) })]);
  await run(`${evaluate} --plot again.svg`);
  expect(readFileSync(join(folder.path, 'again.svg'), 'utf8')).toBe(svg);
  expect(await fails(`${evaluate} --plot p.json`)).toMatch(/^2 .*--plot/);
  expect(await fails(`${evaluate} --plot s.jsonl`)).toMatch(/^2 .*--plot/);
});

it('the dashboard ranks them, in all and within their day, with the parts of each score', async () => {
  const show = (more: string) =>
    run(`dashboard X.duckdb --scores s.jsonl --budget 3 --once --screen sessions ${more}`.trimEnd());
  const ranked = scores('s.jsonl').sort(
    (a, b) => b['ngram_max']! - a['ngram_max']! || a['session_id']! - b['session_id']!,
  );
  const attacked = new Set(
    (await rowsOf('SELECT session_id FROM sessions WHERE label = 1')).map((row) => row['session_id']),
  );
  const days = new Map<number, number>();
  let found = 0;
  for (const { session_id, start_time } of ranked) {
    const day = Math.floor(start_time! / 86_400);
    const dayRank = (days.get(day) ?? 0) + 1;
    days.set(day, dayRank);
    if (dayRank <= 3 && attacked.has(session_id)) found++;
  }
  const text = await show('');
  const [best] = ranked as [Score];
  expect(text).toMatch(
    new RegExp(` 1 +${Math.floor(best['start_time']! / 86_400)} +1 +${best['dst_user']}`.replace('$', '\\$')),
  );
  const raised = [...days.values()].reduce((sum, count) => sum + Math.min(3, count), 0);
  expect(text).toContain(
    `3 a day: ${raised} alerts on ${days.size} days (day_rank<=3) · ${found} of ${attacked.size} attacked`,
  );
  expect(await show('--filter day_rank<=3')).toContain(`[alerts ${raised}]`);
  expect(await show('--filter attacked')).toContain(`[alerts ${attacked.size}]`);
  expect(await show('--filter ngram_max>=1e9')).toContain('[alerts 0]');
  expect(await fails('dashboard X.duckdb --scores d/redteam.txt.gz --once')).toMatch(
    /^1 .*no column session_id/,
  );
  expect(await fails('dashboard X.duckdb --scores none --once')).toMatch(/^3 .*none: .*no such file/);
  expect(await fails('dashboard d --scores s.jsonl --once')).toMatch(/^2 .*--scores is for a database/);
});

it('n-grams have the mean and the highest score of their sessions', async () => {
  const ngrams = async (more: string): Promise<Record<string, unknown>[]> =>
    (await run(`ngrams X.duckdb -n 1 ${more}--format jsonl`))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  const [found, plain] = [await ngrams('--scores s.jsonl '), await ngrams('')];
  expect(found.map(({ ngram, z_score }) => [ngram, z_score])).toEqual(
    plain.map(({ ngram, z_score }) => [ngram, z_score]),
  );
  const byName = new Map<string, Set<number>>();
  for (const { process_name, session_id } of await rowsOf(
    'SELECT process_name, session_id FROM session_processes',
  ))
    byName.set(String(process_name), (byName.get(String(process_name)) ?? new Set()).add(Number(session_id)));
  const bySession = new Map(scores('s.jsonl').map((score) => [score['session_id'], score]));
  for (const row of found) {
    const sums = [...byName.get(String(row['ngram']))!].map((id) => bySession.get(id)!['process_sum']!);
    expect(row['mean_process_sum']).toBeCloseTo(sums.reduce((a, b) => a + b, 0) / sums.length, 6);
    expect(row['max_process_sum']).toBe(Math.max(...sums));
  }
  expect(await fails('ngrams X.duckdb --scores d/redteam.txt.gz')).toMatch(/^1 .*no column session_id/);
});

it('what can not be scored or evaluated is refused, and says what to do', async () => {
  const lines = readFileSync(join(folder.path, 's.jsonl'), 'utf8').trimEnd().split('\n');
  const write = (name: string, rows: string[]) => writeFileSync(join(folder.path, name), rows.join('\n'));
  const evaluate = (name: string, more = '--redteam X.duckdb') =>
    fails(`evaluate ${name} --unit session ${more}`);
  write('twice.jsonl', [...lines, lines[0]!]);
  write('other.jsonl', [...lines, lines[0]!.replace(/"session_id":\d+/, '"session_id":99999999')]);
  expect(await evaluate('twice.jsonl')).toMatch(/^1 .*has a session more than once: "\d+"/);
  expect(await evaluate('other.jsonl')).toMatch(/^1 .*has a session that the database has not: "99999999"/);
  expect(await evaluate('s.jsonl', '--redteam d/redteam.txt.gz')).toMatch(/^1 .*no DuckDB database/);
  expect(await evaluate('s.jsonl', '--redteam X.duckdb --protocol tarn')).toMatch(
    /^2 .*leave --protocol away/,
  );
  expect(await fails('evaluate s.jsonl --redteam d/redteam.txt.gz')).toMatch(/^2 .*--unit session/);
  await run('build d/auth.txt.gz d/proc.txt.gz -o plain.duckdb -q');
  expect(await evaluate('s.jsonl', '--redteam plain.duckdb')).toMatch(/^1 .*built without a red team/);
  expect(await fails('score X.duckdb d')).toMatch(/^2 .*score reads one database/);
  expect(await fails('score X.duckdb --protocol tarn')).toMatch(/^2 .*--protocol is for files of auth/);
  expect(await fails('score X.duckdb --scorer surprise')).toMatch(/^2 .*begin with --from 86400/);
  await run('build d/auth.txt.gz --key src_machine,dst_machine -o key.duckdb -q');
  expect(await fails('score key.duckdb')).toMatch(/^1 .*are by src_machine, dst_machine/);
});

it('scores come through a pipe, too', async () => {
  const stdin = readFileSync(join(folder.path, 's.jsonl'));
  const [file, pipe] = await Promise.all([
    cmsc('ngrams X.duckdb -n 1 --scores s.jsonl'.split(' '), { cwd: folder.path }),
    cmsc('ngrams X.duckdb -n 1 --scores -'.split(' '), { cwd: folder.path, stdin }),
  ]);
  expect(pipe).toMatchObject({ status: 0, stdout: file.stdout });
});

it('scores of another database are refused wherever they are taken, though the numbers of its sessions are the same', async () => {
  await run('generate other --events 4000 --seed 9 -q');
  await run('build other -o other.duckdb -q');
  for (const name of ['o.csv', 'o.parquet']) {
    await run(`score other.duckdb --from 0 -o ${name} -q --force`);
    for (const command of [
      `evaluate ${name} --unit session --redteam X.duckdb`,
      `report X.duckdb --scores ${name} -o o.html`,
      `ngrams X.duckdb --scores ${name}`,
      `dashboard X.duckdb --once --scores ${name}`,
    ])
      expect(await fails(command), command).toMatch(/^1 .*has a session that is another one/);
  }
  // Where nothing but the number tells sessions, it has to do.
  writeFileSync(join(folder.path, 'few.csv'), 'session_id,mine\n1,1\n2,2\n');
  expect(await fails('evaluate few.csv --unit session --redteam X.duckdb')).toMatch(/^0 /);
});

it('a red team without events leaves nothing to find, and is no red team that is missing', async () => {
  writeFileSync(join(folder.path, 'redteam.txt'), '');
  await run('build d/auth.txt.gz d/proc.txt.gz redteam.txt -o none.duckdb -q');
  await run('score none.duckdb -o none.csv -q');
  const found = await run('evaluate none.csv --unit session --redteam none.duckdb');
  expect(found).toContain('No unit is an attack');
});
