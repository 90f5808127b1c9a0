import { ledgerProblems } from '@cmsc/core';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { RunReport, SessionsOptions } from './options.js';
import { runSessions } from './run-sessions.js';
import { authRows } from './testing/auth-rows.js';
import { tempFolder } from './testing/temp-folder.js';

const folder = tempFolder();
const rows = authRows(3000, 11);
const redteamRows = rows
  .filter((row, i) => i % 97 === 0 && row.includes('LogOn'))
  .map((row) => row.split(','))
  .map(([time, , user, source, target]) => `${time},${user},${source},${target}`);

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  const text = lines.map((line) => `${line}\n`).join('');
  writeFileSync(path, name.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

const whole = file('auth.txt.gz', rows);
const redteam = file('redteam.txt', redteamRows);

async function run(
  name: string,
  options: Partial<SessionsOptions>,
): Promise<{ text: string; report: RunReport }> {
  const output = join(folder, name);
  const report = await runSessions({ command: 'sessions', inputs: [whole], output, force: true, ...options });
  return { text: readFileSync(output, 'utf8'), report };
}

describe.each([
  ['destination', {}],
  ['notebook', { preset: 'notebook' as const }],
  ['a key of five columns', { key: ['dst_user', 'dst_machine', 'auth_type', 'result', 'logon_type'] }],
  ['start-first', { ties: 'start-first' as const }],
  ['fifo', { pairing: 'fifo' as const }],
  ['lifo', { pairing: 'lifo' as const }],
])('%s', (_, rule) => {
  test('counts the same without an output', async () => {
    for (const labels of [{}, { redteam }]) {
      const { report } = await run('counted.csv', { ...rule, ...labels });
      const { ledger, labels: found } = await runSessions({
        command: 'sessions',
        inputs: [whole],
        ...rule,
        ...labels,
      });
      expect({ ledger, found }).toEqual({ ledger: report.ledger, found: report.labels });
    }
  });

  test.each(['key', 'close'] as const)(
    'gives the same bytes for any threads and parts, order %s',
    async (order) => {
      const options = { ...rule, order, redteam };
      const { text, report } = await run('whole.csv', { ...options, threads: 1 });
      expect(ledgerProblems(report.ledger)).toEqual([]);
      expect(report.ledger.rows).toBe(3000);
      expect(text.split('\n').length - 2).toBe(report.ledger.sessions);
      expect((await run('threads.csv', { ...options, threads: 2 })).text).toBe(text);
      const inputs = [0, 1000, 1700].map((from, i, all) =>
        file(`auth_part_${i}.csv.gz`, rows.slice(from, all[i + 1])),
      );
      expect((await run('parts.csv', { ...options, inputs })).text).toBe(text);
    },
  );

  test('gives in three carried runs what it gives in one', async () => {
    const options = { ...rule, order: 'close' as const, redteam };
    const once = await run('once.csv', { ...options, keepOpen: true });
    let text = '';
    let last: RunReport | undefined;
    for (const [i, from, to] of [
      [0, 0, 1234],
      [1, 1234, 1235],
      [2, 1235, 3000],
    ] as const) {
      const inputs = [file(`day${i}.txt`, rows.slice(from, to))];
      const stateIn = i > 0 ? join(folder, `state${i - 1}`) : undefined;
      const stateOut = i < 2 ? join(folder, `state${i}`) : undefined;
      const part = await run(`day${i}.csv`, { ...options, inputs, stateIn, stateOut, keepOpen: true });
      expect(ledgerProblems(part.report.ledger)).toEqual([]);
      text += i === 0 ? part.text : part.text.slice(part.text.indexOf('\n') + 1);
      last = part.report;
    }
    expect(text).toBe(once.text);
    expect(last?.ledger).toEqual(once.report.ledger);
    expect(last?.labels).toEqual(once.report.labels);
  });
});

test('a state of other options, a damaged one and rows before its end are refused', async () => {
  const stateOut = join(folder, 'state');
  await runSessions({ command: 'sessions', inputs: [whole], stateOut, force: true });
  const carry = (options: Partial<SessionsOptions>) =>
    runSessions({
      command: 'sessions',
      inputs: [file('next.txt', ['999999,U1@DOM1,U1@DOM1,C1,C1,?,?,LogOff,Success'])],
      stateIn: stateOut,
      ...options,
    });
  await expect(carry({})).resolves.toMatchObject({ ledger: { rows: 3001 } });
  await expect(carry({ ties: 'file' })).rejects.toMatchObject({ code: 'BAD_STATE_FILE', kind: 'data' });
  await expect(carry({ user: 'U1*' })).rejects.toMatchObject({ code: 'BAD_STATE_FILE' });
  await expect(carry({ redteam })).rejects.toMatchObject({ code: 'BAD_STATE_FILE' });
  await expect(carry({ inputs: [whole] })).rejects.toMatchObject({ code: 'TIME_BACKWARDS' });
  const bytes = readFileSync(stateOut);
  for (const at of [0, 25, Math.floor(bytes.length / 2), bytes.length - 1]) {
    const damaged = Buffer.from(bytes);
    damaged[at] = (damaged[at] as number) ^ 1;
    writeFileSync(join(folder, 'damaged'), damaged);
    await expect(carry({ stateIn: join(folder, 'damaged') })).rejects.toMatchObject({
      code: 'BAD_STATE_FILE',
    });
  }
  writeFileSync(join(folder, 'damaged'), bytes.subarray(0, -5));
  await expect(carry({ stateIn: join(folder, 'damaged') })).rejects.toMatchObject({ code: 'BAD_STATE_FILE' });
  await expect(carry({ stateIn: join(folder, 'nowhere') })).rejects.toMatchObject({
    code: 'NOT_FOUND',
    kind: 'io',
  });
});

test('filters move rows to filtered, and the ledger adds up', async () => {
  const { report } = await run('filtered.csv', { user: 'U[1*', computer: '*' });
  expect(report.ledger).toMatchObject({ rows: 3000, filtered: 3000, keys: 0, sessions: 0 });
  const some = await run('some.csv', { user: 'U1@*', from: 100, to: 400 });
  expect(ledgerProblems(some.report.ledger)).toEqual([]);
  expect(
    new Set(
      some.text
        .split('\n')
        .slice(1, -1)
        .map((line) => line.split(',')[0]),
    ),
  ).toEqual(new Set(['U1@DOM1']));
  const alone = await run('alone.csv', {
    inputs: [
      file(
        'alone.txt',
        rows.filter(
          (row) =>
            row.split(',')[2] === 'U1@DOM1' &&
            Number(row.split(',')[0]) >= 100 &&
            Number(row.split(',')[0]) <= 400,
        ),
      ),
    ],
  });
  expect(some.text).toBe(alone.text);
});

test('--min-duration leaves the ledger alone, --keep-open adds rows without an end', async () => {
  const { report, text } = await run('long.csv', { minDurationSeconds: 3 });
  const all = await run('all.csv', { keepOpen: true });
  expect(report.ledger).toEqual(all.report.ledger);
  const durations = text
    .split('\n')
    .slice(1, -1)
    .map((line) => Number(line.split(',')[4]));
  expect(Math.min(...durations)).toBeGreaterThanOrEqual(3);
  const open = all.text.split('\n').filter((line) => line.includes(',,,'));
  expect(open).toHaveLength(all.report.ledger.open);
  expect(all.report.outputs[0]?.rows).toBe(all.report.ledger.sessions + all.report.ledger.open);
});

test('grouped rows are in order of their start, also where the last to begin is the first to end', async () => {
  const row = (time: number, what: string) => `${time},U1@D,U1@D,C1,C1,?,?,${what},Success`;
  const inputs = [file('nested.txt', [row(1, 'LogOn'), row(2, 'LogOn'), row(3, 'LogOff'), row(4, 'LogOff')])];
  const { text } = await run('nested.csv', { inputs, grouped: true, pairing: 'lifo' });
  expect(text).toBe('dst_user,dst_machine,sessions\nU1@D,C1,1 4 2 3\n');
});

test('grouped rows hold the sessions of the plain table', async () => {
  const plain = await run('plain.jsonl', {});
  const grouped = await run('grouped.jsonl', { grouped: true });
  const wanted = new Map<string, number[][]>();
  for (const line of plain.text.trimEnd().split('\n')) {
    const { dst_user, dst_machine, start_time, end_time } = JSON.parse(line) as Record<string, number>;
    const key = `${dst_user},${dst_machine}`;
    wanted.set(key, [...(wanted.get(key) ?? []), [start_time ?? -1, end_time ?? -1]]);
  }
  const rowsByKey = grouped.text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, never>);
  expect(
    rowsByKey.map(({ dst_user, dst_machine, sessions }) => [`${dst_user},${dst_machine}`, sessions]),
  ).toEqual([...wanted]);
});

