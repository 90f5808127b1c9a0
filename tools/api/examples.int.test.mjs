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

/** Runs programs in one process, and begins what each writes to standard error with a NUL. */
const RUN_PROGRAMS = `
  for (const program of process.argv.slice(1)) {
    process.stderr.write('\\0');
    await import(program).catch(console.error);
  }`;

/** A process for the examples of a package: what its status is, and what each has to say. */
function runExamples({ name }) {
  const own = examples.filter((example) => packageOf(example) === name && !needsMore(example));
  const run = ['--input-type=module', '--eval', RUN_PROGRAMS, ...own.map(({ program }) => program)];
  const { status, stderr } = spawnSync(process.execPath, run, { cwd: folder, encoding: 'utf8' });
  const said = stderr.split('\0');
  return [
    { symbol: name, said: said[0], status },
    ...own.map(({ symbol }, i) => ({ symbol, said: said[i + 1], status })),
  ];
}

const packageOf = ({ symbol }) => symbol.split(' ')[0].split('/', 2).join('/');

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
    expect(examples.map(packageOf)).toContain(name);
  });

  it('compile', () => {
    const errors = compilerErrors(examples.map(({ source }) => source));
    expect(examples.map(({ symbol }, i) => `${symbol}: ${errors[i]}`)).toEqual(
      examples.map(({ symbol }) => `${symbol}: `),
    );
  });

  it.each(packages)('of $name run, and give what they say', (each) => {
    const runs = runExamples(each);
    expect(runs).toEqual(runs.map(({ symbol }) => ({ symbol, said: '', status: 0 })));
  });
});
