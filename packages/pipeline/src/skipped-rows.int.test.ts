import { ledgerProblems } from '@cmsc/core';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RunReport, SessionsOptions } from './options.js';
import { runSessions } from './run-sessions.js';
import { authRows } from './testing/auth-rows.js';
import { tempFolder } from './testing/temp-folder.js';

const folder = tempFolder();

function file(name: string, rows: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, rows.map((row) => `${row}\n`).join(''));
  return path;
}

interface Ran {
  report: RunReport;
  sessions: string;
  rejects: string;
}

/** Runs `sessions` where bad rows are skipped, in one thread and in several, which must give the same bytes. */
async function run(inputs: readonly string[], options: Partial<SessionsOptions> = {}): Promise<Ran> {
  const runs: Ran[] = [];
  for (const threads of [1, 2, 4]) {
    const [output, rejects] = ['s.csv', 'r.csv'].map((name) => join(folder, `${threads}-${name}`)) as [
      string,
      string,
    ];
    const given = { command: 'sessions' as const, inputs, output, rejects, threads, force: true };
    const report = await runSessions({ ...given, onBadRow: 'skip', ...options });
    expect(ledgerProblems(report.ledger)).toEqual([]);
    runs.push({ report, sessions: readFileSync(output, 'utf8'), rejects: readFileSync(rejects, 'latin1') });
  }
  const [first, ...others] = runs as [Ran, ...Ran[]];
  for (const other of others) {
    expect(other.sessions).toBe(first.sessions);
    expect(other.rejects).toBe(first.rejects);
    expect(other.report.ledger).toEqual(first.report.ledger);
    expect(other.report.inputs).toEqual(first.report.inputs);
  }
  return first;
}

const row = (time: number, what = 'LogOn', user = 'U1') =>
  `${time},${user}@D,${user}@D,C1,C2,?,N,${what},Success`;
const good = authRows(40_000, 3);

/** Rejects without their reasons: line and row. */
const linesOf = ({ rejects }: Ran) =>
  rejects
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^[^,]*,(\d+),.*$/, '$1'));

describe('bad rows that are skipped', () => {
  test('are written as they were, for any number of threads', async () => {
    const bad = (i: number) => `bad row ${i} ${'x'.repeat(i % 90)}`;
    const rows = good.flatMap((text, i) => (i % 50 === 7 ? [bad(i), text] : [text]));
    const { rejects } = await run([file('bad.txt', rows)]);
    const written = rejects.trimEnd().split('\n').slice(1);
    expect(written.map((line) => line.slice(line.lastIndexOf(',') + 1))).toEqual(
      rows.filter((text) => text.startsWith('bad')),
    );
  });

  test('may all stand together: they do not wait for a good one', async () => {
    const rows = [
      ...good.slice(0, 20_000),
      ...Array.from({ length: 15_000 }, () => ''),
      ...good.slice(20_000),
    ];
    const { report, rejects } = await run([file('blank.txt', rows)]);
    expect(report.ledger.rejected).toBe(15_000);
    expect(rejects.split('\n')).toHaveLength(15_002);
  });

  test('of more than half of all rows are an error; their file stays, and nothing else', async () => {
    const input = file('wrong.txt', [...good.slice(0, 20), ...Array.from({ length: 21 }, () => 'no row')]);
    const [output, rejects] = [join(folder, 'wrong.csv'), join(folder, 'wrong-rejects.csv')];
    const options = { command: 'sessions', inputs: [input], output, rejects, onBadRow: 'skip' } as const;
    await expect(runSessions(options)).rejects.toMatchObject({ kind: 'data', code: 'TOO_MANY_BAD_ROWS' });
    expect(existsSync(output)).toBe(false);
    expect(readFileSync(rejects, 'utf8').trimEnd().split('\n')).toHaveLength(22);
  });
});

