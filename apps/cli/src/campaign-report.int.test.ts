import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SourceDatabase } from '@cmsc/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { haveSamples, sample } from './testing/samples.js';

const folder = { path: '' };
const inFolder = (name: string) => join(folder.path, name);
const file = (name: string) => readFileSync(inFolder(name), 'utf8');

async function run(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await cmsc(args, { cwd: folder.path });
  expect({ args, status, stderr }).toEqual({ args, status: 0, stderr });
  return stdout;
}

async function fails(...args: string[]): Promise<string> {
  const { status, stderr } = await cmsc(args, { cwd: folder.path });
  return `${status} ${stderr}`;
}

/** The numbers behind a report. */
const numbersOf = async (database: string, ...more: string[]) =>
  JSON.parse(await run('report', database, '--format', 'json', ...more));

/** The databases that are asked, each opened once. */
const opened = new Map<string, SourceDatabase>();

/** The rows of a query, each as the list of its values. */
async function ask(name: string, sql: string): Promise<unknown[][]> {
  const database = opened.get(name) ?? (await SourceDatabase.open(inFolder(name), { threads: 1 }));
  opened.set(name, database);
  return (await database.rows(sql.replaceAll('FOLDER', folder.path))).rows;
}
const values = (rows: object[], ...names: string[]) =>
  rows.map((row) => names.map((name) => (row as Record<string, unknown>)[name]));

beforeAll(async () => {
  folder.path = mkdtempSync(join(tmpdir(), 'cmsc-report-'));
  await run('generate', 'd', '--events', '10000', '--seed', '3', '-q');
  await run('build', 'd', '-o', 'X.duckdb', '-q');
  await run('score', 'X.duckdb', '-o', 's.parquet', '-q');
  await run('build', 'd/auth.txt.gz', '-o', 'N.duckdb', '-q');
  mkdirSync(inFolder('e'));
  writeFileSync(inFolder('e/auth.txt'), '');
  await run('build', 'e', '-o', 'E.duckdb', '-q');
  if (haveSamples)
    await run(
      'build',
      ...['auth_users_day1_t86400-86489.txt', 'proc_first10000.txt', 'redteam.txt.gz'].map(sample),
      ...['-o', 'S.duckdb', '-q'],
    );
});

afterAll(async () => {
  for (const database of opened.values()) await database.close();
  rmSync(folder.path, { recursive: true, force: true });
});

const WITHIN = ['', ' AND attack_time BETWEEN 400000 AND 900000'] as const;

