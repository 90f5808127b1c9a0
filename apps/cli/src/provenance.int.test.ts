import { SourceDatabase } from '@cmsc/store';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { version } from './program/version.js';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';

const folder = useFolder();

async function run(line: string): Promise<void> {
  const { status, stderr } = await cmsc([...line.split(' '), '-q'], { cwd: folder.path });
  expect({ line, status, stderr }).toEqual({ line, status: 0, stderr: '' });
}

/** The key-value metadata of a Parquet file. */
async function metadataOf(name: string): Promise<Record<string, string>> {
  const database = await SourceDatabase.open(join(folder.path, 'X.duckdb'));
  const path = join(folder.path, name);
  const { rows } = await database.rows(
    `SELECT decode(key), decode(value) FROM parquet_kv_metadata('${path}')`,
  );
  await database.rows(`FROM '${path}'`);
  await database.close();
  return Object.fromEntries(rows as [string, string][]);
}

it('Parquet names the command, its version and options, and the files that it was made of', async () => {
  await run('generate . --events 3000 --seed 1');
  await run('build . -o X.duckdb');
  const made = [
    [
      'sessions auth.txt.gz --redteam redteam.txt.gz --min-duration 5',
      { minDurationSeconds: 5, ties: 'pair' },
    ],
    ['processes proc.txt.gz --threads 2', { preset: 'destination' }],
    ['label auth.txt.gz --redteam redteam.txt.gz', { redteam: 'redteam.txt.gz' }],
    ['score auth.txt.gz --from 0', { protocol: 'lmdeval' }],
    ['score X.duckdb', { unit: 'session' }],
    ['sequences X.duckdb --cutoff 2', { cutoff: 2 }],
    ['ngrams X.duckdb -n 1', { n: 1 }],
  ] as const;
  for (const [line, options] of made) {
    await run(`${line} -o out.parquet --force`);
    const metadata = await metadataOf('out.parquet');
    const [command = '', input = ''] = line.split(' ');
    expect(metadata).toMatchObject({ 'cmsc.version': version, 'cmsc.command': command });
    expect(JSON.parse(metadata['cmsc.options'] ?? '')).toMatchObject(options);
    const inputs = JSON.parse(metadata['cmsc.inputs'] ?? '') as {
      path: string;
      sha256: string;
      rows: number;
    }[];
    const file = input === 'X.duckdb' ? 'auth.txt.gz' : input;
    const sha256 = createHash('sha256')
      .update(readFileSync(join(folder.path, file)))
      .digest('hex');
    expect(inputs.find(({ path }) => path.endsWith(file))).toMatchObject({
      sha256,
      rows: expect.any(Number),
    });
  }
});

it('the bytes are the same for any number of threads', async () => {
  await run('generate . --events 3000 --seed 1');
  for (const threads of [1, 3]) await run(`sessions auth.txt.gz --threads ${threads} -o ${threads}.parquet`);
  expect(readFileSync(join(folder.path, '1.parquet'))).toEqual(readFileSync(join(folder.path, '3.parquet')));
});
