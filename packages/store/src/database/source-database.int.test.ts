import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databaseOf } from '../testing/database-of.js';
import { query } from '../testing/read-tables.js';
import { useTemporaryFolder } from '../testing/temporary-folder.js';
import { isOfDatabase } from './database-failed.js';
import { SourceDatabase } from './source-database.js';

const folder = useTemporaryFolder();
const FORMATS = ['csv', 'json', 'jsonl', 'table', 'parquet', 'duckdb'];

let hostsDatabase: Buffer;
beforeAll(async () => {
  hostsDatabase = await databaseOf([
    `CREATE TABLE hosts AS SELECT range AS id, 'C' || range AS host FROM range(3)`,
  ]);
});
beforeEach(() => writeFileSync(folder.file('X.duckdb'), hostsDatabase));

/** A database that was opened once; what it runs gives what it writes. */
async function open({ writable = false } = {}) {
  const source = await SourceDatabase.open(folder.file('X.duckdb'), { writable });
  return {
    async run(sql: string, format = 'csv'): Promise<string> {
      await source.write(sql, folder.file('out'), { format, force: true });
      return readFileSync(folder.file('out'), 'utf8');
    },
    close: () => source.close(),
  };
}

/** Runs SQL on its own. */
async function run(sql: string, { writable = false } = {}): Promise<string> {
  const source = await open({ writable });
  try {
    return await source.run(sql);
  } finally {
    await source.close();
  }
}

const hosts = () => query(folder.file('X.duckdb'), 'SELECT count(*) AS hosts FROM hosts');

describe('any statement in any format', () => {
  const statements = [
    'SELECT id FROM hosts -- all of them',
    'SELECT id FROM hosts /* all; of them */ ; ;',
    '-- all of them\nFROM hosts',
    'WITH h AS (FROM hosts) SELECT * FROM h ORDER BY id',
    'VALUES (1), (2)',
    'TABLE hosts',
    'SHOW TABLES',
    'SHOW hosts',
    'DESCRIBE hosts',
    'DESCRIBE SELECT 1',
    'SUMMARIZE hosts',
    'EXPLAIN FROM hosts',
    'EXPLAIN ANALYZE FROM hosts',
    `PRAGMA table_info('hosts')`,
    'PRAGMA version',
    'PRAGMA threads = 1',
    `SET TimeZone = 'UTC'`,
    'CALL pragma_version()',
    'PIVOT hosts ON id USING count(*)',
    'UNPIVOT hosts ON id',
  ];
  const changes = [
    'CREATE TABLE copy AS FROM hosts',
    'CREATE TABLE empty (id INTEGER)',
    `INSERT INTO hosts VALUES (9, 'C9')`,
    `INSERT INTO hosts VALUES (9, 'C9') RETURNING *`,
    'UPDATE hosts SET id = id + 1',
    'DELETE FROM hosts',
    'ALTER TABLE hosts ADD COLUMN os VARCHAR',
    'CHECKPOINT',
    'VACUUM',
    'ANALYZE',
    'CREATE VIEW v AS FROM hosts; FROM v',
    'DROP TABLE copy',
  ];

  it.each(FORMATS)('runs all that reads in %s', async (format) => {
    const source = await open();
    for (const sql of statements) await expect(source.run(sql, format), sql).resolves.toBeTypeOf('string');
    await source.close();
  });

  it.each(FORMATS)('runs all that changes in %s', async (format) => {
    const source = await open({ writable: true });
    for (const sql of changes) await expect(source.run(sql, format), sql).resolves.toBeTypeOf('string');
    await source.close();
  });

  it('keeps the order of a SELECT', async () => {
    expect(await run('SELECT host FROM hosts ORDER BY id DESC;')).toBe('host\nC2\nC1\nC0\n');
  });
});

describe('a query that only reads', () => {
  const bytes = () => readFileSync(folder.file('X.duckdb'));

  it.each([
    'DELETE FROM hosts',
    'CREATE TABLE t AS SELECT 1',
    'CREATE TEMP TABLE t AS SELECT 1',
    `CREATE PERSISTENT SECRET s (TYPE s3)`,
    'CHECKPOINT x; SELECT 1',
    `COPY hosts TO 'FOLDER/new.csv'`,
    `EXPLAIN ANALYZE COPY hosts TO 'FOLDER/new.csv'`,
    `EXPORT DATABASE 'FOLDER/new'`,
    `ATTACH 'FOLDER/new.duckdb'`,
    `SET log_query_path = 'FOLDER/new.log'; SELECT 1`,
    `CALL enable_logging('QueryLog', storage = 'file', storage_config = {'path': 'FOLDER/new'})`,
    `SELECT * FROM enable_logging('QueryLog', storage = 'file', storage_config = {'path': 'FOLDER/new'})`,
    'INSTALL httpfs',
    'BEGIN',
    'SELECT 1; SELECT 2',
    'SELECT 1; DELETE FROM hosts',
  ])('leaves everything as it is: %s', async (sql) => {
    const before = bytes();
    await expect(run(sql.replaceAll('FOLDER', folder.path))).rejects.toMatchObject({
      kind: 'usage',
      code: 'BAD_QUERY',
    });
    expect(bytes().equals(before)).toBe(true);
    expect(folder.names()).toEqual(['X.duckdb']);
  });

  it('reads other files', async () => {
    writeFileSync(folder.file('names.csv'), 'id,name\n1,web\n');
    const sql = `SELECT name, host FROM hosts JOIN '${folder.file('names.csv')}' USING (id)`;
    expect(await run(sql)).toBe('name,host\nweb,C1\n');
  });
});