describe.each([
  ['made-up data', 'X.duckdb', []],
  ['a part of it', 'X.duckdb', ['--from', '400000', '--to', '900000']],
  ...(haveSamples ? [['the real samples', 'S.duckdb', []] as const] : []),
] as const)('the numbers of %s are those of SQL by hand:', (_, database, window) => {
  const start = window.length > 0 ? 'start_time BETWEEN 400000 AND 900000' : 'true';
  const attack = window.length > 0 ? `true${WITHIN[1]}` : 'true';
  let numbers: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
  beforeAll(async () => {
    numbers = await numbersOf(database, ...window);
  });

  it('what this is', async () => {
    const { attacked, events, inputs, options, ...counts } = numbers['what-this-is'];
    expect(Object.values(counts)).toEqual(
      await ask(
        database,
        `SELECT count(*), count(DISTINCT dst_user), count(DISTINCT dst_machine), min(start_time), max(end_time),
            (SELECT count(*) FROM open_sessions WHERE ${start}), (SELECT cmsc_version FROM meta) FROM sessions WHERE ${start}`,
      ).then(([row]) => [row![0], row![5], ...row!.slice(1, 5), row![6]]),
    );
    const [first] = await ask(
      database,
      `SELECT count(*), count(DISTINCT dst_user), count(DISTINCT dst_machine), (SELECT count(*) FROM open_sessions WHERE label = 1 AND ${start}),
        (SELECT count(*) FROM sessions WHERE label = 1 AND NOT (${start})) FROM sessions WHERE label = 1 AND ${start}`,
    );
    const { sessions, accounts, destinations, open, outsideWindow } = attacked;
    expect([sessions, accounts, destinations, open, outsideWindow]).toEqual(first);
    const [times] = await ask(
      database,
      `SELECT min(t), max(t) FROM (SELECT unnest(attack_times) AS t FROM sessions WHERE label = 1 AND ${start})`,
    );
    expect([attacked.first, attacked.last]).toEqual(times);
    expect(Object.values(events)).toEqual(
      (
        await ask(
          database,
          `SELECT count(*), sum((fate = 'session')::INT)::INT, sum((fate = 'open')::INT)::INT, sum((fate NOT IN ('session', 'open'))::INT)::INT
            FROM redteam WHERE ${attack}`,
        )
      )[0],
    );
    expect(inputs.map(Object.values)).toEqual(await ask(database, 'FROM inputs'));
    expect(options.map(Object.values)).toEqual(await ask(database, 'FROM options'));
  });

  it('when', async () => {
    const { binSeconds, bins, hours } = numbers['when'];
    const filled = (name: string) =>
      values(bins, 'start', name).filter(([, count]) => typeof count === 'number' && count > 0);
    expect(filled('sessions')).toEqual(
      await ask(
        database,
        `SELECT start_time // ${binSeconds} * ${binSeconds} AS bin, count(*) FROM sessions WHERE ${start} GROUP BY bin ORDER BY bin`,
      ),
    );
    expect(filled('attacks')).toEqual(
      await ask(
        database,
        `SELECT attack_time // ${binSeconds} * ${binSeconds} AS bin, count(*) FROM redteam WHERE ${attack} GROUP BY bin ORDER BY bin`,
      ),
    );
    expect(values(hours, 'weekday', 'hour', 'attacks')).toEqual(
      await ask(
        database,
        `SELECT attack_time // 86400 % 7 AS day, attack_time % 86400 // 3600 AS hour, count(*) FROM redteam WHERE ${attack} GROUP BY ALL ORDER BY ALL`,
      ),
    );
    if (window.length === 0 && binSeconds % 3600 === 0) {
      const rows = bins.flatMap((bin: { rows: Record<string, number> }) => Object.values(bin.rows));
      const [[all] = []] = await ask(database, 'SELECT sum(rows)::INT FROM activity');
      expect(rows.reduce((sum: number, count: number) => sum + count, 0)).toBe(all);
    }
  });

  it('the path', async () => {
    const { events, sourceCount, destinationCount, sources, destinations, otherEvents, marks } =
      numbers['path'];
    const [counts] = await ask(
      database,
      `SELECT count(*), count(DISTINCT src_machine), count(DISTINCT dst_machine) FROM redteam WHERE ${attack}`,
    );
    expect([events, sourceCount, destinationCount]).toEqual(counts);
    const touched = await ask(
      database,
      `SELECT dst_machine, count(*), count(DISTINCT src_user), count(DISTINCT src_machine), min(attack_time) AS first, max(attack_time)
        FROM redteam WHERE ${attack} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 40`,
    );
    const shown = values(destinations, 'name', 'events', 'accounts', 'sources', 'first', 'last');
    expect(new Set(shown.map(String))).toEqual(new Set(touched.map(String)));
    expect(shown.map((row) => row[4])).toEqual(
      shown.map((row) => row[4]).toSorted((a, b) => Number(a) - Number(b)),
    );
    const bySource = values(sources, 'name', 'events', 'destinations', 'first', 'last').map(String);
    expect(new Set(bySource)).toEqual(
      new Set(
        (
          await ask(
            database,
            `SELECT src_machine, count(*), count(DISTINCT dst_machine), min(attack_time), max(attack_time) FROM redteam WHERE ${attack}
              GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50`,
          )
        ).map(String),
      ),
    );
    const drawn = marks.reduce((sum: number, mark: { events: number }) => sum + mark.events, 0);
    expect(drawn + otherEvents).toBe(events);
    const touches = marks.filter((mark: { isFirstTouch: boolean }) => mark.isFirstTouch);
    expect(touches).toHaveLength(destinations.length);
  });

  it('attacked sessions', async () => {
    const { rows } = numbers['attacked-sessions'];
    const names = ['session_id', 'account', 'destination', 'start_time', 'duration', 'logons'];
    expect(values(rows, ...names, 'processes', 'attacks', 'firstAttack', 'sourceCount')).toEqual(
      await ask(
        database,
        `SELECT session_id, dst_user, dst_machine, start_time, duration, logons,
          (SELECT count(*) FROM session_processes p WHERE p.session_id = s.session_id),
          len(attack_times), attack_times[1], len(origins) FROM sessions s WHERE label = 1 AND ${start} ORDER BY start_time, session_id LIMIT 1000`,
      ),
    );
  });

  it('inside the sessions', async () => {
    const { attacked, withProcesses, strips } = numbers['one-session'];
    const inside = `label = 1 AND ${start} AND session_id IN (SELECT session_id FROM session_processes)`;
    expect([attacked, withProcesses]).toEqual(
      (
        await ask(
          database,
          `SELECT (SELECT count(*) FROM sessions WHERE label = 1 AND ${start}), (SELECT count(*) FROM sessions WHERE ${inside})`,
        )
      )[0],
    );
    const ids = values(strips, 'session_id').flat();
    expect(ids).toEqual(
      (
        await ask(
          database,
          `SELECT session_id FROM sessions WHERE ${inside} ORDER BY start_time, session_id LIMIT 50`,
        )
      ).flat(),
    );
    for (const { session_id, processes, starts, first } of strips) {
      const rows = await ask(
        database,
        `SELECT gap, process_name FROM session_processes WHERE session_id = ${session_id} ORDER BY position`,
      );
      expect(processes).toBe(rows.length);
      expect(starts.reduce((sum: number, each: { count: number }) => sum + each.count, 0)).toBe(rows.length);
      expect(first.map(Object.values)).toEqual(rows.slice(0, 20));
      if (strips.indexOf(strips.find((each: (typeof strips)[0]) => each.session_id === session_id)) > 3)
        break;
    }
  });

  it('labels', async () => {
    const { rows, distinct, groups, reasons, attackedSessions } = numbers['labels'];
    const [counts] = await ask(
      database,
      `SELECT coalesce(sum(rows), 0)::INT, count(*) FROM redteam WHERE ${attack}`,
    );
    expect([rows, distinct]).toEqual(counts);
    expect(groups.map(Object.values)).toEqual(
      await ask(
        database,
        `SELECT match, fate, count(*) FROM redteam WHERE ${attack} GROUP BY ALL ORDER BY ALL`,
      ),
    );
    expect(reasons.map(Object.values)).toEqual(
      await ask(
        database,
        `SELECT code, count(*) FROM (SELECT unnest(reason_codes) AS code FROM redteam WHERE ${attack}) GROUP BY code ORDER BY 2 DESC, 1`,
      ),
    );
    if (window.length > 0) return;
    const ledger = Object.fromEntries(
      await ask(database, "SELECT name, value FROM ledger WHERE source = 'labels'"),
    );
    expect({ rows, distinct, attackedSessions }).toEqual({
      ...{ rows: ledger.redteamRows, distinct: ledger.distinct, attackedSessions: ledger.attackedSessions },
    });
  });

  it('the ledger', async () => {
    const { sources, reasons } = numbers['ledger'];
    const counted = (sources as { source: string; counts: Record<string, number> }[]).flatMap(
      ({ source, counts }) => Object.entries(counts).map(([name, value]) => [source, name, value]),
    );
    const reasoned = (reasons as Record<string, string>[]).map(({ source, kind, reason, count }) => [
      ...[`${source} reasons`, `${kind}: ${reason}`, count],
    ]);
    const rows = await ask(database, "SELECT * FROM ledger WHERE source <> 'labels'");
    expect(new Set([...counted, ...reasoned].map(String))).toEqual(new Set(rows.map(String)));
  });

  it('caveats', async () => {
    const { sessions, zeroLength, openSessions, processStarts, ambiguous } = numbers['caveats'];
    const count = (name: string) =>
      `(SELECT coalesce(sum(value), 0)::INT FROM ledger WHERE source = 'sequences' AND name = '${name}')`;
    expect([sessions, zeroLength, openSessions, processStarts, ambiguous]).toEqual(
      (
        await ask(
          database,
          `SELECT count(*), count(*) FILTER (duration = 0), (SELECT count(*) FROM open_sessions WHERE ${start}),
            ${count('starts')}, ${count('ambiguous')} FROM sessions WHERE ${start}`,
        )
      )[0],
    );
  });
});

