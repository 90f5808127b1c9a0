import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { mutate } from './testing/mutate.js';
import { EVENTS } from './testing/windows-rows.js';
import { randomNumbers } from '@cmsc/core';
import { windowsLedgerProblems, type WindowsLedger } from '@cmsc/loaders';

const folder = useFolder();

function file(name: string, rows: readonly string[] = EVENTS): string {
  const path = join(folder.path, name);
  writeFileSync(path, `${rows.join('\n')}\n`);
  return path;
}

test('sessions of Windows events are those of their ids, with times to the microsecond', async () => {
  const { status, stdout } = await cmsc(['sessions', file('events.jsonl'), '-q']);
  expect(status).toBe(0);
  expect(stdout.split('\n')).toEqual([
    'host,logon_id,boot,start_time,end_time,duration,ended_by,end_latest,user_logoff,logon_type,user,domain,user_kind,source_ip,source_host,auth_package,outbound_user,linked_logon_id,elevated,privileged,reconnects,disconnects,locks,unlocks,processes,labels',
    'pc1.example,0x2f155,0,2024-03-14T08:00:00.000001Z,2024-03-14T08:10:00.250000Z,600.249999,4634,,,10,alice,CORP,user,,,,,,,false,0,0,0,0,1,',
    '',
  ]);
});

test('processes of Windows events name their session', async () => {
  const { stdout } = await cmsc(['processes', file('events.jsonl'), '-q', '--format', 'jsonl']);
  expect(JSON.parse(stdout)).toMatchObject({
    ...{ session: 1, pid: 16, process_name: 'C:\\cmd.exe', parent_pid: null, logon_id: '0x2f155' },
    ...{ where: 'inSession', exit_status: 0xc0000005, ended_by: '4689', labels: [] },
  });
});

test('a process whose session was not read is of the kind of its user’s name, and one of the system of none', async () => {
  const start = (pid: number, logonId: string, user: string) =>
    EVENTS[2]!
      .replace('"EventRecordID":2', `"EventRecordID":${pid}`)
      .replace('"0x10"', `"${pid}"`)
      .replace('0x2f155', logonId)
      .replace('"SubjectUserName":"alice"', `"SubjectUserName":"${user}"`);
  const users = ['0x99 bob', '0x98 PC1$', '0x3e7 PC1$', '0x3e4 NETWORK SERVICE', '0x97 DWM-1'];
  const rows = users.map((one, at) => start(at + 32, ...(one.split(/ (.*)/) as [string, string])));
  const path = file('earlier.jsonl', [...EVENTS, ...rows]);
  const usersOf = async (kind: string) => {
    const options = ['--user-kind', kind, '--keep-open', '--format', 'jsonl'];
    const { stdout } = await cmsc(['processes', path, ...options]);
    const runs = stdout.trimEnd().split('\n');
    return runs.map((run) => (JSON.parse(run) as { user: string }).user).sort();
  };
  expect(await usersOf('user')).toEqual(['alice', 'bob']);
  expect(await usersOf('machine,virtual')).toEqual(['DWM-1', 'PC1$']);
});

test('open sessions, kinds of accounts and labels are as was asked for, and the report adds up', async () => {
  const labels = file('labels.csv', ['name,host,user,start', 'odd,PC1,,2024-03-14T08:11:00Z']);
  const report = join(folder.path, 'report.json');
  const options = [
    '--keep-open',
    '--user-kind',
    'machine',
    '--labels',
    labels,
    '--report',
    report,
    '--format',
    'jsonl',
  ];
  const { status, stdout } = await cmsc(['sessions', file('events.jsonl'), ...options]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    ...{
      user: 'PC1$',
      user_kind: 'machine',
      ended_by: 'open',
      end_time: null,
      duration: null,
      labels: ['odd'],
    },
  });
  const {
    ledger,
    labels: fates,
    options: used,
  } = JSON.parse(readFileSync(report, 'utf8')) as Record<string, object>;
  expect(ledger).toMatchObject({ rows: 6, starts: 2, ends: 1, sessions: 1, open: 1, other: { security: 1 } });
  expect(fates).toMatchObject({ rows: 1, inSession: 0, inOpenSession: 1, withoutSession: 0 });
  expect(used).toMatchObject({ source: 'windows', timeZone: 'UTC', processes: 'security' });
});

