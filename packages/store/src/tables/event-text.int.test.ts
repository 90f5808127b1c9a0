import { randomNumbers, type CmscError } from '@cmsc/core';
import { DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { useTemporaryFolder } from '../testing/temporary-folder.js';
import type { EventColumn } from './event-query.js';
import { EventTable } from './event-table.js';
import { EventText } from './event-text.js';
import type { TableAddress } from './stored-table.js';

const folder = useTemporaryFolder();

const COLUMNS: EventColumn[] = [
  { name: 'time', kind: 'time' },
  { name: 'src_user', kind: 'name' },
  { name: 'result', kind: 'edge' },
];

/** Runs statements, with the folder of the test as `$`. */
async function run(...statements: string[]): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement.replaceAll('$/', `${folder.path}/`));
  connection.closeSync();
  instance.closeSync();
}

function parquet(name = 't.parquet'): TableAddress {
  return { path: name, file: folder.file(name), kind: 'parquet' };
}

function inDatabase(table?: string): TableAddress {
  return { path: `x.duckdb#${table}`, file: folder.file('x.duckdb'), kind: 'duckdb', table };
}

async function textOf(address: TableAddress, columns = COLUMNS): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of new EventText(address, columns)) pieces.push(Buffer.from(piece).toString());
  return pieces.join('');
}

/** What is said of a table that can't be read. */
async function failureOf(address: TableAddress, columns = COLUMNS): Promise<object> {
  const error = await textOf(address, columns).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'CmscError' });
  return error as object;
}

/** The statement that makes a Parquet file of a query. */
const copied = (query: string, options = '') => `COPY (${query}) TO '$/t.parquet' (FORMAT parquet${options})`;

