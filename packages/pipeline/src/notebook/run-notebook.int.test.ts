import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Progress } from '../options.js';
import { authRows } from '../testing/auth-rows.js';
import { tempFolder } from '../testing/temp-folder.js';
import { runNotebook } from './run-notebook.js';

const outer = tempFolder();
let directory = '';
let output = '';
let runs = 0;
beforeEach(() => {
  [directory, output] = [join(outer, `in-${++runs}`), join(outer, `out-${runs}`, 'tables')];
  mkdirSync(directory);
});

const ROWS = authRows(3000, 5);
const AUTH = lines(ROWS);
const PROC = '1,U1@D,C1,P1,Start\n4,U1@D,C1,P1,End\n';
const RED = '3,U1@DOM1,C2,C1\n1,U9@DOM1,C1,C2\n3,U1@DOM1,C2,C1\n';

function lines(rows: readonly string[]): string {
  return rows.map((row) => `${row}\n`).join('');
}

const put = (name: string, content: string | Buffer) => writeFileSync(join(directory, name), content);
const textOf = (name: string) => readFileSync(join(output, name), 'utf8');
const jsonOf = (name: string) =>
  textOf(name)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** The notebook's rule, plainly: from a LogOn to the last LogOff before the next one that a LogOff precedes; by user and both machines. */
function sessionsPlainly(): Record<string, [number, number][]> {
  const open = new Map<string, [start: number, end?: number]>();
  const sessions: Record<string, [number, number][]> = {};
  const close = (key: string, [start, end]: [number, number?]) =>
    end === undefined ? undefined : (sessions[key] ??= []).push([start, end]);
  for (const row of ROWS) {
    const [time, , user, source, target, , , orientation] = row.split(',');
    const key = [user, source, target].join();
    const known = open.get(key);
    if (orientation === 'LogOff' && known) known[1] = Number(time);
    if (orientation !== 'LogOn' || (known && known[1] === undefined)) continue;
    if (known) close(key, known);
    open.set(key, [Number(time)]);
  }
  for (const [key, session] of open) close(key, session);
  return sessions;
}