test('databases and Parquet have timestamps, whole ids and flags', async () => {
  const database = join(folder.path, 'sessions.duckdb');
  await cmsc(['sessions', file('events.jsonl'), '--keep-open', '-o', database]);
  const typed =
    'SELECT typeof(start_time), typeof(duration), typeof(privileged), linked_logon_id IS NULL FROM sessions';
  const { stdout } = await cmsc(['query', database, typed]);
  expect(stdout.split('\n')[1]).toBe('TIMESTAMP,DOUBLE,BOOLEAN,true');
});

test('a bad row ends the run with its line, or is counted', async () => {
  const path = file('bad.jsonl', [...EVENTS, '{"hello":"world"}', '{"Event":{']);
  const failed = await cmsc(['sessions', path]);
  expect(failed.status).toBe(1);
  expect(failed.stdout).toBe('');
  expect(failed.stderr).toMatch(/^cmsc: .*bad\.jsonl:7: the row is no Windows event .*\n$/);
  const rejects = join(folder.path, 'rejects.csv');
  const skipped = await cmsc(['sessions', path, '--on-bad-row', 'skip', '--rejects', rejects]);
  expect(skipped.status).toBe(0);
  expect(skipped.stderr).toContain('bad rows: 1 unknownShape, 1 notJson');
  expect(readFileSync(rejects, 'utf8').split('\n')[2]).toContain(',8,the row is not JSON,');
});

test.each([
  [['--redteam', 'x'], '--redteam is not for Windows events'],
  [['--from', '2024-02-30'], '--from is no time: "2024-02-30"'],
  [['--from', '2024-03-15', '--to', '2024-03-14'], 'is after --to 2024-03-14 (swap them)'],
  [['--time-zone', 'Mars/Base'], '--time-zone is no time zone: "Mars/Base"'],
  [['--user-kind', 'robot'], '--user-kind'],
])('%j is refused', async (options, message) => {
  const { status, stderr } = await cmsc(['sessions', file('events.jsonl'), ...options]);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
});

test('a time window keeps events out by their times, in the zone of those that name none', async () => {
  const path = file('events.jsonl');
  const report = join(folder.path, 'report.json');
  const shown = async (command: string, ...options: string[]) => {
    const { status, stdout, stderr } = await cmsc([command, path, '--report', report, '--force', ...options]);
    expect(status).toBe(0);
    const { ledger, options: used } = JSON.parse(readFileSync(report, 'utf8')) as {
      ledger: WindowsLedger;
      options: Record<string, unknown>;
    };
    return { rows: stdout.trimEnd().split('\n').length - 1, stderr, ledger, used };
  };
  const without = await shown('sessions', '--from', '2024-03-14T08:00:01', '--to', '1710403860');
  expect(without.stderr).toContain('2 rows kept out by --from and --to');
  expect(without.ledger).toMatchObject({
    rows: 6,
    starts: 0,
    orphanEnds: 1,
    other: { filtered: 2, security: 1 },
  });
  expect(without.used).toMatchObject({ from: '2024-03-14T08:00:01', to: 1_710_403_860 });
  expect(await shown('sessions', '--from', '2024-03-14', '--to', '2024-03-14T08:10')).toMatchObject({
    rows: 1,
  });
  const zone = ['--time-zone', '+01:00'];
  expect(
    await shown(
      'processes',
      ...zone,
      '--from',
      '2024-03-14 09:01',
      '--to',
      '2024-03-14 09:01',
      '--keep-open',
    ),
  ).toMatchObject({ rows: 1 });
  const built = await cmsc([
    'build',
    path,
    '-o',
    join(folder.path, 'windowed.duckdb'),
    '--to',
    '2024-03-14T08:11',
  ]);
  expect(built.stderr).toContain('1 row kept out by --from and --to');
});

test('names of accounts and computers match in any case, and patterns that none has are told', async () => {
  const path = file('events.jsonl');
  const names = ['--user', 'ALICE,mallory', '--computer', 'Pc1.*,"ws9"'];
  for (const command of ['sessions', 'processes']) {
    const { stdout, stderr } = await cmsc([command, path, ...names]);
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stderr.split('\n').filter((line) => line.includes('has a name'))).toEqual([
      'windows: no row has a name that matches "mallory"',
      'windows: no row has a name that matches "ws9"',
    ]);
  }
});