describe('several statements', () => {
  it('run in order, and the rows of the last are written', async () => {
    const sql = `CREATE TABLE t AS SELECT 1 AS a; INSERT INTO t VALUES (2); -- and now
      SELECT sum(a)::INTEGER AS total FROM t;`;
    expect(await run(sql, { writable: true })).toBe('total\n3\n');
  });

  it.each([
    [`DELETE FROM hosts; INSERT INTO nowhere VALUES (1)`, 'nowhere'],
    [`DELETE FROM hosts; SELECT 1; SELECT 2`, 'statement 2 of 3 has rows'],
    [`DELETE FROM hosts; SELECT 'x'::INTEGER`, 'Conversion'],
    [`DELETE FROM hosts; SELEC 1`, 'SELEC'],
  ])('change all or nothing: %s', async (sql, words) => {
    await expect(run(sql, { writable: true })).rejects.toMatchObject({
      code: 'BAD_QUERY',
      message: expect.stringContaining(words) as string,
    });
    expect(await hosts()).toEqual([{ hosts: 3 }]);
    expect(folder.names()).toEqual(['X.duckdb']);
  });
});

describe('what is wrong with a statement', () => {
  it.each([
    ['SELECT hos FROM hosts', /Candidate bindings: "host" LINE 1: SELECT \^hos FROM hosts/],
    ['SELECT *\nFROM host', /Did you mean "hosts"\? LINE 2: FROM \^host$/],
    ['SELEC 1', /^Parser Error: syntax error at or near "SELEC" LINE 1: \^SELEC 1$/],
    ['SELECT foo(1)', /foo/],
    [`SELECT 'x'::INTEGER`, /Could not convert string 'x' to INT32$/],
    ['SELECT 1 WHERE $1', /parameter/],
    ['SELECT ?', /parameter/],
    ['EXPLAIN SELECT $x', /parameter/],
    ['', /no statement/],
    ['-- nothing\n;', /no statement/],
    ['SELECT 1\0; SELECT 2', /NUL/],
  ])('is said in DuckDB’s words, on one line: %s', async (sql, words) => {
    const error = await run(sql).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: 'BAD_QUERY', message: expect.stringMatching(words) as string });
    expect((error as Error).message).not.toContain('\n');
  });
});

