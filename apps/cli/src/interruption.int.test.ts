import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { finished, startCmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';
import { authRow } from './testing/rows.js';

const folder = useFolder();
const ROWS = Array.from(
  { length: 5000 },
  (_, i) => authRow(1, `U${i}`, 'C1', 'C2', 'LogOn') + authRow(1, `U${i}`, 'C2', 'C2', 'LogOff'),
).join('');

/** A run in the middle of its work: it has read all that standard input gave, which stays open. */
async function midway(args: string[]) {
  const child = startCmsc(['sessions', '-', ...args]);
  const end = finished(child);
  child.stdin.on('error', () => {});
  for (let i = 0; i < 8; i++) if (!child.stdin.write(ROWS)) await once(child.stdin, 'drain');
  return { child, end };
}

describe('an interrupted run', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends with 130 on %s and leaves nothing', async (signal) => {
    const output = join(folder.path, 'out.csv');
    const report = join(folder.path, 'report.json');
    const { child, end } = await midway(['-o', output, '--report', report, '--order', 'close']);
    child.kill(signal);
    const { status, stdout, stderr } = await end;
    child.stdin.destroy();
    expect({ status, stdout, stderr }).toEqual({ status: 130, stdout: '', stderr: 'cmsc: interrupted\n' });
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('keeps the old file that --force would have replaced', async () => {
    const output = join(folder.path, 'out.csv');
    writeFileSync(output, 'old');
    const { child, end } = await midway(['-o', output, '--force']);
    child.kill('SIGINT');
    expect((await end).status).toBe(130);
    child.stdin.destroy();
    expect(readdirSync(folder.path)).toEqual(['out.csv']);
  });

  it('ends at once on a second signal, and leaves nothing then either', async () => {
    const { child, end } = await midway(['-o', join(folder.path, 'out.jsonl')]);
    child.kill('SIGINT');
    child.kill('SIGINT');
    expect(await end).toEqual({ status: 130, stdout: '', stderr: 'cmsc: interrupted\n' });
    child.stdin.destroy();
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('stops while it generates', async () => {
    const data = join(folder.path, 'data');
    mkdirSync(data);
    const child = startCmsc(['generate', data, '--events', '5000000']);
    const end = finished(child);
    while (readdirSync(data).length === 0) await setTimeout(20);
    child.kill('SIGINT');
    expect((await end).status).toBe(130);
    expect(readdirSync(data)).toEqual([]);
  });
});