test('times are no seconds of rows of auth', async () => {
  const path = file('auth.txt', ['1,U1@D,U1@D,C1,C2,Kerberos,Network,LogOn,Success']);
  const { status, stderr } = await cmsc(['sessions', path, '--from', '2024-03-14']);
  expect(status).toBe(2);
  expect(stderr).toContain('--from takes a second: "2024-03-14" (give one such as 150885, 2d, day2');
});

test('of a file that is not there is said just that', async () => {
  const { status, stderr } = await cmsc(['sessions', join(folder.path, 'none.jsonl'), '--user-kind', 'user']);
  expect(status).toBe(3);
  expect(stderr).toContain('none.jsonl');
});

test('options of Windows events are refused for other rows', async () => {
  const path = file('auth.txt', ['1,U1@D,U1@D,C1,C2,Kerberos,Network,LogOn,Success']);
  const { status, stderr } = await cmsc(['sessions', path, '--time-zone', '+01:00']);
  expect(status).toBe(2);
  expect(stderr).toContain('--time-zone is for Windows events alone');
});

test('a timeline of hayabusa is refused with the way in', async () => {
  const path = file('timeline.jsonl', [
    '{"Timestamp":"2024-03-14 08:00:00.000 +00:00","RuleTitle":"Logon","EventID":4624}',
  ]);
  const { status, stderr } = await cmsc(['sessions', path]);
  expect(status).toBe(1);
  expect(stderr).toContain('detections, not events (export the events themselves: evtx_dump -o jsonl');
});

test('a database has sessions, runs, what ran in which, and the ledger; query, sequences and ngrams read it', async () => {
  const database = join(folder.path, 'built.duckdb');
  const built = await cmsc(['build', file('events.jsonl'), '-o', database]);
  expect(built.stderr).toContain('1 session with both ends');
  const one = async (...args: string[]) => (await cmsc(args)).stdout.trimEnd().split('\n').slice(1);
  const rows = (sql: string) => one('query', database, sql);
  expect(await rows('SELECT session_id, user, label FROM sessions')).toEqual(['1,alice,']);
  expect(await rows('SELECT session_id, user, ended_by FROM open_sessions')).toEqual(['2,PC1$,open']);
  expect(await rows('SELECT run_id, session, pid FROM process_runs')).toEqual(['1,1,16']);
  expect(await rows('SELECT * EXCLUDE time FROM session_processes')).toEqual(['1,1,60,C:\\cmd.exe']);
  expect(await rows("SELECT value FROM ledger WHERE source = 'windows other' AND name = 'security'")).toEqual(
    ['1'],
  );
  expect(await rows('SELECT format, rows FROM inputs')).toEqual(['windows,6']);
  const comment =
    "SELECT comment FROM duckdb_columns() WHERE table_name = 'sessions' AND column_name = 'start_time'";
  expect(await rows(comment)).toEqual(['"when it began, UTC"']);
  const sequence =
    '1,pc1.example,0x2f155,2024-03-14T08:00:00.000001Z,2024-03-14T08:10:00.250000Z,,C:\\cmd.exe,60';
  expect(await one('sequences', database)).toEqual([sequence]);
  expect(await one('sequences', database, '--part', 'test', '--split-at', '1710403800')).toEqual([sequence]);
  expect(await one('ngrams', database, '-n', '1')).toEqual(['C:\\cmd.exe,1,1,1,,,']);
});

test('inspect says the dialect, what is missing, and whether a zone may be wrong', async () => {
  const path = file('nxlog.jsonl', [
    '{"EventTime":"2024-03-14 04:00:00","Hostname":"PC1","EventID":4624,"Channel":"Security","TargetLogonId":"0x1","EventReceivedTime":"2024-03-14 04:00:01","@timestamp":"2024-03-14T08:00:01.000Z"}',
  ]);
  const { status, stdout } = await cmsc(['inspect', path]);
  expect(status).toBe(0);
  expect(stdout).toContain('nxlog (1)');
  expect(stdout).toContain('are -04:00 apart: try --time-zone -04:00');
  expect(stdout).toContain('no 4634 and no 4647');
  const mended = await cmsc(['sessions', path, '--time-zone', '-04:00', '--keep-open', '-q']);
  expect(mended.stdout).toContain(',2024-03-14T08:00:00.000000Z,');
});

