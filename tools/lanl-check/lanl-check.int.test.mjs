import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { holds, STEPS, valueAt } from './steps.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const SAMPLES = here('../../../shared/data');
const run = (script, ...args) =>
  spawnSync(process.execPath, [here(script), ...args], { cwd: folder, encoding: 'utf8' });

let folder;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lanl-check-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('runs every step over made-up data, and finds a figure for each, which differs', () => {
  run('../../apps/cli/bin/cmsc.js', 'generate', 'made', '--events', '60000', '--seed', '1');
  // Figures differ, and no command fails.
  const { status, stdout, stderr } = run('lanl-check.mjs', 'made');
  expect(stderr).not.toMatch(/^cmsc: /m);
  expect(status).toBe(1);
  const figures = stdout.split('\n').filter((line) => /^(ok|DIFFERS) /.test(line));
  expect(figures).toHaveLength(STEPS.flatMap(({ checks }) => checks).length);
  expect(stdout).toMatch(/^DIFFERS rows of auth\.txt\.gz: \d+, expected 1051430459/m);
});

it.skipIf(!existsSync(join(SAMPLES, 'redteam.txt.gz')))(
  'finds the red team of the real file as it is published',
  () => {
    const { status, stdout } = run('lanl-check.mjs', SAMPLES, '--only', 'redteam');
    expect(stdout.match(/^ok /gm)).toHaveLength(3);
    expect(status).toBe(0);
  },
);

it('says how it is called', () => {
  for (const args of [[], ['made', '--only', 'none']]) {
    const { status, stderr } = run('lanl-check.mjs', ...args);
    expect(stderr).toMatch(/usage: .*lanl-check/);
    expect(status).toBe(2);
  }
});

it('compares numbers, spans and ranges over ties', () => {
  expect(valueAt({ a: { 0.01: 5 } }, 'a.0\\.01')).toBe(5);
  expect([holds(5, 5), holds(5, [4, 5]), holds(6, [4, 5])]).toEqual([true, true, false]);
  expect([holds({ least: 1, most: 9 }, 7), holds({ least: 8, most: 9 }, 7)]).toEqual([true, false]);
  expect([holds(undefined, 7), holds(undefined, [1, 2])]).toEqual([false, false]);
});