describe('the text of a table', () => {
  const anyText = fc.oneof(
    fc.constantFrom('U1@DOM1', 'C12345$@DOM1', 'ANONYMOUS LOGON@C586', 'a twelve-byt', 'thirteen-byte', ''),
    fc.string({ unit: fc.constantFrom('a', 'é', '😀', ',', '"', '\n', '\r', ' ', '-', '.'), maxLength: 16 }),
  );
  const anyRows = fc.array(fc.tuple(fc.nat({ max: 2 ** 31 - 1 }), anyText, anyText), { maxLength: 40 });

  it('is that of a file of the same rows', async () => {
    const sql = (text: string) => `'${text.replaceAll("'", "''")}'`;
    const csv = (text: string) => (/[,"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    await fc.assert(
      fc.asyncProperty(anyRows, async (rows) => {
        const values = rows.map(([time, user, result]) => `(${time}, ${sql(user)}, ${sql(result)})`);
        await run(
          'CREATE TABLE t (time BIGINT, src_user VARCHAR, result VARCHAR)',
          ...(values.length > 0 ? [`INSERT INTO t VALUES ${values.join(', ')}`] : []),
          copied('FROM t'),
        );
        expect(await textOf(parquet())).toBe(
          rows.map(([time, user, result]) => `${time},${csv(user)},${csv(result)}\n`).join(''),
        );
      }),
      { numRuns: 30, seed: 11 },
    );
  });

  it.each(['snappy', 'zstd', 'gzip', 'uncompressed'])(
    'has the rows in their order, over row groups and chunks, packed with %s',
    async (packing) => {
      const rows = `SELECT i::BIGINT AS time, 'U' || i % 3000 || '@DOM' || repeat('x', i % 11) AS src_user,
        CASE WHEN i % 2 = 0 THEN 'a long text that has an address' ELSE 'b' || i END AS result FROM range(30000) r(i)`;
      await run(copied(rows, `, COMPRESSION ${packing}, ROW_GROUP_SIZE 4096`));
      const expected = Array.from({ length: 30_000 }, (_, i) => {
        const result = i % 2 === 0 ? 'a long text that has an address' : `b${i}`;
        return `${i},U${i % 3000}@DOM${'x'.repeat(i % 11)},${result}\n`;
      });
      expect(await textOf(parquet())).toBe(expected.join(''));
    },
  );

  it.each([
    ...['TINYINT', 'UTINYINT', 'SMALLINT', 'INTEGER', 'UINTEGER', 'BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT'],
    ...['FLOAT', 'DOUBLE', 'DECIMAL(9,2)'],
  ])('takes seconds of type %s', async (type) => {
    await run(
      `ATTACH '$/x.duckdb' AS x`,
      `CREATE TABLE x.t AS SELECT 7::${type} AS time, 'U1' AS src_user, 'a' AS result`,
    );
    expect(await textOf(inDatabase('t'))).toBe('7,U1,a\n');
  });

  it('leaves times that are no seconds for the rules of rows', async () => {
    await run(
      copied(
        `SELECT unnest([1, 1.5, -1, 2147483648, 1e300, 'nan', NULL]::DOUBLE[]) AS time, 'U' AS src_user, 'a' AS result`,
      ),
    );
    const times = (await textOf(parquet())).split('\n').map((line) => line.split(',')[0]);
    expect(times).toEqual(['1', '1.5', '-1.0', '2147483648.0', '1e+300', 'nan', '\0time', '']);
  });

  it('tells NULL from a name that is empty', async () => {
    await run(copied(`SELECT 1 AS time, unnest([NULL, '', 'U1']) AS src_user, 'a' AS result`));
    expect(await textOf(parquet())).toBe('1,\0src_user,a\n1,,a\n1,U1,a\n');
  });

  it('finds columns by their names in any case and order, and those of an enumeration', async () => {
    await run(
      `CREATE TYPE kind AS ENUM ('b', 'a')`,
      copied(`SELECT 'a'::kind AS RESULT, 0.5 AS more, 'U1' AS Src_User, 3 AS "TIME"`),
    );
    expect(await textOf(parquet())).toBe('3,U1,a\n');
    const table = await EventTable.open(parquet(), [COLUMNS]);
    expect(table.check(COLUMNS)).toEqual(['more']);
    await table.close();
  });

  it('counts what it has read of a file, and takes its hash', async () => {
    await run(copied(`SELECT 1 AS time, 'U1' AS src_user, 'a' AS result`));
    const bytes = readFileSync(folder.file('t.parquet'));
    const text = new EventText(parquet(), COLUMNS);
    for await (const piece of text) expect(piece.length).toBeGreaterThan(0);
    expect(text).toMatchObject({
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
  });

  it('is called off', async () => {
    await run(copied(`SELECT i::INTEGER AS time, 'U1' AS src_user, 'a' AS result FROM range(100000) r(i)`));
    const stop = new AbortController();
    const reading = (async () => {
      for await (const piece of new EventText(parquet(), COLUMNS, { signal: stop.signal }))
        if (piece.length > 0) stop.abort(new Error('stopped'));
    })();
    await expect(reading).rejects.toMatchObject({ code: 'INTERRUPTED', cause: { message: 'stopped' } });
  });
});

describe('columns that are not as they should be', () => {
  it.each([
    ['TIMESTAMP', `'2011-01-01'::TIMESTAMP`, 'epoch(time)::BIGINT'],
    ['TIMESTAMP WITH TIME ZONE', `'2011-01-01'::TIMESTAMPTZ`, 'epoch(time)::BIGINT'],
    ['DATE', `'2011-01-01'::DATE`, 'epoch(time)::BIGINT'],
    ['VARCHAR', `'7'`, 'CAST(time AS BIGINT)'],
    ['BOOLEAN', 'true', 'CAST(time AS BIGINT)'],
  ])('refuses a time of type %s', async (type, value, way) => {
    await run(copied(`SELECT ${value} AS time, 'U1' AS src_user, 'a' AS result`));
    expect(await failureOf(parquet())).toMatchObject({
      kind: 'data',
      code: 'MISSING_COLUMN',
      what: `its column time is ${type}, not whole seconds`,
      context: { file: 't.parquet', hint: expect.stringContaining(way) },
    });
  });

  it.each(['1', `'\\x01'::BLOB`, `['a']`, `{'a': 1}`])('refuses a name such as %s', async (value) => {
    await run(copied(`SELECT 1 AS time, ${value} AS src_user, 'a' AS result`));
    expect(await failureOf(parquet())).toMatchObject({
      code: 'MISSING_COLUMN',
      what: expect.stringMatching(/^its column src_user is [A-Z]+.*, not text$/),
    });
  });

  it('calls a list a list', async () => {
    await run(copied(`SELECT 1 AS time, [{'a': 'x'}] AS src_user, 'a' AS result`));
    expect(await failureOf(parquet())).toMatchObject({ what: 'its column src_user is STRUCT[], not text' });
  });

  it('says which column is missing, and which are there', async () => {
    await run(copied(`SELECT 1 AS time, 'U1' AS user, 'a' AS result`));
    expect(await failureOf(parquet())).toMatchObject({
      kind: 'data',
      code: 'MISSING_COLUMN',
      what: 'there is no column src_user',
      context: { hint: expect.stringContaining('time, user, result') },
    });
  });
});

describe('a table of a database', () => {
  const MAKE = [
    `ATTACH '$/x.duckdb' AS x`,
    `CREATE TABLE x.auth_raw AS SELECT 1 AS time, 'main' AS src_user, 'a' AS result`,
    'CREATE VIEW x.seen AS FROM x.auth_raw',
    'CREATE SCHEMA x.raw',
    `CREATE TABLE x.raw."odd ""#.' name" AS SELECT 1 AS time, 'odd' AS src_user, 'a' AS result`,
    'CREATE TABLE x.other AS SELECT 1 AS a',
  ];

  it.each([
    ['auth_raw', 'main'],
    ['AUTH_RAW', 'main'],
    ['"auth_raw"', 'main'],
    ['main.auth_raw', 'main'],
    ['seen', 'main'],
    [`raw.odd "#.' name`, 'odd'],
    [`raw."odd ""#.' name"`, 'odd'],
  ])('is found as %s', async (name, user) => {
    await run(...MAKE);
    expect(await textOf(inDatabase(name))).toBe(`1,${user},a\n`);
  });

  it.each([
    [undefined, 'the file is a DuckDB database, and its table is not named'],
    ['', 'the file is a DuckDB database, and its table is not named'],
    ['no such', 'the database has no table no such'],
  ])('is to be named: %s', async (name, what) => {
    await run(...MAKE);
    const file = folder.file('x.duckdb');
    expect(await failureOf(inDatabase(name))).toMatchObject({
      kind: 'usage',
      code: 'BAD_OPTION',
      what,
      context: {
        hint: `of its tables these have the columns: ${file}#auth_raw, ${file}#seen, ${file}#raw.odd "#.' name`,
      },
    });
  });

  it('is no shorter where a value fails late, when rows have been handed over', async () => {
    await run(
      `ATTACH '$/x.duckdb' AS x`,
      `CREATE VIEW x.late AS SELECT (CASE WHEN i = 400000 THEN 'x' ELSE i::VARCHAR END)::INTEGER AS time, 'U' AS src_user, 'a' AS result
        FROM range(500000) r(i)`,
    );
    expect(await failureOf(inDatabase('late'))).toMatchObject({
      kind: 'data',
      code: 'BAD_DATABASE',
      what: "the table can't be read: Could not convert string 'x' to INT32",
    });
  });

  it('is no view of what is gone, or of a network', async () => {
    await run(
      copied('SELECT 1 AS time'),
      `ATTACH '$/x.duckdb' AS x`,
      `CREATE VIEW x.gone AS SELECT time, 'U' AS src_user, 'a' AS result FROM '$/t.parquet'`,
    );
    rmSync(folder.file('t.parquet'));
    expect(await failureOf(inDatabase('gone'))).toMatchObject({ kind: 'data', code: 'BAD_DATABASE' });
  });
});

describe('a file that is damaged', () => {
  const rows = `SELECT i AS time, 'U' || i AS src_user, 'a' AS result FROM range(20000) r(i)`;

  it.each([
    ['cut off', (file: string) => truncateSync(file, 5000)],
    ['nothing but a mark', (file: string) => writeFileSync(file, 'PAR1')],
    ['overwritten', (file: string) => overwrite(file, 2000, 2000)],
    ['overwritten at its end', (file: string) => overwrite(file, -300, 200)],
  ])('is named: %s', async (_, damage) => {
    await run(copied(rows));
    damage(folder.file('t.parquet'));
    expect(await failureOf(parquet())).toMatchObject({
      kind: 'data',
      code: 'BAD_PARQUET',
      context: { file: 't.parquet' },
    });
  });

  it.each(['parquet', 'duckdb'] as const)('is named when it is encrypted: %s', async (kind) => {
    await run(
      `SET force_mbedtls_unsafe = 'true'`,
      `PRAGMA add_parquet_key('k', '0123456789112345')`,
      copied(rows, `, ENCRYPTION_CONFIG {footer_key: 'k'}`),
      `ATTACH '$/x.duckdb' AS x (ENCRYPTION_KEY 'secret')`,
      'CREATE TABLE x.t AS SELECT 1 AS time',
    );
    expect(await failureOf(kind === 'parquet' ? parquet() : inDatabase('t'))).toMatchObject({
      kind: 'data',
      what: 'the file is encrypted',
    });
  });

  it('gives its rows or an error, whatever happened to its bytes', async () => {
    await run(
      copied(rows, ', COMPRESSION zstd'),
      `ATTACH '$/x.duckdb' AS x`,
      `CREATE TABLE x.t AS FROM '$/t.parquet'`,
    );
    const random = randomNumbers(3);
    for (const address of Array.from({ length: 20 }, () => [parquet(), inDatabase('t')]).flat()) {
      const whole = readFileSync(address.file);
      const bytes = Buffer.from(whole);
      for (let i = 0; i < 3; i++)
        bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
      // What says where all else is stands at the end of a Parquet file.
      if (address.kind === 'parquet') bytes[bytes.length - 1 - Math.floor(random() * 500)] = random() * 256;
      writeFileSync(address.file, bytes);
      const outcome = await textOf(address).then(
        (text) => text.split('\n').length,
        (error: CmscError) => `${error.name} ${error.kind}`,
      );
      expect([20_001, 'CmscError data']).toContain(outcome);
      writeFileSync(address.file, whole);
    }
  });

  function overwrite(file: string, at: number, length: number): void {
    const bytes = readFileSync(file);
    bytes.fill(0xa5, at < 0 ? bytes.length + at : at, (at < 0 ? bytes.length + at : at) + length);
    writeFileSync(file, bytes);
  }
});