test('inspect says which zone is right whichever was given, and nothing of one that is', async () => {
  const path = file('nxlog.jsonl', [
    '{"EventTime":"2024-03-14 04:00:00","Hostname":"PC1","EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","UtcTime":"2024-03-14 08:00:00.000","EventReceivedTime":"2024-03-14 04:00:01","@timestamp":"2024-03-14T08:00:01.000Z"}',
  ]);
  for (const [zone, doubts] of [
    ['-05:00', ['+01:00 apart: try --time-zone -04:00', '+01:00 apart: try --time-zone -04:00']],
    ['Europe/Berlin', ['-05:00 apart: try --time-zone -04:00', '-05:00 apart: try --time-zone -04:00']],
    ['-04:00', []],
    ['America/New_York', []],
  ] as const) {
    const { stdout } = await cmsc(['inspect', path, '--time-zone', zone]);
    expect(stdout.match(/[+-]\d\d:\d\d apart.*/g) ?? []).toEqual(doubts);
  }
});

test('a label finds an account that is named with an @', async () => {
  const path = file('events.jsonl', [EVENTS[1]!.replace('"alice"', '"Alice@corp.example"')]);
  for (const [user, labels] of [
    ['alice@corp.example', ['x']],
    ['CORP\\alice@corp.example', ['x']],
    ['alice', []],
  ] as const) {
    const names = file('labels.csv', ['name,user', `x,${user}`]);
    const { stdout } = await cmsc(['sessions', path, '--labels', names, '--keep-open', '--format', 'jsonl']);
    expect(JSON.parse(stdout)).toMatchObject({ user: 'Alice@corp.example', labels });
  }
});

test('inspect says how many events name neither their log nor its provider', async () => {
  const columns = '"TimeGenerated":"2024-03-14T08:00:00Z","Computer":"PC1","TargetLogonId":"0x1"';
  const provider = '"EventSourceName":"Microsoft-Windows-Security-Auditing"';
  const path = file('columns.jsonl', [
    `{${columns},"EventID":4624}`,
    `{${columns},"EventID":4624,${provider}}`,
    `{${columns},"EventID":4663}`,
  ]);
  const { stdout } = await cmsc(['inspect', path]);
  expect(stdout).toContain('no log is named in 1 of the events that may matter: export Channel');
});

test.each([
  ['a row a line', '', '\n'],
  ['a list', '[', ',\n'],
])('inspect says what stands before the place where a file is cut off: %s', async (_what, head, between) => {
  const rows = Array.from({ length: 100 }, (_, i) =>
    JSON.stringify({
      ...{ EventTime: `2024-03-14 08:00:${String(i % 60).padStart(2, '0')}`, Hostname: `PC${i % 2}` },
      ...{ EventID: 4624, Channel: 'Security', TargetLogonId: `0x${i + 100}`, EventReceivedTime: 'x' },
    }),
  );
  const before = head + rows.slice(0, 70).join(between) + between + rows[70]!.slice(0, 50);
  const stored = gzipSync(head + rows.join(between), { level: 0 });
  const path = join(folder.path, 'cut.jsonl.gz');
  const text = Buffer.from(before.slice(0, 40));
  writeFileSync(path, stored.subarray(0, stored.indexOf(text) + before.length));
  const { status, stdout } = await cmsc(['inspect', path, '--format', 'json']);
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject([
    {
      ...{ format: 'windows', rows: 70, rejected: 0, brokenOff: expect.stringContaining('gzip') as string },
      ...{ bytes: stored.indexOf(text) + before.length, windows: { dialects: { nxlog: 70 } } },
      columns: [
        {
          ...{ name: 'host', distinct: 2 },
          top: [
            { value: 'pc0', rows: 35 },
            { value: 'pc1', rows: 35 },
          ],
        },
        { name: 'event_id', top: [{ value: '4624', rows: 70 }] },
      ],
    },
  ]);
});

test('inspect says how many logons have lost their values', async () => {
  const path = file('lost.jsonl', [
    '{"EventTime":"2024-03-14T08:00:00Z","Hostname":"PC1","EventID":4624,"Channel":"Security","Message":"An account…"}',
  ]);
  const { stdout } = await cmsc(['inspect', path]);
  expect(stdout).toContain('1 logon or logoff without a logon id: is its text alone exported?');
});

