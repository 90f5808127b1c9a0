import { SourceDatabase } from '@cmsc/store';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import { cmsc } from './testing/cmsc.js';
import { useFolder } from './testing/folder.js';

const folder = useFolder();
const inFolder = (...names: string[]) => join(folder.path, ...names);

async function run(line: string): Promise<void> {
  const { status, stderr } = await cmsc([...line.split(' '), '-q'], { cwd: folder.path });
  expect({ line, status, stderr }).toEqual({ line, status: 0, stderr: '' });
}

async function refused(line: string): Promise<string> {
  const { status, stderr } = await cmsc([...line.split(' '), '-q'], { cwd: folder.path });
  expect([2, 3]).toContain(status);
  return stderr;
}

beforeEach(() => run('generate . --events 4000 --seed 3 --days 4'));

/** The rows of all parts, each with the day of its folder in front, and the files. */
function rowsOf(
  name: string,
  ending: string,
  read = (bytes: Buffer) => bytes,
): { rows: string[]; days: number[] } {
  const days = readdirSync(inFolder(name)).map((part) => Number(/^day=(\d+)$/.exec(part)?.[1]));
  const rows = days.flatMap((day) => {
    const [file = '', ...others] = readdirSync(inFolder(name, `day=${day}`));
    expect([file, others]).toEqual([`part-0.${ending}`, []]);
    const lines = read(readFileSync(inFolder(name, `day=${day}`, file)))
      .toString()
      .trimEnd()
      .split('\n');
    return lines.slice(1).map((line) => `${day},${line}`);
  });
  return { rows, days };
}

describe('--partition day', () => {
  it.each([
    ['sessions auth.txt.gz --redteam redteam.txt.gz --keep-open', 2],
    ['sessions auth.txt.gz --preset notebook --order close', 3],
    ['processes proc.txt.gz', 3],
    ['label auth.txt.gz --redteam redteam.txt.gz', 0],
  ])(
    'puts each row of %s into the file of its day, once, in the order that it has without',
    async (line, time) => {
      await run(`${line} -o whole.csv`);
      await run(`${line} --partition day --format csv.gz -o parts`);
      const whole = readFileSync(inFolder('whole.csv'), 'utf8').trimEnd().split('\n').slice(1);
      const { rows, days } = rowsOf('parts', 'csv.gz', gunzipSync);
      expect(days.length).toBeGreaterThan(2);
      const expected = whole.map((row) => `${Math.floor(Number(row.split(',')[time]) / 86_400)},${row}`);
      for (const day of days) {
        const ofDay = (all: string[]) => all.filter((row) => row.startsWith(`${day},`));
        expect(ofDay(rows)).toEqual(ofDay(expected));
      }
      expect(rows).toHaveLength(whole.length);
    },
  );

  it('is Parquet by default, which is read as one table, and the same for any number of threads', async () => {
    await run('build . -o X.duckdb');
    for (const threads of [1, 3])
      await run(
        `sessions auth.txt.gz --session-ids --partition day --threads ${threads} -o parts${threads} --report r.json --force`,
      );
    const database = await SourceDatabase.open(inFolder('X.duckdb'));
    const columns =
      'session_id, dst_user, dst_machine, start_time, end_time, origins, start_time // 86400 AS day';
    const { rows } = await database.rows(`SELECT count(*), (SELECT count(*) FROM sessions) FROM (
      SELECT ${columns.replace(/, start_time .*/, ', day')} FROM read_parquet('${inFolder('parts1')}/*/*.parquet', hive_partitioning = true)
      INTERSECT SELECT ${columns} FROM sessions)`);
    await database.close();
    expect(rows[0]?.[0]).toBe(rows[0]?.[1]);
    const { outputs } = JSON.parse(readFileSync(inFolder('r.json'), 'utf8')) as {
      outputs: { path: string }[];
    };
    expect(outputs.map(({ path }) => path)).toEqual(
      readdirSync(inFolder('parts3')).map((day) => join('parts3', day, 'part-0.parquet')),
    );
    for (const day of readdirSync(inFolder('parts1'))) {
      const bytes = (name: string) => readFileSync(inFolder(name, day, 'part-0.parquet'));
      expect(bytes('parts3')).toEqual(bytes('parts1'));
    }
  });

  it('replaces the folder of an earlier run with --force, and nothing that is not ours', async () => {
    const line = 'sessions auth.txt.gz --partition day -o parts';
    await run(line);
    expect(await refused(line)).toContain('exists already');
    await run(`${line} --force --to day0`);
    expect(readdirSync(inFolder('parts'))).toEqual(['day=0']);
    writeFileSync(inFolder('parts', 'day=0', 'mine.txt'), '');
    expect(await refused(`${line} --force`)).toContain('which is no part of an output');
    mkdirSync(inFolder('other'));
    writeFileSync(inFolder('other', 'x'), '');
    expect(await refused('sessions auth.txt.gz --partition day -o other --force')).toContain('holds x');
  });

  it('is whole or absent, and refuses what it can not be', async () => {
    writeFileSync(inFolder('bad.txt'), `${gunzipSync(readFileSync(inFolder('auth.txt.gz'))).toString()}x\n`);
    const { status } = await cmsc(['sessions', 'bad.txt', '--partition', 'day', '-o', 'bad'], {
      cwd: folder.path,
    });
    expect(status).toBe(1);
    expect(existsSync(inFolder('bad'))).toBe(false);
    expect(readdirSync(folder.path).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(await refused('sessions auth.txt.gz --partition day')).toContain('--partition makes a folder');
    expect(await refused('sessions auth.txt.gz --partition day -o x.duckdb')).toContain('has no parts');
    expect(await refused('sessions auth.txt.gz --partition day --grouped -o x')).toContain('cannot be used');
    expect(await refused('sessions auth.txt.gz --partition week -o x')).toContain('choose one of day');
  });
});
