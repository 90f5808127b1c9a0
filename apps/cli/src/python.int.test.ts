import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { shell } from './testing/cmsc.js';

const PAGE = readFileSync(new URL('../../../docs/PYTHON.md', import.meta.url), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'cmsc python-'));
afterAll(() => rmSync(folder, { recursive: true }));

function blocks(language: string): string[] {
  return [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(
    ([, text]) => text as string,
  );
}

/** The packages that a block imports, those of Python itself among them. */
function importsOf(block: string): string[] {
  return [...block.matchAll(/^import ([\w.]+)/gm)].map(([, name]) => name as string);
}

function have(names: readonly string[]): boolean {
  return spawnSync('python3', ['-c', names.map((name) => `import ${name}`).join('\n')]).status === 0;
}

const PYTHON = blocks('python').map((block, i) => {
  const names = importsOf(block);
  return { name: `${i + 1}: ${names.join(', ')}`, block, isThere: have(names) };
});
const isRun = PYTHON.some(({ isThere }) => isThere);

beforeAll(async () => {
  if (!isRun) return;
  const commands = `cmsc generate lanl --events 20000 --seed 1 -q\n${blocks('sh')[0]?.replaceAll('\n', ' -q\n')}`;
  const { status, stderr } = await shell(`set -e\n${commands}`, folder);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});

it('has a block for each of four packages', () => {
  const imported = PYTHON.flatMap(({ block }) => importsOf(block));
  expect(imported).toEqual(expect.arrayContaining(['pandas', 'polars', 'pyarrow.parquet', 'duckdb']));
});

it.for(PYTHON)('runs block $name', ({ block, isThere }, { skip }) => {
  skip(!isThere, 'python3 has not all of these packages');
  // Warnings of a newer package are none of ours.
  const python = ['-W', 'ignore', '-'];
  const { status, stderr } = spawnSync('python3', python, { cwd: folder, input: block, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
});