test('a folder of events is looked at, and what can’t be read of it named', async () => {
  const events = join(folder.path, 'events');
  mkdirSync(events);
  file('events/a.jsonl');
  const { status, stdout } = await cmsc(['inspect', events]);
  expect(status).toBe(0);
  expect(stdout).toContain('evtx (6)');
  file('events/b.jsonl.xz');
  const { status: packed, stderr } = await cmsc(['sessions', events]);
  expect(packed).toBe(3);
  expect(stderr).toContain('b.jsonl.xz: the part is packed as .xz');
});

test('commands for CMSC files refuse Windows events by name', async () => {
  const { status, stderr } = await cmsc(['label', file('events.jsonl'), '--redteam', 'x']);
  expect(status).toBe(2);
  expect(stderr).toContain(
    'label has no use for Windows events (cmsc sessions, processes, inspect and build take them)',
  );
});

test.each([
  ['dashboard', 'events.jsonl', '--once'],
  ['build', 'auth.txt', 'events.jsonl', '-o', 'mixed.duckdb'],
])('where files tell what they are by their rows, %s says what events are', async (...args) => {
  file('events.jsonl');
  file('auth.txt', ['1,U1@D,U1@D,C1,C2,NTLM,Network,LogOn,Success']);
  const { status, stderr } = await cmsc(args, { cwd: folder.path });
  expect(status).toBe(1);
  expect(stderr).toContain(
    'events.jsonl: the file holds Windows events, no rows of a data set (cmsc sessions, processes, inspect and build take them, in a run of their own)',
  );
});

test.each([
  ['Windows events', '-', 'cmsc sessions, processes, inspect and build take them'],
  ['JSON', '{"a":1}', 'make CSV of it, with the columns of the data set'],
  ['JSON', '[\n  {\n    "a": "b"\n  }\n]', 'make CSV of it, with the columns of the data set'],
])('whatever is read in rows, a file of %s is refused as what it is', async (what, content, hint) => {
  const path = content === '-' ? file('events.jsonl') : file('other.json', [content]);
  const auth = file('auth.txt', ['1,U1@D,U1@D,C1,C2,NTLM,Network,LogOn,Success']);
  const redteam = file('redteam.txt', ['1,U1@D,C1,C2']);
  for (const [format, ...args] of [
    ['auth', 'score', path],
    ['auth', 'score', auth, path, '--on-bad-row', 'skip'],
    ['redteam', 'label', auth, '--redteam', path],
    ['auth', 'export', 'kth', path, '--redteam', redteam, '-o', 'made'],
  ]) {
    const { status, stderr } = await cmsc(args, { cwd: folder.path });
    expect([status, stderr]).toEqual([
      1,
      `cmsc: ${path}:1: the file holds ${what}, not ${format} (${hint})\n`,
    ]);
  }
});

test.each([
  ['evtx', 'ElfFile\0\0\0', 'Windows event log as Windows keeps it', 'evtx_dump -o jsonl'],
  ['xml', "<?xml version='1.0'?>\n<Events><Event xmlns='x'>", 'Windows events as XML', 'export them as JSON'],
])('a file of %s is refused with the way in', async (name, content, what, hint) => {
  const { status, stderr } = await cmsc(['sessions', file(`Security.${name}`, [content])]);
  expect(status).toBe(1);
  expect(stderr).toContain(what);
  expect(stderr).toContain(hint);
});

