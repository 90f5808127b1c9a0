import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readWindows } from './read-windows.js';

const folder = mkdtempSync(join(tmpdir(), 'cmsc order-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const row = (EventID: number, time: string, values: Record<string, string> = {}) =>
  JSON.stringify({
    ...{ TimeGenerated: `2024-03-14T${time}Z`, Computer: 'PC1', Channel: 'Security', EventID },
    ...values,
  });

test('of one second without numbers, a host starts before anybody logs on, and logs off last', async () => {
  const alice = { TargetLogonId: '0x2f155', LogonType: '2' };
  const second = [
    row(4634, '08:00:00', alice),
    row(4688, '08:00:00', { NewProcessId: '0x10', SubjectLogonId: '0x2f155' }),
    row(4624, '08:00:00', alice),
    row(4608, '08:00:00'),
    row(4624, '08:00:00', { TargetLogonId: '0x3e7', LogonType: '0' }),
  ];
  const before = row(4624, '07:00:00', { TargetLogonId: '0x1f155', LogonType: '2' });
  // In any order.
  for (let turn = 0; turn < second.length; turn++) {
    second.push(second.shift()!);
    const path = join(folder, `${turn}.jsonl`);
    writeFileSync(path, `${[before, ...second].join('\n')}\n`);
    const { sessions, ledger } = await readWindows([path]);
    expect(sessions.map(({ endedBy, boot, processes }) => [endedBy, boot, processes])).toEqual([
      ['boot', 0, 0],
      ['4634', 1, 1],
    ]);
    expect(ledger).toMatchObject({ boots: 1, processesInSession: 1, orphanEnds: 0 });
  }
});

test('a restart that is told by the first process alone ends sessions, whatever runs are made of', async () => {
  const path = join(folder, 'restart.jsonl');
  const smss = { NewProcessName: 'C:\\Windows\\System32\\smss.exe', NewProcessId: '0x1a4', ProcessId: '0x4' };
  const rows = [
    row(4624, '07:00:00', { TargetLogonId: '0x1f155', LogonType: '2' }),
    row(4688, '08:00:00', smss),
    row(4624, '08:01:00', { TargetLogonId: '0x1f155', LogonType: '2' }),
  ];
  writeFileSync(path, `${rows.join('\n')}\n`);
  for (const processes of ['security', 'sysmon'] as const) {
    const run = await readWindows([path], { processes });
    expect(run.sessions.map(({ endedBy, boot }) => [endedBy, boot])).toEqual([
      ['boot', 0],
      ['open', 1],
    ]);
    expect(run.processes).toHaveLength(processes === 'security' ? 1 : 0);
  }
});