describe.skipIf(!haveSamples)('the numbers of Windows events are those of SQL by hand:', () => {
  let numbers: Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
  const one = async (sql: string) => (await ask('W.duckdb', sql))[0];
  beforeAll(async () => {
    const [events, labels] = ['otrf-wmic-backdoor.jsonl', 'labels-wmic-backdoor.csv'].map((name) =>
      sample(`windows/${name}`),
    ) as [string, string];
    await run('build', events, '--labels', labels, '-o', 'W.duckdb', '-q');
    await run('report', 'W.duckdb', '-o', 'w.html', '-q');
    numbers = await numbersOf('W.duckdb');
  });

  it('the verdict', async () => {
    const { sessions, openSessions, accounts, destinations, first, last, attacked, events } =
      numbers['what-this-is'];
    expect([sessions, accounts, destinations, openSessions, first, last]).toEqual(
      await one(`SELECT count(*), count(DISTINCT "user"), count(DISTINCT host), (SELECT count(*) FROM open_sessions),
        epoch(min(start_time)), epoch(max(end_time)) FROM sessions`),
    );
    expect([attacked.sessions, attacked.first, attacked.sources]).toEqual(
      await one(
        `SELECT count(*), epoch(min(start_time)), list(DISTINCT source_ip) FROM sessions WHERE label = 1`,
      ),
    );
    expect(
      Object.fromEntries(await ask('W.duckdb', `SELECT name, value FROM ledger WHERE source = 'labels'`)),
    ).toMatchObject({
      ...{ rows: events.distinct, inSession: events.inSession, inOpenSession: events.inOpenSession },
      withoutSession: events.elsewhere,
    });
  });

  it('sessions, processes inside, path and time', async () => {
    const { rows } = numbers['attacked-sessions'];
    const names = [
      'session_id',
      'account',
      'destination',
      'start_time',
      'duration',
      'logon_type',
      'labels',
      'processes',
    ];
    expect(values(rows, ...names)).toEqual(
      await ask(
        'W.duckdb',
        `SELECT session_id, "user", host, epoch(start_time), duration, logon_type, labels, processes FROM sessions WHERE label = 1 ORDER BY start_time`,
      ),
    );
    const [strip] = numbers['one-session'].strips;
    expect(strip.first.map(Object.values)).toEqual(
      await ask(
        'W.duckdb',
        `SELECT gap, process_name FROM session_processes WHERE session_id = ${strip.session_id} ORDER BY position`,
      ),
    );
    expect(values(numbers['path'].destinations, 'name', 'events', 'firstSource')).toEqual(
      await ask(
        'W.duckdb',
        `SELECT host, count(*), min(source_ip) FROM sessions WHERE label = 1 GROUP BY host`,
      ),
    );
    const { bins, binSeconds } = numbers['when'];
    expect(values(bins, 'start', 'sessions').filter(([, count]) => Number(count) > 0)).toEqual(
      await ask(
        'W.duckdb',
        `SELECT epoch(start_time) // ${binSeconds} * ${binSeconds} AS bin, count(*) FROM sessions GROUP BY bin ORDER BY bin`,
      ),
    );
    expect(values(numbers['when'].hours, 'weekday', 'hour', 'attacks')).toEqual(
      await ask(
        'W.duckdb',
        `SELECT isodow(start_time) - 1, hour(start_time), count(*) FROM sessions WHERE label = 1 GROUP BY ALL`,
      ),
    );
  });

  it('labels and the ledger, and what a page says of them', async () => {
    expect(numbers['labels'].reasons.map(Object.values)).toEqual(
      await ask(
        'W.duckdb',
        `SELECT name, value FROM ledger WHERE source = 'labels reasons' ORDER BY value DESC, name`,
      ),
    );
    const counted = numbers['ledger'].sources.flatMap(
      ({ source, counts }: { source: string; counts: object }) =>
        Object.entries(counts).map(([name, value]) => [source, name, value]),
    );
    expect(counted).toEqual(await ask('W.duckdb', `SELECT * FROM ledger WHERE source NOT LIKE 'labels%'`));
    const page = file('w.html');
    for (const words of [
      'UTC',
      'labelled logon',
      'on no session',
      'had no zone',
      'C:\\Windows\\System32\\net.exe',
      'logon type',
    ])
      expect(page).toContain(words);
    expect(page).not.toMatch(/red-team event|NaN|undefined is/);
  });

  it('without labels nobody knows', async () => {
    await run('build', sample('windows/evtx-boots.jsonl'), '-o', 'B.duckdb', '-q');
    expect(await run('report', 'B.duckdb')).toContain('built without labels');
    const sql = `COPY (SELECT session_id, duration AS mine FROM sessions) TO '${inFolder('mine.csv')}'`;
    await run('query', 'B.duckdb', sql, '--write', '-q');
    expect((await numbersOf('B.duckdb', '--scores', 'mine.csv'))['scores'].highest.sessions).toHaveLength(20);
    await run('query', 'W.duckdb', sql.replace('mine.csv', 'w.csv'), '--write', '-q');
    const { detectors, positives } = (await numbersOf('W.duckdb', '--scores', 'w.csv'))['scores'];
    expect([positives, detectors.length]).toEqual([1, 1]);
  });
});

