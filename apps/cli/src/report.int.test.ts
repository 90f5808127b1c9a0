import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { AUTH, procRow, SESSIONS } from './testing/rows.js';

const folder = useFolder();
const inFolder = (name: string) => join(folder.path, name);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function file(name: string, content: string): string {
  writeFileSync(inFolder(name), content);
  return inFolder(name);
}

async function reportOf(args: readonly string[]) {
  const { status, stderr } = await cmsc([...args, '--force', '--report', inFolder('report.json')]);
  expect({ status, stderr }).toMatchObject({ status: 0 });
  const report = JSON.parse(readFileSync(inFolder('report.json'), 'utf8'));
  expectIdentities(report);
  return report;
}

function expectIdentities({ ledger, labels }: Record<string, Record<string, number>>): void {
  const {
    rows,
    starts,
    ends,
    other,
    filtered,
    rejected,
    sessions,
    open,
    repeatedStarts,
    extendingEnds,
    orphanEnds,
  } = ledger as Record<string, number>;
  expect(starts).toBe(sessions! + open! + repeatedStarts!);
  expect(ends).toBe(sessions! + extendingEnds! + orphanEnds!);
  expect(rows).toBe(starts! + ends! + other! + filtered! + rejected!);
  if (!labels) return;
  expect(labels.distinct).toBe(labels.matchedExact! + labels.matchedOrigin! + labels.unmatched!);
  expect(labels.distinct).toBe(
    labels.inSession! + labels.inOpenSession! + labels.withoutSession! + labels.nowhere!,
  );
}

const LEDGER_KEYS =
  'rows starts ends other failedStarts filtered keys sessions zeroLength repeatedStarts extendingEnds orphanEnds open rejected'.split(
    ' ',
  );
const LABEL_KEYS =
  'redteamRows distinct matchedExact matchedOrigin unmatched inSession inOpenSession withoutSession nowhere attackedSessions'.split(
    ' ',
  );

const LEDGER = {
  rows: 9,
  starts: 4,
  ends: 4,
  other: 1,
  failedStarts: 0,
  filtered: 0,
  keys: 2,
  sessions: 2,
  zeroLength: 1,
  repeatedStarts: 1,
  extendingEnds: 1,
  orphanEnds: 1,
  open: 1,
  rejected: 0,
};

