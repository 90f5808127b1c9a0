import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compilerErrors, writeExamples } from './examples.mjs';
import { publishedPackages, top } from './workspace.mjs';

// Inside the repository, so that the examples find its packages.
mkdirSync(join(top, 'tmp'), { recursive: true });
const folder = mkdtempSync(join(top, 'tmp/examples-'));
const packages = publishedPackages();
const examples = writeExamples(packages, folder);

/** Those that need what is not here: a cluster, a terminal. */
const needsMore = ({ source }) =>
  /clickhouse|ClickHouse|OnEngine|startBuild/.test(readFileSync(source, 'utf8'));

beforeAll(() => {
  const command = join(top, 'apps/cli/bin/cmsc.js');
  const run = (...args) => spawnSync(process.execPath, [command, ...args], { cwd: folder }).status;
  expect(run('generate', '.', '--events', '2000', '--seed', '7')).toBe(0);
  expect(run('build', '.', '-o', 'cmsc.duckdb')).toBe(0);
  const attacks = ['--redteam', 'redteam.txt.gz', '-o', 'auth.parquet'];
  expect(run('label', 'auth.txt.gz', ...attacks)).toBe(0);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the examples in docstrings', () => {
  it.each(packages)('$name has one', ({ name }) => {
    expect(examples.map(({ symbol }) => symbol.split(' ')[0])).toContain(name);
  });

  it('compile', () => {
    const errors = compilerErrors(examples.map(({ source }) => source));
    expect(examples.map(({ symbol }, i) => `${symbol}: ${errors[i]}`)).toEqual(
      examples.map(({ symbol }) => `${symbol}: `),
    );
  });

  it.each(examples.filter((example) => !needsMore(example)))(
    '$symbol runs, and gives what it says',
    ({ program }) => {
      const { status, stderr } = spawnSync(process.execPath, [program], { cwd: folder, encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(status).toBe(0);
    },
  );
});
