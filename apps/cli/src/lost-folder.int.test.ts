import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { openFiles } from './testing/open-files.js';

const outer = mkdtempSync(join(tmpdir(), 'cmsc lost-'));
const inOuter = (name: string) => join(outer, name);
beforeAll(() => cmsc(['generate', inOuter('data'), '--events', '60000', '--days', '2', '-q']));
beforeEach(() => mkdirSync(inOuter('there')));
afterAll(() => rmSync(outer, { recursive: true }));

const AUTH = join('data', 'auth.txt.gz');
const RED = ['--redteam', join('data', 'redteam.txt.gz')];

/** Commands whose output is in the folder `there`, or is that folder, and how the output begins. */
const COMMANDS: readonly [name: string, args: readonly string[], output: RegExp][] = [
  ['export', ['export', 'kth', AUTH, ...RED, '-o', join('there', 'out')], /^out/],
  ['export of sessions', ['export', 'sessions', AUTH, ...RED, '-o', join('there', 'out')], /^out/],
  ['notebook', ['notebook', 'data', '-o', 'there'], /jsonl$|csv$/],
  ['generate', ['generate', 'there', '--events', '60000'], /gz$|json$/],
  ['score', ['score', AUTH, '--from', '0', '-o', join('there', 's.parquet')], /^s\./],
];

it.each(COMMANDS)('%s says that its folder is lost, and gives nothing its name', async (_, args, output) => {
  let isOver = false;
  const run = cmsc([...args, '-q'], { cwd: outer }).finally(() => (isOver = true));
  while (!isOver && readdirSync(inOuter('there')).length === 0) await setImmediate();
  renameSync(inOuter('there'), inOuter('gone'));
  const { status, stderr } = await run;
  const left = readdirSync(inOuter('gone')).filter((name) => output.test(name));
  rmSync(inOuter('gone'), { recursive: true });
  expect({ status, left, open: openFiles(outer) }).toEqual({ status: 3, left: [], open: [] });
  expect(stderr).toMatch(/^cmsc: [^\n]+\n$/);
  expect(readdirSync(outer)).toEqual(['data']);
});