it('scores are those of evaluate, and ranks are counted', async () => {
  const { scores, 'attacked-sessions': attacked } = await numbersOf('X.duckdb', '--scores', 's.parquet');
  await run(
    'evaluate',
    's.parquet',
    '--unit',
    'session',
    '--redteam',
    'X.duckdb',
    '--report',
    'e.json',
    '-q',
  );
  const { columns } = JSON.parse(file('e.json'));
  expect(scores.detectors.map(({ name }: { name: string }) => name)).toEqual(Object.keys(columns));
  for (const { name, metrics } of scores.detectors) expect(metrics).toEqual(columns[name]);
  const [name] = attacked.detectors as [string];
  for (const { session_id, scores: ofSession } of attacked.rows.slice(0, 5)) {
    const [row] = await ask(
      'X.duckdb',
      `SELECT a.${name}, 1 + (SELECT count(*) FROM 'FOLDER/s.parquet' b WHERE b.${name} > a.${name}) FROM 'FOLDER/s.parquet' a WHERE session_id = ${session_id}`,
    );
    expect([ofSession[0].score, ofSession[0].rank]).toEqual(row);
  }
});

it('scores of logons are those of evaluate, too', async () => {
  await run('score', 'd/auth.txt.gz', '-o', 'logons.csv', '-q');
  const { scores, 'attacked-sessions': attacked } = await numbersOf('X.duckdb', '--scores', 'logons.csv');
  await run('evaluate', 'logons.csv', '--redteam', 'd/redteam.txt.gz', '--report', 'l.json', '-q');
  const { columns } = JSON.parse(file('l.json'));
  for (const { name, metrics } of scores.detectors) expect(metrics).toEqual(columns[name]);
  expect(attacked.detectors).toEqual([]);
});

