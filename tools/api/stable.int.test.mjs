// docs/STABLE.md against what the built command does.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { textOf, top } from './workspace.mjs';

/** The lists of a section: `- `name`: `item` `item` …` by name. */
function listsOf(heading) {
  const [, section] = textOf('docs/STABLE.md').split(`\n## ${heading}\n`);
  const lists = section.split('\n## ')[0].matchAll(/^- `([^`]+)`: ((?:.|\n {2})+)/gm);
  return Object.fromEntries(
    [...lists].map(([, name, items]) => [name, [...items.matchAll(/`([^`]+)`/g)].map(([, item]) => item)]),
  );
}

const folder = mkdtempSync(join(tmpdir(), 'cmsc-stable-'));
const auth = 'auth.txt.gz';
const redteam = ['--redteam', 'redteam.txt.gz'];

function cmsc(...args) {
  const command = join(top, 'apps/cli/bin/cmsc.js');
  return spawnSync(process.execPath, [command, ...args], { cwd: folder, encoding: 'utf8' });
}

function columnsOf(...args) {
  const { stdout } = cmsc(...args);
  return stdout.split('\n')[0].split(',');
}

/** The paths of all values: `ledger.rows`, `inputs[].path`. */
function keysOf(value, path = '') {
  if (Array.isArray(value)) return keysOf(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null || path === 'options') return [path];
  return Object.entries(value).flatMap(([name, inner]) =>
    keysOf(inner, path === '' ? name : `${path}.${name}`),
  );
}

beforeAll(() => {
  expect(cmsc('generate', '.', '--events', '3000', '--seed', '1').status).toBe(0);
  expect(cmsc('build', '.', '-o', 'X.duckdb').status).toBe(0);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('docs/STABLE.md', () => {
  it('has all options', async () => {
    const { createProgram } = await import(join(top, 'apps/cli/dist/index.js'));
    const program = createProgram(
      () => undefined,
      () => undefined,
    );
    const options = [program, ...program.commands].map((command) => [
      command.name(),
      command.options.map(({ long, short }) => long ?? short).sort(),
    ]);
    const listed = Object.entries(listsOf('Options')).map(([name, names]) => [name, names.sort()]);
    // `version` has none: there is nothing to list.
    expect(Object.fromEntries(listed)).toEqual(
      Object.fromEntries(options.filter(([, names]) => names.length > 0)),
    );
  });

  it.each([
    [0, ['sessions', auth, '--no-output']],
    [1, ['sessions', 'backwards.txt']],
    [2, ['sessions', '--nonsense']],
    [3, ['sessions', 'missing.txt']],
  ])('has exit status %i', (status, args) => {
    const row = '1,U1@D,U1@D,C1,C1,?,?,LogOn,Success\n';
    writeFileSync(join(folder, 'backwards.txt'), `${row.replace('1', '2')}${row}`);
    expect(cmsc(...args).status).toBe(status);
    expect(textOf('docs/STABLE.md')).toMatch(new RegExp(`^\\| ${status} +\\|`, 'm'));
  });

  it.each([
    ['sessions', ['sessions', auth]],
    ['sessions --redteam', ['sessions', auth, ...redteam]],
    ['sessions --preset notebook', ['sessions', auth, '--preset', 'notebook']],
    ['sessions --session-ids', ['sessions', auth, '--session-ids']],
    ['sessions --grouped', ['sessions', auth, '--grouped']],
    ['processes', ['processes', 'proc.txt.gz']],
    ['label', ['label', auth, ...redteam]],
    ['sequences', ['sequences', 'X.duckdb']],
    ['ngrams', ['ngrams', 'X.duckdb', '-n', '1']],
  ])('has the columns of %s', (name, args) => {
    expect(listsOf('Columns')[name]).toEqual(columnsOf(...args));
  });

  it('has the columns of rejects', () => {
    writeFileSync(join(folder, 'bad.txt'), '1,U1@D,U1@D,C1,C1,?,?,LogOn\n');
    cmsc('sessions', 'bad.txt', '--no-output', '--on-bad-row', 'skip', '--rejects', 'rejects.csv');
    const [header] = readFileSync(join(folder, 'rejects.csv'), 'utf8').split('\n');
    expect(listsOf('Columns')['--rejects']).toEqual(header.split(','));
  });

  it('has the keys of a report', () => {
    cmsc('sessions', auth, ...redteam, '-o', 'sessions.csv', '--report', 'report.json');
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
    expect(listsOf('Reports')['sessions --report'].sort()).toEqual(keysOf(report).sort());
  });

  it('has the tables of a database', () => {
    const sql = `SELECT table_name, string_agg(column_name, ' ' ORDER BY column_index)
      FROM duckdb_columns() WHERE NOT internal GROUP BY ALL`;
    const rows = cmsc('query', 'X.duckdb', sql, '--format', 'csv').stdout.trim().split('\n').slice(1);
    const tables = rows.map((row) => row.split(',')).map(([name, columns]) => [name, columns.split(' ')]);
    expect(listsOf('Tables')).toEqual(Object.fromEntries(tables));
  });
});
