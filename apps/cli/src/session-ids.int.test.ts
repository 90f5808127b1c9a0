import { SourceDatabase } from '@cmsc/store';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';

const folder = useFolder();

async function run(line: string): Promise<void> {
  const { status, stderr } = await cmsc([...line.split(' '), '-q'], { cwd: folder.path });
  expect({ line, status, stderr }).toEqual({ line, status: 0, stderr: '' });
}

/** The rows of a query on the built database, in which FOLDER stands for the folder. */
async function ask(sql: string): Promise<unknown[][]> {
  const database = await SourceDatabase.open(join(folder.path, 'X.duckdb'));
  try {
    return (await database.rows(sql.replaceAll('FOLDER', folder.path))).rows;
  } finally {
    await database.close();
  }
}

it('numbers complete sessions as build and score do, whatever else is asked for', async () => {
  await run('generate . --events 5000 --seed 4');
  await run('build . -o X.duckdb');
  await run('score X.duckdb -o scores.parquet');
  for (const [name, options] of [
    ['plain.parquet', ''],
    ['open.csv', ' --redteam redteam.txt.gz --keep-open'],
    ['plain.jsonl', ' --threads 1'],
    ['plain.duckdb', ''],
  ] as const)
    await run(`sessions auth.txt.gz --session-ids${options} -o ${name}`);
  const [[sessions]] = (await ask('SELECT count(*) FROM sessions')) as [[number]];
  const columns = 'session_id, dst_user, dst_machine, start_time, end_time';
  for (const name of ['plain.parquet', 'open.csv', 'plain.jsonl', 'scores.parquet']) {
    const rows = `(SELECT ${columns} FROM 'FOLDER/${name}' WHERE end_time IS NOT NULL)`;
    expect([
      name,
      ...(await ask(`SELECT count(*) FROM (FROM ${rows} INTERSECT SELECT ${columns} FROM sessions)`)),
    ]).toEqual([name, [sessions]]);
  }
  const open = await ask(`SELECT count(*), count(session_id) FROM 'FOLDER/open.csv' WHERE end_time IS NULL`);
  expect(open).toEqual([[expect.any(Number), 0]]);
  expect(open[0]?.[0]).toBeGreaterThan(0);
});

it.each([
  ['--grouped', 'cannot be used with'],
  ['--min-duration 5', 'cannot be used with'],
  ['--state-out s', 'cannot be used with'],
  ['--order close', 'drop --order close'],
])('does not go with %s', async (options, words) => {
  const { status, stderr } = await cmsc(['sessions', 'a', '--session-ids', ...options.split(' ')]);
  expect(status).toBe(2);
  expect(stderr).toContain(words);
});