it('a page is the same again, and says what is not known', async () => {
  const scored = ['report', 'X.duckdb', '--scores', 's.parquet'];
  expect(await run(...scored)).toBe(await run(...scored));
  const page = await run('report', 'N.duckdb');
  for (const words of [
    'Nobody knows which of them were attacked: the database was built without a red team.',
    'Without a red team there is no path.',
    'No scores were given',
    'There are no processes',
  ])
    expect(page).toContain(words);
  expect(await run('report', 'E.duckdb')).toContain('There are no complete sessions.');
});

it('is written whole: as a file, with charts of their own, or not at all', async () => {
  const page = await run('report', 'X.duckdb');
  await run('report', 'X.duckdb', '-o', 'r.html', '--svg', 'charts', '-q');
  expect(file('r.html')).toBe(page);
  const charts = readdirSync(inFolder('charts'));
  expect(charts).toEqual(
    expect.arrayContaining(['when.svg', 'path.svg', 'hour-of-week.svg', 'labels.svg', 'ledger-auth.svg']),
  );
  expect(file('charts/when.svg')).toMatch(/^<svg .*<\/svg>\n$/s);
  expect(await fails('report', 'X.duckdb', '-o', 'r.html')).toMatch(/^3 cmsc: r\.html: exists already/);
  expect(await fails('report', 'X.duckdb', '-o', 'r2.html', '--svg', 'charts')).toMatch(
    /^3 cmsc: charts: exists already/,
  );
  writeFileSync(inFolder('charts/mine.txt'), '');
  expect(await fails('report', 'X.duckdb', '-o', 'r2.html', '--svg', 'charts', '--force')).toMatch(
    /^3 .*mine\.txt/,
  );
  expect(readdirSync(folder.path)).not.toContain('r2.html');
  rmSync(inFolder('charts/mine.txt'));
  await run('report', 'N.duckdb', '-o', 'r.html', '--svg', 'charts', '--force', '-q');
  expect(readdirSync(inFolder('charts')).toSorted()).toEqual(['ledger-auth.svg', 'when.svg']);
  await run('report', 'X.duckdb', '-o', 'r.json', '-q');
  expect(JSON.parse(file('r.json'))).toEqual(await numbersOf('X.duckdb'));
});

