import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { databaseOf } from '../testing/database-of.js';
import { TYPED_VALUES } from '../testing/duckdb-values.js';
import { query } from '../testing/read-tables.js';
import { useTemporaryFolder } from '../testing/temporary-folder.js';
import { SourceDatabase } from './source-database.js';

const folder = useTemporaryFolder();

const FORMATS = ['csv', 'csv.gz', 'json', 'jsonl', 'jsonl.gz', 'table', 'parquet', 'duckdb'];
const names = Object.keys(TYPED_VALUES);

let empty: Buffer;
beforeAll(async () => {
  empty = await databaseOf([]);
});

/** What a query gives in a format, as it lies in its file. */
async function write(sql: string, format: string): Promise<string> {
  writeFileSync(folder.file('X.duckdb'), empty);
  const source = await SourceDatabase.open(folder.file('X.duckdb'));
  try {
    const file = folder.file(`out.${format}`);
    await source.write(sql, file, { format, force: true });
    return file;
  } finally {
    await source.close();
  }
}

function text(file: string): string {
  const bytes = readFileSync(file);
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
}

/** All values of a CSV text, without their quotes. */
function csvValues(csv: string): string[] {
  return Array.from(csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))[,\n]/g), ([, quoted, bare = '']) =>
    quoted === undefined ? bare : quoted.replaceAll('""', '"'),
  );
}

describe('values of every type', () => {
  const sql = `SELECT ${names.map((name) => `${TYPED_VALUES[name]!.sql} AS "${name}"`).join(', ')}`;

  it.each(['csv', 'csv.gz'])('come out in %s', async (format) => {
    const values = csvValues(text(await write(sql, format)));
    const [header, row] = [values.slice(0, names.length), values.slice(names.length)];
    expect(row).toHaveLength(names.length);
    expect(header).toEqual(names);
    expect(Object.fromEntries(names.map((name, i) => [name, row![i]]))).toEqual(
      Object.fromEntries(names.map((name) => [name, TYPED_VALUES[name]!.csv ?? ''])),
    );
  });

  it.each(['json', 'jsonl', 'jsonl.gz'])('come out in %s, digit by digit', async (format) => {
    const written = text(await write(sql, format));
    const row = format === 'json' ? written.slice(3, -3) : written.trimEnd();
    expect(() => JSON.parse(written) as unknown).not.toThrow();
    const members = names.map((name) => `"${name}":${TYPED_VALUES[name]!.json}`);
    expect(row.split(/,(?="[A-Za-z]+":)/)).toEqual(`{${members.join(',')}}`.split(/,(?="[A-Za-z]+":)/));
  });

  it('come out in a table, a row a line', async () => {
    const lines = text(await write(sql, 'table')).split('\n');
    expect(lines).toHaveLength(3);
    for (const name of ['hugeint', 'timeTz', 'interval', 'nan'])
      expect(lines[1]).toContain(TYPED_VALUES[name]!.csv);
    expect(lines[1]).toContain(TYPED_VALUES['struct']!.json);
    expect(lines[1]).toContain('a\\x0a"b"');
  });

  it.each([
    ['parquet', (file: string) => `FROM '${file}'`],
    ['duckdb', () => 'FROM result'],
  ])('come out in %s', async (format, from) => {
    const file = await write(sql, format);
    const texts = (of: (name: string) => string) =>
      names.map((name) => `(${of(name)})::VARCHAR AS "${name}"`).join(', ');
    const [written] = await query(
      format === 'duckdb' ? file : ':memory:',
      `SELECT ${texts((name) => `"${name}"`)} ${from(file)}`,
    );
    const [wanted] = await query(':memory:', `SELECT ${texts((name) => TYPED_VALUES[name]!.sql)}`);
    expect(written).toEqual(wanted);
  });
});

describe('columns of one name', () => {
  const sql = `SELECT *, 5 AS "TIME" FROM (VALUES (1, 'u')) AS s(time, user) JOIN (VALUES (2, 'u', 4)) AS r(time, user, host) ON true`;
  const wanted = { time: 1, user: 'u', time_1: 2, user_1: 'u', host: 4, TIME_2: 5 };

  it.each(FORMATS)('keep their own values in %s', async (format) => {
    const file = await write(sql, format);
    if (format === 'parquet') expect(await query(':memory:', `FROM '${file}'`)).toEqual([wanted]);
    else if (format === 'duckdb') expect(await query(file, 'FROM result')).toEqual([wanted]);
    else if (format === 'table')
      expect(text(file)).toBe(
        'time  user  time_1  user_1  host  TIME_2\n   1  u          2  u          4       5\n',
      );
    else if (format.startsWith('csv'))
      expect(text(file)).toBe('time,user,time_1,user_1,host,TIME_2\n1,u,2,u,4,5\n');
    else expect([JSON.parse(text(file))].flat()).toEqual([wanted]);
  });
});

describe('results without rows', () => {
  it.each(FORMATS)('are files, too, in %s', async (format) => {
    const file = await write('SELECT 1 AS one, [1.5::DOUBLE] AS list WHERE false', format);
    if (format === 'parquet') expect(await query(':memory:', `FROM '${file}'`)).toEqual([]);
    else if (format === 'duckdb') expect(await query(file, 'FROM result')).toEqual([]);
    else if (format === 'json') expect(JSON.parse(text(file))).toEqual([]);
    else
      expect(text(file)).toBe(
        format.startsWith('csv') ? 'one,list\n' : format === 'table' ? 'one  list\n' : '',
      );
  });
});
