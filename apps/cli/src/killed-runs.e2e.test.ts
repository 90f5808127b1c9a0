import { randomNumbers } from '@cmsc/core';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { cmsc, finished, startCmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { authRow } from './testing/rows.js';

const folder = useFolder();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGKILL'] as const;

/** Users log on and off by turns: sessions enough for a run to take a while. */
function auth(): string {
  const users = Array.from({ length: 30_000 }, (_, i) => `U${i}@DOM1`);
  const rows = (time: number, orientation: string) =>
    users.map((user, i) => authRow(time, user, `C${i % 100}`, `C${i % 977}`, orientation)).join('');
  return rows(1, 'LogOn') + rows(5, 'LogOff') + rows(9, 'LogOn') + rows(12, 'LogOff');
}

it('50 runs that are interrupted or killed leave the old file or the new one, and no third thing', async () => {
  const random = randomNumbers(1);
  writeFileSync(join(folder.path, 'auth.gz'), gzipSync(auth(), { level: 1 }));
  const outputs = ['out.csv', 'out.parquet', 'out.jsonl.gz', 'out.parquet', 'out.duckdb'];
  const args = (output: string) => ['sessions', 'auth.gz', '-o', output, '--force', '-q'];
  // How long a run takes where nobody ends it, and what it makes.
  const began = performance.now();
  for (const output of new Set(outputs)) {
    expect((await cmsc(args(output), { cwd: folder.path })).status).toBe(0);
  }
  const milliseconds = (performance.now() - began) / new Set(outputs).size;
  const complete = new Map(outputs.map((output) => [output, readFileSync(join(folder.path, output))]));
  let early = 0;
  for (let run = 0; run < 50; run++) {
    const output = outputs[run % outputs.length]!;
    const signal = SIGNALS[Math.floor(random() * SIGNALS.length)]!;
    writeFileSync(join(folder.path, output), 'old');
    const child = startCmsc(args(output), { cwd: folder.path });
    const end = finished(child);
    await setTimeout(random() * milliseconds);
    child.kill(signal);
    const { status, stderr } = await end;
    const left = readFileSync(join(folder.path, output));
    if (left.equals(Buffer.from('old'))) early++;
    // Only of a database the bytes may differ where there are no rows.
    else if (output === 'out.duckdb') expect(left.length).toBe(complete.get(output)!.length);
    else expect(left.equals(complete.get(output)!)).toBe(true);
    if (signal === 'SIGKILL') continue;
    // Before the command listens a signal ends it as it ends any process.
    if (status !== null) expect([0, 130]).toContain(status);
    expect(stderr).toMatch(/^(cmsc: interrupted\n)?$/);
  }
  expect(early).toBeGreaterThan(0);
  // What was killed outright has left its temporary files, until the next run.
  for (const output of new Set(outputs)) {
    expect((await cmsc(args(output), { cwd: folder.path })).status).toBe(0);
    expect(readdirSync(folder.path).filter((name) => name.startsWith(`.${output}.cmsc-`))).toEqual([]);
  }
});

it.each(['1', '2'])(
  'SIGINT is heard while nothing but bad rows comes in, with --threads %s',
  async (threads) => {
    const args = [
      'sessions',
      '-',
      '--on-bad-row',
      'skip',
      '--rejects',
      'r.csv',
      '--no-output',
      '--threads',
      threads,
    ];
    const child = startCmsc(args, { cwd: folder.path });
    const end = finished(child);
    const bad = '1,U1@D,U1@D,C1,C2,Kerberos,Network,LogOn\n'.repeat(25_000);
    // As much as it takes, and more of it as long as it takes: standard input never ends.
    const feed = () => void child.stdin.write(bad, (error) => error ?? feed());
    child.stdin.on('error', () => {});
    feed();
    const written = () =>
      readdirSync(folder.path, { recursive: true })
        .map((name) => statSync(join(folder.path, String(name)), { throwIfNoEntry: false })?.size ?? 0)
        .reduce((sum, size) => sum + size, 0);
    while (written() < 5_000_000) await setTimeout(20);
    child.kill('SIGINT');
    expect(await end).toEqual({ status: 130, stdout: '', stderr: 'cmsc: interrupted\n' });
    expect(readdirSync(folder.path)).toEqual([]);
  },
);