describe('--report', () => {
  it('has the keys of the contract, and accounts for every row', async () => {
    const [auth, output] = [file('auth.txt', AUTH), inFolder('out.csv')];
    const report = await reportOf(['sessions', auth, '-o', output]);
    expect(Object.keys(report).sort()).toEqual(
      ['command', 'inputs', 'ledger', 'options', 'outputs', 'timing', 'version'].sort(),
    );
    expect(report.command).toBe('sessions');
    expect(report.inputs).toEqual([
      { path: auth, bytes: AUTH.length, sha256: sha256(AUTH), rows: 9, complete: true },
    ]);
    expect(report.outputs).toEqual([
      { path: output, bytes: SESSIONS.length, sha256: sha256(SESSIONS), rows: 2 },
    ]);
    expect(report.ledger).toEqual(LEDGER);
    expect(Object.keys(report.ledger).sort()).toEqual([...LEDGER_KEYS].sort());
    expect(Object.keys(report.timing).sort()).toEqual(['peakRssBytes', 'rowsPerSecond', 'seconds']);
  });

  it.each(['sessions', 'label', 'build', 'export kth'])(
    'of %s has which files were not read to their end, and so do its messages',
    async (command) => {
      const [first, second] = [file('auth_part_1.csv', AUTH), file('auth_part_2.csv', AUTH)];
      const redteam = file('redteam.txt', '10,U1@D,C1,C2\n');
      const output = { build: 'o.duckdb', 'export kth': 'o' }[command] ?? 'o.csv';
      const labels = command === 'build' ? [redteam] : ['--redteam', redteam];
      const args = [...command.split(' '), first, second, ...labels, '--to', '14', '-o', inFolder(output)];
      const { status, stderr } = await cmsc([...args, '--report', inFolder('report.json')]);
      expect(status).toBe(0);
      expect(stderr).toContain(`read up to --to 14 and no further`);
      const { inputs } = JSON.parse(readFileSync(inFolder('report.json'), 'utf8'));
      const unread = { bytes: AUTH.length, sha256: null, complete: false };
      expect(inputs).toEqual([
        { path: first, ...unread, rows: 4 },
        { path: second, ...unread, rows: 0 },
        expect.objectContaining({ path: redteam, rows: 1, complete: true }),
      ]);
      if (command !== 'build') return;
      const told = await cmsc([
        'query',
        inFolder(output),
        'SELECT format, sha256, rows, complete FROM inputs',
      ]);
      expect(told.stdout).toContain('auth,,4,false\nauth,,0,false\nredteam,');
    },
  );

  it('has the labels when there is a red team', async () => {
    const redteam = file(
      'redteam.txt',
      '15,U1@D,C3,C2\n10,U1@D,C1,C2\n10,U1@D,C1,C2\n25,U2@D,C1,C2\n7,U9@D,C1,C2\n',
    );
    const report = await reportOf(['sessions', file('auth.txt', AUTH), '--redteam', redteam, '--no-output']);
    expect(Object.keys(report.labels).sort()).toEqual([...LABEL_KEYS].sort());
    expect(report.labels).toEqual({
      redteamRows: 5,
      distinct: 4,
      matchedExact: 2,
      matchedOrigin: 0,
      unmatched: 2,
      inSession: 2,
      inOpenSession: 1,
      withoutSession: 0,
      nowhere: 1,
      attackedSessions: 1,
    });
  });

  it('counts what filters keep out of the machine, and not what --min-duration drops', async () => {
    const auth = file('auth.txt', AUTH);
    const inTime = await reportOf(['sessions', auth, '--no-output', '--from', '10', '--to', '20']);
    // Reading stops at the first row behind --to.
    expect(inTime.ledger).toMatchObject({ rows: 7, filtered: 2, starts: 2, ends: 2, other: 1, sessions: 1 });
    const byUser = await reportOf(['sessions', auth, '--no-output', '--user', 'U2*', '--computer', 'C2']);
    expect(byUser.ledger).toMatchObject({
      rows: 9,
      filtered: 7,
      starts: 1,
      ends: 1,
      other: 0,
      failedStarts: 0,
      sessions: 0,
      open: 1,
    });
    const long = await reportOf(['sessions', auth, '-o', inFolder('out.csv'), '--min-duration', '5']);
    expect(long.ledger).toEqual(LEDGER);
    expect(long.outputs[0].rows).toBe(1);
  });

  it('counts bad rows that are skipped', async () => {
    const report = await reportOf([
      'sessions',
      file('auth.txt', `${AUTH}x\n`),
      '--no-output',
      '--on-bad-row',
      'skip',
    ]);
    expect(report.ledger).toEqual({ ...LEDGER, rows: 10, rejected: 1 });
  });

  it('goes to standard output when it is told to, and the rows do not', async () => {
    const run = await cmsc(['sessions', '-', '--no-output', '--report', '-'], { stdin: AUTH });
    expect(JSON.parse(run.stdout)).toMatchObject({ command: 'sessions', ledger: LEDGER });
    const both = await cmsc(['sessions', '-', '--report', '-'], { stdin: AUTH });
    expect(both).toMatchObject({ status: 2, stdout: '' });
  });

  it('names the options that decide the result', async () => {
    const report = await reportOf([
      'sessions',
      file('auth.txt', AUTH),
      '--no-output',
      '--preset',
      'notebook',
      '--to',
      '99',
    ]);
    expect(report.options).toMatchObject({
      key: ['dst_user', 'src_machine', 'dst_machine'],
      ties: 'file',
      to: 99,
    });
  });

  it('is there for processes, label and an empty input', async () => {
    const proc = file('proc.txt', procRow(1, 'U', 'C', 'P', 'Start') + procRow(2, 'U', 'C', 'P', 'End'));
    const processes = await reportOf(['processes', proc, '--no-output']);
    expect(processes).toMatchObject({ command: 'processes', ledger: { rows: 2, sessions: 1 } });
    const redteam = file('redteam.txt', '10,U1@D,C1,C2\n');
    const label = await reportOf(['label', file('auth.txt', AUTH), '--redteam', redteam, '--no-output']);
    expect(label).toMatchObject({ command: 'label', ledger: { rows: 9 }, labels: { matchedExact: 1 } });
    const empty = await reportOf(['sessions', file('empty.txt', ''), '--no-output']);
    expect(Object.values(empty.ledger)).toEqual(LEDGER_KEYS.map(() => 0));
  });
});