describe('a row with a wild time', () => {
  const rows = Array.from({ length: 400 }, (_, i) =>
    row(1000 + Math.floor(i / 2), i % 2 ? 'LogOff' : 'LogOn'),
  );
  const wild = row(1_900_000_000);
  const withRows = (at: number, ...others: string[]) => [...rows.slice(0, at), ...others, ...rows.slice(at)];

  test.each([
    ['in the middle', withRows(200, wild), ['201']],
    ['at the beginning', withRows(0, wild), ['1']],
    ['at the end', withRows(399, wild), ['400']],
    ['twice in a row', withRows(200, wild, row(1_900_000_001)), ['201', '202']],
    ['twice, far from each other', [wild, ...rows.slice(0, 300), wild, ...rows.slice(300)], ['1', '302']],
    ['that is low', withRows(200, row(3)), ['201']],
    ['that is low, behind one that is high', withRows(200, wild, row(3)), ['201', '202']],
    ['a minute ahead', withRows(200, row(1160)), ['201']],
  ])('%s is skipped, and no other', async (_, text, lines) => {
    const ran = await run([file('wild.txt', text)]);
    expect(linesOf(ran)).toEqual(lines);
  });

  test('that ends a file does not spoil the next', async () => {
    const parts = [file('p0.txt', [...rows.slice(0, 200), wild]), file('p1.txt', rows.slice(200))];
    const ran = await run(parts);
    expect(linesOf(ran)).toEqual(['201']);
    expect(ran.report.inputs.map((input) => input.rows)).toEqual([201, 200]);
  });

  test('that ends a run does not spoil the run that goes on from it', async () => {
    const parts = [file('d0.txt', [...rows.slice(0, 200), wild]), file('d1.txt', rows.slice(200))];
    const state = join(folder, 'state');
    const first = await run([parts[0]!], { stateOut: state, force: true });
    expect(linesOf(first)).toEqual(['201']);
    const second = await run([parts[1]!], { stateIn: state });
    expect(second.report.ledger).toMatchObject({ rows: 401, rejected: 1 });
  });

  test('a few rows that a later day begins with are not taken for it', async () => {
    const state = join(folder, 'days');
    await run([file('day0.txt', rows)], { stateOut: state, force: true });
    const later = await run([file('day3.txt', [row(300_000), row(300_001)])], {
      stateIn: state,
      stateOut: `${state}-2`,
    });
    expect(later.report.ledger).toMatchObject({ rows: rows.length + 2, rejected: 0 });
  });

  test('a real gap loses nothing', async () => {
    const gaps = Array.from({ length: 300 }, (_, i) => row(1000 * i + (i % 7), i % 2 ? 'LogOff' : 'LogOn'));
    const { report } = await run([file('gaps.txt', gaps)]);
    expect(report.ledger).toMatchObject({ rows: 300, rejected: 0, starts: 150, ends: 150 });
  });
});

describe('--to', () => {
  test('leaves rows alone that are held where it stops', async () => {
    const inside = Array.from({ length: 100 }, (_, i) => row(i));
    const behind = Array.from({ length: 300 }, (_, i) => row(1000 + 20 * i));
    const { report } = await run([file('held.txt', [...inside, ...behind])], { to: 900 });
    expect(report.ledger).toMatchObject({ rows: 101, starts: 100, filtered: 1, rejected: 0 });
    expect(report.inputs).toMatchObject([{ rows: 101, complete: false }]);
  });

  const at = (...times: number[]) => times.map((time, i) => row(time, i % 2 ? 'LogOff' : 'LogOn'));

  test('stops at the first row behind it, and opens no later part', async () => {
    const parts = [file('a.txt', at(1, 2, 3, 4)), file('b.txt', at(50, 51, 52)), join(folder, 'c.txt')];
    file('c.txt', ['what is this']);
    const { report } = await run(parts, { to: 50 });
    expect(report.inputs.map(({ rows, complete, sha256 }) => [rows, complete, sha256 !== null])).toEqual([
      [4, true, true],
      [2, false, false],
      [0, false, false],
    ]);
    expect(report.ledger).toMatchObject({ rows: 6, filtered: 1, rejected: 0 });
    expect(report.inputs[2]?.bytes).toBe(13);
  });

  test('reads all where no row is behind it', async () => {
    const { report } = await run([file('all.txt', at(1, 2, 50))], { to: 50 });
    expect(report.inputs).toMatchObject([{ rows: 3, complete: true, sha256: expect.any(String) as string }]);
  });

  test('does not move the clock that a state carries', async () => {
    const times = Array.from({ length: 60 }, (_, i) => 100 * i);
    const input = file('days.txt', at(...times));
    const state = join(folder, 'state');
    const first = await run([input], { to: 2000, stateOut: state });
    const second = await run([input], { from: 2001, stateIn: state });
    const whole = await run([input]);
    const lines = [...first.sessions.split('\n').slice(1), ...second.sessions.split('\n').slice(1)];
    expect(lines.filter((line) => line !== '').sort()).toEqual(
      whole.sessions
        .split('\n')
        .slice(1)
        .filter((line) => line !== '')
        .sort(),
    );
  });

  test('a row before the clock of the state is bad, where it is wanted', async () => {
    const state = join(folder, 'late');
    await run([file('d1.txt', at(1, 2, 500))], { stateOut: state });
    await expect(
      runSessions({ command: 'sessions', inputs: [file('d2.txt', at(499, 501))], stateIn: state }),
    ).rejects.toMatchObject({ code: 'TIME_BACKWARDS', context: { line: 1 } });
  });
});

test('patterns that meet no name are told, once each', async () => {
  const warnings: string[] = [];
  const { report } = await run(
    [file('names.txt', [row(1, 'LogOn', 'U1'), row(2, 'LogOff', 'U2'), row(3, 'LogOn', 'U3')])],
    {
      user: 'U1*,U9*,U2*,u3',
      computer: 'C7,C2',
      onWarning: (line) => warnings.push(line),
    },
  );
  expect(report.ledger).toMatchObject({ rows: 3, starts: 1, ends: 1, filtered: 1 });
  expect([...new Set(warnings)]).toEqual([
    'auth: no row has a name that matches "U9*"',
    'auth: no row has a name that matches "u3" (did you mean "U3@*"?)',
    'auth: no row has a name that matches "C7"',
  ]);
});