test('bad rows go into the rejects as they were', async () => {
  const bad = file('bad.txt', [...rows.slice(0, 10), 'a "row", not', ...rows.slice(10, 20)]);
  const rejects = join(folder, 'rejects.csv');
  const { report } = await run('skipped.csv', { inputs: [bad], onBadRow: 'skip', rejects });
  expect(report.ledger).toMatchObject({ rows: 21, rejected: 1 });
  const lines = readFileSync(rejects, 'utf8').split('\n');
  expect(lines[0]).toBe('file,line,reason,row');
  expect(lines[1]?.startsWith(`${bad},11,`)).toBe(true);
  expect(lines[1]?.endsWith(',"a ""row"", not"')).toBe(true);
});

test('an output that is an input, under any name, is refused', async () => {
  const link = join(folder, 'link.csv');
  symlinkSync(whole, link);
  const options = { command: 'sessions' as const, inputs: [whole], force: true };
  for (const more of [{ output: link }, { output: '/dev/null', report: whole }, { output: redteam, redteam }])
    await expect(runSessions({ format: 'csv', ...options, ...more })).rejects.toMatchObject({
      kind: 'usage',
      code: 'BAD_OPTION',
    });
  expect(readFileSync(whole)).toEqual(gzipSync(rows.map((line) => `${line}\n`).join('')));
});