describe('the tables of a folder', () => {
  test('have every session of the rule, and every row of auth once for each row of the red team', async () => {
    put('auth_part_00.csv.gz', gzipSync(lines(ROWS.slice(0, 1111))));
    put('auth_part_01.csv', lines(ROWS.slice(1111)));
    put('redteam.txt', RED);
    const { tables } = await runNotebook({ directory, output, threads: 1 });
    const found = jsonOf('auth_sessions.jsonl');
    expect(
      Object.fromEntries(
        found.map(({ dst_user, src_machine, dst_machine, sessions }) => [
          [dst_user, src_machine, dst_machine].join(),
          sessions,
        ]),
      ),
    ).toEqual(sessionsPlainly());
    const red = RED.trimEnd().split('\n');
    const labelled = ROWS.filter((row) => /LogO/.test(row)).flatMap((row) => {
      const [time, user, , source, target] = row.split(',');
      const hits = red.filter((line) => line === [time, user, source, target].join() && /LogOn/.test(row));
      return hits.length > 0 ? hits.map(() => `${row},1`) : [`${row},0`];
    });
    expect(textOf('labeled_auth.csv').trimEnd().split('\n').slice(1)).toEqual(labelled);
    expect(tables.map(({ path, rows }) => [path.slice(output.length + 1), rows])).toEqual(
      readdirSync(output).map((name) => [
        expect.any(String),
        expect.toSatisfy((rows) => rows > 0, name) as number,
      ]),
    );
    expect(tables.find(({ path }) => path.endsWith('labeled_auth.csv'))?.rows).toBe(labelled.length);
  });

  test('are the same for any number of threads', async () => {
    put('auth.txt', AUTH);
    put('redteam.txt', RED);
    put('proc.txt', PROC);
    await runNotebook({ directory, output, threads: 1 });
    const names = readdirSync(output);
    const before = names.map(textOf);
    await runNotebook({ directory, output, threads: 3, force: true });
    expect(readdirSync(output)).toEqual(names);
    expect(names.map(textOf)).toEqual(before);
  });

  test('are all there and empty where the files are', async () => {
    for (const name of ['auth.txt', 'proc.txt', 'redteam.txt']) put(name, '');
    const { tables, skipped } = await runNotebook({ directory, output });
    expect(tables.map(({ rows }) => rows)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(skipped).toEqual([]);
  });

  test('that are skipped are told with what is missing', async () => {
    put('auth.txt', AUTH);
    const { tables, skipped, inputs } = await runNotebook({ directory, output });
    expect(inputs).toEqual([join(directory, 'auth.txt')]);
    expect(tables.map(({ path }) => path)).toEqual([join(output, 'auth_sessions.jsonl')]);
    expect(skipped).toEqual(
      [
        ['labeled_auth.csv', 'redteam'],
        ['redteam_sessions.jsonl', 'redteam'],
        ['auth_redteam.jsonl', 'redteam'],
        ['processes.jsonl', 'proc'],
        ['processes_by_computer.jsonl', 'proc'],
      ].map(([name, kind]) => ({ name, reason: `there is no ${kind} file in ${directory}` })),
    );
  });
});

describe('a run', () => {
  test('goes from 0 to 1 once, through what it reads', async () => {
    put('auth.txt', AUTH);
    put('redteam.txt', RED);
    put('proc.txt', PROC);
    const told: Progress[] = [];
    await runNotebook({ directory, output, onProgress: (progress) => told.push(progress) });
    const shares = told.map(({ share }) => share!);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect([shares[0], shares.at(-1)]).toEqual([0, 1]);
    expect([...new Set(told.map(({ phase }) => phase))]).toEqual([
      ...['sessions of auth', 'labels of auth', 'runs of proc'],
    ]);
    expect(told.at(-1)!.bytes).toBe(2 * AUTH.length + PROC.length);
  });

  test.each([
    [1, ['sessions of auth', 'labels of auth', 'runs of proc']],
    [3, ['labels of auth']],
  ])(
    'that is called off leaves nothing that was not there, with %d threads at %j',
    async (threads, phases) => {
      put('auth.txt', AUTH);
      put('redteam.txt', RED);
      put('proc.txt', PROC);
      for (const at of phases) {
        const controller = new AbortController();
        const onProgress = ({ phase }: Progress) => phase === at && controller.abort();
        const run = runNotebook({ directory, output, threads, onProgress, signal: controller.signal });
        await expect(run).rejects.toMatchObject({ kind: 'interrupted', code: 'INTERRUPTED' });
        expect(existsSync(output)).toBe(false);
      }
    },
  );

  test('leaves the tables of the run before where it fails', async () => {
    put('auth.txt', AUTH);
    await runNotebook({ directory, output });
    const before = textOf('auth_sessions.jsonl');
    put('proc.txt', `${PROC}x\n`);
    const again = { directory, output, force: true };
    await expect(runNotebook(again)).rejects.toMatchObject({ kind: 'data', code: 'COLUMN_COUNT' });
    expect(readdirSync(output)).toEqual(['auth_sessions.jsonl']);
    expect(textOf('auth_sessions.jsonl')).toBe(before);
  });

  test('writes over none of the files that it reads', async () => {
    mkdirSync(join(outer, `out-${runs}`));
    put('auth.txt', AUTH);
    put('redteam.txt', RED);
    // A folder with files of its own, and an output that is one of its inputs by another name.
    const { tables } = await runNotebook({ directory, output: directory });
    expect(readFileSync(join(directory, 'auth.txt'), 'utf8')).toBe(AUTH);
    expect(tables).toHaveLength(4);
    // auth_sessions.jsonl is named as auth is: what an earlier run made is no input of the next.
    const again = await runNotebook({ directory, output: directory, force: true });
    expect(again.inputs).toEqual([join(directory, 'auth.txt'), join(directory, 'redteam.txt')]);
  });
});
