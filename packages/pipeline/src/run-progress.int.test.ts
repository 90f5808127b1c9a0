import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Progress, SessionsOptions } from './options.js';
import { runLabel } from './run-label.js';
import { runSessions } from './run-sessions.js';
import { authRows } from './testing/auth-rows.js';
import { tempFolder } from './testing/temp-folder.js';

const ROWS = 5000;
const folder = tempFolder();
const auth = join(folder, 'auth.txt');
const redteam = join(folder, 'redteam.txt');
writeFileSync(auth, authRows(ROWS, 3).join('\n') + '\n');
writeFileSync(redteam, '1,U1@DOM1,C1,C2\n');

async function told(run: (onProgress: (progress: Progress) => void) => Promise<unknown>) {
  const states: Progress[] = [];
  await run((progress) => states.push(progress));
  const shares = states.map(({ share }) => share!);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(states.at(-1)).toMatchObject({ rows: ROWS, share: 1 });
  return [...new Set(states.map(({ phase }) => phase))];
}

test.each<[string, Partial<SessionsOptions>, string[]]>([
  ['sorted.csv', {}, ['reading', 'sorting', 'writing']],
  ['sorted.parquet', {}, ['reading', 'sorting', 'writing']],
  ['as-they-close.csv', { order: 'close' }, ['reading', 'writing']],
  ['days', { partition: 'day' }, ['reading', 'sorting', 'writing']],
])('names the phases of %s in their order, and goes to all once', async (name, options, phases) => {
  const output = join(folder, name);
  const run = { command: 'sessions' as const, inputs: [auth], output, ...options };
  expect(await told((onProgress) => runSessions({ ...run, onProgress }))).toEqual(phases);
});

test('does so for labelled rows, and where nothing is written', async () => {
  const run = { inputs: [auth], redteam };
  const output = join(folder, 'labels.csv');
  expect(await told((onProgress) => runLabel({ ...run, output, onProgress }))).toEqual([
    'reading',
    'writing',
  ]);
  expect(await told((onProgress) => runSessions({ command: 'sessions', ...run, onProgress }))).toEqual([
    'reading',
  ]);
});
