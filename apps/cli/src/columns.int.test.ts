import { DATA_DICTIONARY, tableMeaning } from '@cmsc/core';
import { SourceDatabase } from '@cmsc/store';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';

const folder = mkdtempSync(join(tmpdir(), 'cmsc columns-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What makes an output of every kind, each with the table of the dictionary that it is. */
const OUTPUTS: readonly [command: string, output: string, table: string][] = [
  ['sessions auth.txt.gz --redteam redteam.txt.gz -o', 'sessions.duckdb', 'sessions'],
  ['sessions auth.txt.gz --preset notebook -o', 'notebook.duckdb', 'sessions'],
  ['sessions auth.txt.gz --grouped -o', 'grouped.duckdb', 'sessions_by_key'],
  ['processes proc.txt.gz -o', 'runs.duckdb', 'process_runs'],
  ['label auth.txt.gz --redteam redteam.txt.gz -o', 'label.duckdb', 'auth'],
  ['sequences X.duckdb -o', 'sequences.duckdb', 'sequences'],
  ['ngrams X.duckdb -n 1 -o', 'ngrams.duckdb', 'ngrams'],
];

interface Found {
  table: string;
  column: string;
  type: string;
  comment: string | null;
}

async function run(line: string): Promise<void> {
  const { status, stderr } = await cmsc([...line.split(' '), '-q'], { cwd: folder });
  expect({ line, status, stderr }).toEqual({ line, status: 0, stderr: '' });
}

/** The columns of all tables of a database. */
async function columnsOf(database: string): Promise<Found[]> {
  const source = await SourceDatabase.open(join(folder, database));
  const { rows } = await source.rows(
    'SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal ORDER BY table_name, column_index',
  );
  await source.close();
  return rows.map(([table, column, type, comment]) => ({ table, column, type, comment }) as Found);
}

beforeAll(async () => {
  await run('generate . --events 3000 --seed 1');
  await run('build . -o X.duckdb');
});

describe('the data dictionary', () => {
  it('has every column of a built database, with its type, and the database has what it means', async () => {
    const found = await columnsOf('X.duckdb');
    const known = found.map(({ table, column }) => {
      const meant = tableMeaning(table)?.columns.find(({ name }) => name === column);
      return { table, column, type: meant?.type, comment: meant?.meaning };
    });
    expect(known).toEqual(found);
    const names = [...new Set(found.map(({ table }) => table))];
    expect(DATA_DICTIONARY.filter(({ from }) => from === 'cmsc build').map(({ name }) => name)).toEqual(
      expect.arrayContaining(names.filter((name) => !['sessions', 'process_runs'].includes(name))),
    );
  });

  it.each(OUTPUTS)('has every column of cmsc %s %s, in this order', async (command, output, name) => {
    await run(`${command} ${output}`);
    const found = await columnsOf(output);
    const columns = tableMeaning(name)?.columns ?? [];
    const here = columns.filter((column) => found.some((other) => other.column === column.name));
    expect(here.map((column) => [column.name, column.type])).toEqual(
      found.map(({ column, type }) => [column, type]),
    );
    expect(found.map(({ comment }) => comment)).not.toContain(null);
  });

  it('knows the columns of scorers', async () => {
    await run('score auth.txt.gz --scorer surprise -o scores.duckdb');
    await run('score X.duckdb -o of-sessions.duckdb');
    for (const database of ['scores.duckdb', 'of-sessions.duckdb'])
      expect((await columnsOf(database)).map(({ comment }) => comment)).not.toContain(null);
  });

  it.each([
    ['* EXCLUDE (label), duration AS seconds FROM sessions -- all', 'seconds'],
    ['dst_user, duration / 60 AS duration, count(*) AS logons FROM sessions GROUP BY ALL', 'duration logons'],
    ['s.*, r.rows, attack_time FROM sessions s JOIN redteam r USING (dst_machine)', ''],
    ['* REPLACE (1 AS duration) FROM sessions', 'all'],
    ['max(COLUMNS(*)) FROM sessions', 'all'],
    ['* FROM (SELECT duration / 60 AS duration FROM sessions)', 'all'],
    ['* FROM sessions AS s(duration, dst_user)', 'all'],
    ['1 AS label', 'all'],
  ])('is kept by the columns of a query that are taken as they are: SELECT %s', async (select, silent) => {
    const query = ['query', 'X.duckdb', `SELECT ${select}`, '-q', '--force', '-o', 'query.duckdb'];
    expect(await cmsc(query, { cwd: folder })).toMatchObject({ status: 0, stderr: '' });
    const found = await columnsOf('query.duckdb');
    const names = found.filter(({ comment }) => comment === null).map(({ column }) => column);
    expect(names.length === found.length ? 'all' : names.join(' ')).toBe(silent);
  });

  it('names no table and no column of one twice', () => {
    const names = DATA_DICTIONARY.flatMap(({ name, aliases }) => [name, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, columns } of DATA_DICTIONARY)
      expect({ name, columns: new Set(columns.map((column) => column.name)).size }).toEqual({
        name,
        columns: columns.length,
      });
  });
});

describe('cmsc columns', () => {
  it('lists all tables, and what the columns of one mean, also by the name of its command', async () => {
    const all = await cmsc(['columns']);
    for (const { name } of DATA_DICTIONARY) expect(all.stdout).toMatch(new RegExp(`^${name} `, 'm'));
    const one = await cmsc(['columns', 'processes']);
    expect(one.stdout).toBe((await cmsc(['columns', 'process_runs'])).stdout);
    expect(one.stdout).toMatch(/^process_runs: a row is a run of a process, .*\n {2}run_id +BIGINT +number/);
    const json = JSON.parse((await cmsc(['columns', 'dns', '--format', 'json'])).stdout) as object;
    expect(json).toEqual(tableMeaning('dns'));
  });

  it('refuses a table that is none, and says which there are', async () => {
    const { status, stderr } = await cmsc(['columns', 'session']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/^cmsc: there is no such table: "session" \(choose one of sessions, .*\)\n$/);
  });
});