describe('what is no whole database', () => {
  const damaged = (change: (bytes: Buffer) => Buffer) =>
    writeFileSync(folder.file('X.duckdb'), change(readFileSync(folder.file('X.duckdb'))));
  const flipped = (at: number) => (bytes: Buffer) => {
    bytes.fill(0x5a, at, at + 64);
    return bytes;
  };

  it.each([
    ['its header', flipped(20)],
    ['its list of blocks', flipped(4096 + 50)],
    ['its catalog', flipped(12288 + 100)],
    ['its rows', (bytes: Buffer) => flipped(bytes.length >> 1)(bytes)],
    ['its end, cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 262144)],
    ['all but its header, cut off', (bytes: Buffer) => bytes.subarray(0, 100)],
  ])('is damaged in %s', async (_, change) => {
    await run('CREATE TABLE names AS SELECT md5(range::VARCHAR) AS name FROM range(50000)', {
      writable: true,
    });
    damaged(change);
    await expect(run('SELECT max(name) FROM names')).rejects.toMatchObject({
      kind: 'data',
      code: 'BAD_DATABASE',
    });
  });

  it('is no database: a text, a folder, an empty file', async () => {
    const open = (name: string) => SourceDatabase.open(folder.file(name));
    writeFileSync(folder.file('text.duckdb'), '1,U1@D,C1\n');
    writeFileSync(folder.file('empty.duckdb'), '');
    await mkdir(folder.file('folder.duckdb'));
    for (const name of ['text', 'empty', 'folder'])
      await expect(open(`${name}.duckdb`)).rejects.toMatchObject({ kind: 'data', code: 'BAD_DATABASE' });
    await expect(open('nowhere')).rejects.toMatchObject({ kind: 'io', code: 'NOT_FOUND' });
  });
});

describe.skipIf(!existsSync('/dev/full'))('a disk that is full', () => {
  it.each([
    `COPY (SELECT 'x' FROM range(9000)) TO '/dev/full'`,
    `COPY (SELECT 1 AS one) TO '/dev/full' (FORMAT parquet)`,
    `ATTACH '/dev/full' AS other`,
  ])('is that of the file that is written: %s', async (sql) => {
    await expect(run(sql, { writable: true })).rejects.toMatchObject({
      kind: 'io',
      code: 'WRITE_FAILED',
      message: expect.stringMatching(/^\/dev\/full: can't be written: the disk is full/) as string,
    });
  });
});

it('says which other file is no database', async () => {
  const other = folder.file('other.txt');
  writeFileSync(other, '1,U1@D,C1\n');
  await expect(run(`ATTACH '${other}' AS other`, { writable: true })).rejects.toMatchObject({
    code: 'BAD_DATABASE',
    context: { file: other },
  });
});

it.each([
  ['/x/X.duckdb', true],
  ['X.duckdb.wal', true],
  ['X.duckdb.wal.recovery', true],
  ['X.duckdb.tmp', true],
  ['X.duckdb.csv', false],
  ['/dev/full', false],
])('%s is of the database: %s', (file, isOf) => {
  expect(isOfDatabase(file, 'here/X.duckdb')).toBe(isOf);
});

it('leaves no output attached when it fails, and hears an abort while it opens', async () => {
  const source = await open();
  await expect(source.run(`SELECT error('stop')`, 'duckdb')).rejects.toMatchObject({ code: 'BAD_QUERY' });
  await expect(source.run('SELECT 1 AS one', 'duckdb')).resolves.toBeTypeOf('string');
  await source.close();
  const stop = new AbortController();
  const opening = SourceDatabase.open(folder.file('X.duckdb'), { signal: stop.signal });
  stop.abort();
  await expect(opening).rejects.toMatchObject({ kind: 'interrupted', code: 'INTERRUPTED' });
  expect(folder.names()).toEqual(['X.duckdb', 'out']);
});

it('says that a statement was called off, and not that it was wrong', async () => {
  const stop = new AbortController();
  const source = await SourceDatabase.open(folder.file('X.duckdb'), { signal: stop.signal });
  const reading = (async () => {
    for await (const rows of source.batches('SELECT a.range FROM range(100000) a, range(100000) b'))
      if (rows.length > 0) stop.abort();
  })();
  await expect(reading).rejects.toMatchObject({ kind: 'interrupted', code: 'INTERRUPTED' });
  await source.close();
});

it('reads rows as text as they come, more than one page of them', async () => {
  const source = await SourceDatabase.open(folder.file('X.duckdb'));
  const { columns, batches } = await source.read(`SELECT range AS n, [range] AS list FROM range(5000)`);
  expect(columns).toEqual([
    { name: 'n', isNumber: true },
    { name: 'list', isNumber: false },
  ]);
  let count = 0;
  for await (const batch of batches()) {
    if (count === 0)
      expect(batch.rows().slice(0, 2)).toEqual([
        ['0', '[0]'],
        ['1', '[1]'],
      ]);
    count += batch.length;
  }
  expect(count).toBe(5000);
  await source.close();
});

it('is let go of in the middle of its rows', async () => {
  const open = readdirSync('/dev/fd');
  const sql = 'SELECT range FROM range(1000000)';
  for (const read of ['batches', 'numbers', 'text'] as const) {
    const source = await SourceDatabase.open(folder.file('X.duckdb'));
    const rows = read === 'text' ? (await source.read(sql)).batches() : source[read](sql);
    expect((await rows.next()).done).toBe(false);
    await rows.return(undefined);
    await source.close();
    expect(readdirSync('/dev/fd')).toEqual(open);
  }
});

describe('a query that fails late, when rows have been handed over', () => {
  const LATE = `SELECT CASE WHEN range = 400000 THEN error('late') ELSE range END AS n FROM range(500000)`;

  it.each(FORMATS)('is no shorter result in %s', async (format) => {
    const source = await open();
    await expect(source.run(LATE, format)).rejects.toMatchObject({ code: 'BAD_QUERY' });
    await source.close();
    expect(folder.names()).toEqual(['X.duckdb']);
  });

  it('fails in whatever way its rows are read', async () => {
    const source = await SourceDatabase.open(folder.file('X.duckdb'));
    const readings = [
      source.numbers(LATE),
      (await source.read(LATE)).batches(),
    ] as const satisfies AsyncIterable<{ length: number }>[];
    for (const reading of readings) {
      let rows = 0;
      const all = (async () => {
        for await (const { length } of reading) rows += length;
      })();
      await expect(all).rejects.toMatchObject({ code: 'BAD_QUERY' });
      expect(rows).toBeLessThan(500_000);
    }
    await source.close();
  });
});