test('the dashboard shows them by user, host and logon type, in UTC, with why there is no end', async () => {
  await cmsc(['build', file('events.jsonl'), '-o', 'X.duckdb'], { cwd: folder.path });
  const shown = async (...args: string[]) => {
    const { status, stdout, stderr } = await cmsc(['dashboard', 'X.duckdb', '--once', ...args], {
      cwd: folder.path,
      env: { COLUMNS: '200' },
    });
    expect({ args, status, stderr }).toEqual({ args, status: 0, stderr: '' });
    return stdout;
  };
  const overview = await shown();
  expect(overview).toMatch(/rows +6 █/);
  expect(overview).toContain('1 session · 1 user · 1 computer · 12m 01s · not labelled');
  const sessions = await shown('--screen', 'sessions');
  expect(sessions).toMatch(/1 alice +pc1\.example 2024-03-14 08:00:00 +10m 00s +10 /);
  expect(sessions).toMatch(/PC1\$ +pc1\.example 2024-03-14 08:12:00 open/);
  const session = await shown('--screen', 'session=1');
  expect(session).toMatch(/^user alice · host pc1\.example · logon_type 10 \(remote interactive\)$/m);
  expect(session).toMatch(/^ended_by 4634 · logon_id 0x2f155 · domain CORP$/m);
  expect(session).toMatch(/2024-03-14 08:01:00 .*C:\\cmd\.exe/);
  const filter = 'user=alice start>=2024-03-14 08:00 start<2024-03-14 08:01 logon_type=10';
  expect(await shown('--filter', filter)).toContain('[sessions 1]');
  for (const screen of ['user=alice', 'computer=pc1.example', 'processes', 'data', 'redteam'])
    expect(await shown('--screen', screen)).not.toContain('Error');
});

test('the dashboard says which sessions are labelled, and as what', async () => {
  const labels = join(folder.path, 'labels.csv');
  writeFileSync(labels, 'name,host,user,logon_id,start,end\nbackdoor,pc1,alice,,,\n');
  await cmsc(['build', file('events.jsonl'), '--labels', labels, '-o', 'X.duckdb'], { cwd: folder.path });
  const shown = async (screen: string) =>
    (await cmsc(['dashboard', 'X.duckdb', '--once', '--screen', screen], { cwd: folder.path })).stdout;
  expect(await shown('overview')).toMatch(/! 1 attacked$[^]*labels +1 █[^]*└ in session +1 █/m);
  expect(await shown('session=1')).toMatch(/^labels \[backdoor\] · ended_by 4634 · /m);
});

test('damaged files end in an error of one line, or in a report that adds up', async () => {
  const random = randomNumbers(20);
  const whole = Buffer.from(EVENTS.join('\n'));
  const report = join(folder.path, 'report.json');
  const commands = [
    ['sessions', '--no-output'],
    ['processes', '--no-output'],
    ['sessions', '--no-output', '--on-bad-row', 'skip'],
  ];
  for (let run = 0; run < 90; run++) {
    const path = join(folder.path, 'damaged.jsonl');
    writeFileSync(path, mutate(whole, 1 + (run % 3), random));
    const [command, ...flags] = commands[run % commands.length]!;
    const args = [command!, path, '--source', 'windows', ...flags, '--report', report, '--force', '-q'];
    const { status, stderr } = await cmsc(args);
    expect(status === 0 ? '' : stderr).toMatch(status === 0 ? /^$/ : /^cmsc: .*damaged\.jsonl.*\n$/);
    if (status !== 0) expect(status).toBe(1);
    else
      expect(
        windowsLedgerProblems((JSON.parse(readFileSync(report, 'utf8')) as { ledger: WindowsLedger }).ledger),
      ).toEqual([]);
  }
});

test('any number of threads gives the same rows, rejects and report, and finds the same bad row', async () => {
  const noise = EVENTS[0]!.replace(/"EventID":\d+/, '"EventID":5156');
  const rows = Array.from({ length: 60_000 }, (_, n) => (n % 500 < EVENTS.length ? EVENTS[n % 500]! : noise));
  rows[55_000] = 'not JSON';
  const path = file('many.jsonl', rows);
  const outputs = await Promise.all(
    ['1', '3'].map(async (threads) => {
      const [rejects, report] = ['rejects', 'report'].map((name) =>
        join(folder.path, `${name}-${threads}.json`),
      );
      const files = ['--rejects', rejects!, '--report', report!, '--threads', threads];
      const { stdout } = await cmsc(['sessions', path, '-q', '--on-bad-row', 'skip', ...files]);
      const { ledger, inputs } = JSON.parse(readFileSync(report!, 'utf8')) as Record<string, unknown>;
      return { stdout, ledger, inputs, rejects: readFileSync(rejects!, 'utf8') };
    }),
  );
  expect(outputs[1]).toEqual(outputs[0]);
  const failed = await cmsc(['sessions', path, '-q', '--threads', '3']);
  expect(failed).toMatchObject({ status: 1, stdout: '' });
  expect(failed.stderr).toContain('many.jsonl:55001: the row is not JSON');
});
