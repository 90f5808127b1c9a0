import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { golden, haveSamples, notebookCells, sample } from './testing/samples.js';

const DAY0 = 'auth_users_day0_t1-166.txt';
const DAY7 = 'auth_users_day7_t634975-635057.txt';
const PROC = 'proc_first10000.txt';

const folder = useFolder();

async function stdoutOf(args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await cmsc(['-q', ...args]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** The first columns of CSV without quotes. */
function firstColumns(csv: string, count: number): string {
  return csv.replace(/^.*$/gm, (line) => line.split(',').slice(0, count).join(','));
}

async function ledgerOf(
  args: readonly string[],
): Promise<{ ledger: Record<string, number>; labels: object }> {
  const report = join(folder.path, 'report.json');
  await stdoutOf([...args, '--no-output', '--force', '--report', report]);
  return JSON.parse(readFileSync(report, 'utf8'));
}

function jsonLines(path: string): Record<string, unknown>[] {
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe.skipIf(!haveSamples)('golden results on the real samples', () => {
  it('sessions, preset destination', async () =>
    expect(await stdoutOf(['sessions', sample(DAY0)])).toBe(golden('sessions_destination_day0.csv')));

  it('sessions, preset notebook', async () =>
    expect(firstColumns(await stdoutOf(['sessions', sample(DAY0), '--preset', 'notebook']), 5)).toBe(
      golden('sessions_notebook_day0.csv'),
    ));

  it('processes, preset notebook', async () =>
    expect(firstColumns(await stdoutOf(['processes', sample(PROC), '--preset', 'notebook']), 5)).toBe(
      golden('processes_proc_first10000.csv'),
    ));

  it.each([
    ['processes', PROC, 'notebook', [6892, 1157, 0, 600, 106, 702, 6278]],
    ['processes', PROC, 'destination', [6892, 1539, 780, 533, 77, 349, 5963]],
    ['sessions', DAY0, 'notebook', [853, 567, 47, 795, 63, 1152, 462]],
    ['sessions', DAY0, 'destination', [557, 1445, 689, 250, 157, 180, 113]],
    ['sessions', DAY7, 'notebook', [3537, 267, 3, 1396, 48, 3324, 1716]],
    ['sessions', DAY7, 'destination', [2150, 2549, 913, 350, 440, 650, 448]],
  ])('ledger of %s %s, preset %s', async (command, file, preset, counts) => {
    const { ledger } = await ledgerOf([command, sample(file), '--preset', preset]);
    const { keys, sessions, zeroLength, repeatedStarts, extendingEnds, orphanEnds, open } = ledger;
    expect([keys, sessions, zeroLength, repeatedStarts, extendingEnds, orphanEnds, open]).toEqual(counts);
  });

  it('the red-team logon of day 7 lies in a session under preset destination only', async () => {
    const redteam = ['--redteam', sample('redteam.txt.gz')];
    const rows = (await stdoutOf(['sessions', sample(DAY7), ...redteam])).split('\n');
    const attacked = rows.filter((row) => /,1,[\d ]+$/.test(row));
    expect(attacked).toHaveLength(1);
    expect(attacked[0]).toMatch(/^U737@DOM1,C529,.*C19932.*,1,635015$/);
    const { labels } = await ledgerOf(['sessions', sample(DAY7), ...redteam]);
    expect(labels).toEqual({
      redteamRows: 749,
      distinct: 715,
      matchedExact: 1,
      matchedOrigin: 0,
      unmatched: 714,
      inSession: 1,
      inOpenSession: 0,
      withoutSession: 0,
      nowhere: 714,
      attackedSessions: 1,
    });
    const byNotebook = await ledgerOf(['sessions', sample(DAY7), '--preset', 'notebook', ...redteam]);
    expect(byNotebook.labels).toMatchObject({
      matchedExact: 1,
      inSession: 0,
      inOpenSession: 1,
      attackedSessions: 0,
    });
  });

  it('label finds the same logon, and keeps every row', async () => {
    const args = ['label', sample(DAY7), '--redteam', sample('redteam.txt.gz')];
    const all = (await stdoutOf(args)).trimEnd().split('\n');
    const input = readFileSync(sample(DAY7), 'utf8').trimEnd().split('\n');
    expect(all.slice(1).map((row) => row.replace(/,[01],\d$/, ''))).toEqual(input);
    const attacks = (await stdoutOf([...args, '--only', 'attacks'])).trimEnd().split('\n').slice(1);
    expect(attacks).toEqual(all.filter((row) => row.endsWith(',1,1')));
    expect(attacks).toHaveLength(1);
    expect(attacks[0]).toMatch(/^635015,U737@DOM1,U737@DOM1,C19932,C529,/);
  });

  it('redteam counts what the notebook printed', async () => {
    const cells = notebookCells().redteam;
    const summary = JSON.parse(await stdoutOf(['redteam', sample('redteam.txt.gz'), '--format', 'json']));
    expect(summary).toMatchObject({ rows: cells.rows, distinct: 715, firstTime: 150885, lastTime: 2557047 });
    for (const [name, rows] of Object.entries(cells.rowsPerSrcUserTop10))
      expect(summary.users).toContainEqual({ name, rows });
    expect([summary.users, summary.destinations].map((names) => names.length)).toEqual([104, 301]);
    expect(summary.sources.map(({ rows }: { rows: number }) => rows)).toEqual([701, 26, 19, 3]);
    const text = await stdoutOf(['redteam', sample('redteam.txt.gz')]);
    expect(text).toMatch(/^ {2}U66@DOM1 +118$/m);
  });
});

describe.skipIf(!haveSamples)('cmsc notebook on the real samples', () => {
  it('gives every printed cell of the origin notebook', async () => {
    const [input, output] = [join(folder.path, 'cmsc'), join(folder.path, 'tables')];
    cpSync(sample(DAY0), join(input, 'auth_part_00.txt'));
    cpSync(sample(PROC), join(input, 'proc.txt'));
    cpSync(sample('redteam.txt.gz'), join(input, 'redteam.txt.gz'));
    await stdoutOf(['notebook', input, '-o', output]);
    const { processHead, redteam } = notebookCells();

    const processes = jsonLines(join(output, 'processes.jsonl'));
    expect(processes).toHaveLength(processHead.keysWithRuns);
    const runsByKey = new Map(
      processes.map((row) => [`${row.user_domain},${row.computer},${row.process_name}`, row.runs]),
    );
    for (const [key, runs] of Object.entries(processHead.runsByKey)) expect(runsByKey.get(key)).toEqual(runs);

    const byComputer = jsonLines(join(output, 'processes_by_computer.jsonl'));
    const grouped = new Map(byComputer.map((row) => [`${row.user_domain},${row.computer}`, row.processes]));
    for (const [key, runs] of Object.entries(processHead.groupedByUserAndComputer))
      expect(grouped.get(key)).toEqual(runs);

    const times = jsonLines(join(output, 'redteam_sessions.jsonl'));
    const timesByKey = new Map(
      times.map((row) => [`${row.src_user},${row.src_machine},${row.dst_machine}`, row.times]),
    );
    for (const [key, list] of Object.entries(redteam.timesByKey)) expect(timesByKey.get(key)).toEqual(list);
    expect(times.flatMap((row) => row.times)).toHaveLength(redteam.rows);

    const sessions = jsonLines(join(output, 'auth_sessions.jsonl')).flatMap((row) =>
      (row.sessions as number[][]).map((span) =>
        [row.dst_user, row.src_machine, row.dst_machine, ...span].join(','),
      ),
    );
    expect(sessions).toEqual(golden('sessions_notebook_day0.csv').trimEnd().split('\n').slice(1));
  });
});