it('outputs that are no files of their own are refused, and so are options that say nothing', async () => {
  expect(await fails('report', 'X.duckdb', '-o', 'X.duckdb', '--format', 'html', '--force')).toMatch(
    /^2 .*--output is a file/,
  );
  expect(
    await fails(
      'report',
      'X.duckdb',
      '--scores',
      's.parquet',
      '-o',
      's.parquet',
      '--format',
      'html',
      '--force',
    ),
  ).toMatch(/^2 /);
  for (const beside of ['X.duckdb.wal', 'X.duckdb.tmp'])
    expect(await fails('report', 'X.duckdb', '-o', beside, '--format', 'html')).toMatch(/^2 /);
  expect(await fails('report', 'X.duckdb', '--title', ' ')).toMatch(/^2 .*--title is empty/);
  expect(await fails('report', 'X.duckdb', '-o', 'r.pdf')).toMatch(/^2 .*\.html or \.json/);
  expect(await fails('report', 'X.duckdb', '--svg', '.', '-o', 'q.html', '--force')).toMatch(
    /^2 .*X\.duckdb/,
  );
  expect(await fails('report', 'X.duckdb', '--from', '9', '--to', '3')).toMatch(/^2 /);
  expect(await fails('report', 'none.duckdb')).toMatch(/^3 /);
  expect(await fails('report', 'd/auth.txt.gz')).toMatch(/^1 /);
  expect(await fails('report', 'X.duckdb', '--scores', 'd/auth.txt.gz')).toMatch(/^2 .*session/);
});

it.each([
  ['DROP TABLE activity', /no table activity/],
  ['DROP TABLE session_processes', /no table session_processes/],
  ['ALTER TABLE sessions DROP COLUMN label', /sessions has no column label/],
  ['ALTER TABLE redteam DROP COLUMN match', /redteam has no column match/],
  ['UPDATE sessions SET start_time = NULL WHERE session_id = 1', /sessions has a row without start_time/],
  [`ALTER TABLE sessions ALTER start_time TYPE VARCHAR USING 'x' || start_time`, /as cmsc build made it/],
  [`ALTER TABLE sessions ALTER attack_times TYPE VARCHAR`, /as cmsc build made it/],
  [`ALTER TABLE redteam ALTER attack_time TYPE VARCHAR USING 'x' || attack_time`, /as cmsc build made it/],
  [`ALTER TABLE ledger ALTER value TYPE VARCHAR USING 'x' || value`, /as cmsc build made it/],
  ['UPDATE meta SET schema_version = 99', /schema 99/],
])('a database in which something was changed is bad data: %s', async (sql, words) => {
  writeFileSync(inFolder('C.duckdb'), readFileSync(inFolder('X.duckdb')));
  await run('query', 'C.duckdb', sql, '--write', '-q');
  const failed = await fails('report', 'C.duckdb', '-o', 'c.html');
  expect(failed).toMatch(/^1 cmsc: C\.duckdb: /);
  expect(failed).toMatch(words);
  expect(failed.trimEnd().split('\n')).toHaveLength(1);
  expect(readdirSync(folder.path)).not.toContain('c.html');
});
