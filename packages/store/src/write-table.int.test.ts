import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { CmscError } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { OUTPUT_FORMATS, type OutputFormat } from './format.js';
import type { TableRows } from './table.js';
import { writeTable } from './write-table.js';
import { expectedCsv, expectedJsonl, expectedObjects } from './testing/expected-text.js';
import { fingerprint } from './testing/fingerprint.js';
import { ALL_COLUMNS, MadeUpTable, SESSION_COLUMNS, type MadeUpRow } from './testing/made-up-table.js';
import {
  query,
  readDatabase,
  readParquetWithDuckDB,
  readParquetWithHyparquet,
} from './testing/read-tables.js';
import { useTemporaryFolder } from './testing/temporary-folder.js';

const folder = useTemporaryFolder();

/** Rows in order of emission, of which the key order is another one. */
const SESSIONS: MadeUpRow[] = [
  { key: ['U66@DOM1', 'C17693'], cells: [5, 9, 4, 1, 2, ['C17693', 'C5'], 1, [6, 7]] },
  { key: ['U1@DOM1', 'C2'], cells: [6, null, null, 1, 0, [], 0, []] },
  { key: ['ANONYMOUS LOGON@C586', 'C586'], cells: [6, 6, 0, 3, 1, ['C1'], 0, []] },
  { key: ['U66@DOM1', 'C17693'], cells: [10, 5011199, 5011189, 2147483647, 1, ['C17693'], 0, []] },
  { key: ['U66@DOM1', 'C1'], cells: [0, 1, 1, 1, 1, ['C1'], 0, []] },
];

const HOSTILE = [
  'a,b',
  'say "hi"',
  'two\nlines',
  'CR\rLF\r\n',
  ' spaces ',
  "'; DROP TABLE cells; --",
  '"); DROP TABLE cells; --',
  '$1',
  '\\N',
  '=1+1',
  'ünï 😀\u2028\ufeff',
  '\u0001',
  '__proto__',
  'constructor',
  '123',
  '',
  'x'.repeat(5000),
];

/** The rows of an output of any format, read back as objects. */
async function readBack(path: string, format: OutputFormat, table: MadeUpTable, rows: readonly MadeUpRow[]) {
  if (format === 'parquet') {
    expect(await readParquetWithHyparquet(path)).toEqual(expectedObjects(table, rows));
    return readParquetWithDuckDB(path);
  }
  if (format === 'duckdb') return readDatabase(path);
  const bytes = format.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path);
  const expected = format.startsWith('csv') ? expectedCsv : expectedJsonl;
  expect(bytes.toString()).toBe(expected(table, rows));
  return expectedObjects(table, rows);
}

describe.each(OUTPUT_FORMATS)('writeTable to %s', (format) => {
  it.each(['key', 'close'] as const)(
    'writes sessions in the order %s, and says what it wrote',
    async (order) => {
      const table = new MadeUpTable(['dst_user', 'dst_machine'], SESSION_COLUMNS, SESSIONS);
      const rows = order === 'key' ? table.sorted() : SESSIONS;
      const path = folder.file(`out.${format}`);
      const summary = await writeTable(table.table([2]), path, { order });
      expect(await readBack(path, format, table, rows)).toEqual(expectedObjects(table, rows));
      const bytes = readFileSync(path);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      expect(summary).toEqual({ path, bytes: bytes.length, sha256, rows: 5 });
      expect(folder.names()).toEqual([`out.${format}`]);
    },
  );

  it.each(['key', 'close'] as const)('writes a table without rows in the order %s', async (order) => {
    const table = new MadeUpTable(['dst_user', 'dst_machine'], SESSION_COLUMNS, []);
    const path = folder.file(`out.${format}`);
    expect(await writeTable(table.table(), path, { order })).toMatchObject({ rows: 0 });
    expect(await readBack(path, format, table, [])).toEqual([]);
  });

  it('keeps hostile names as they are', async () => {
    const rows = HOSTILE.flatMap((name, i) => [
      { key: [name, 'C1'], cells: [i, name, [i, -1 - i], [name, 'C1', name], [[i, i + 1]]] },
      { key: ['U1', name], cells: [i, 'Success', [], [name], []] },
    ]);
    const table = new MadeUpTable(['a "user"', "machine's, name"], ALL_COLUMNS, rows);
    const path = folder.file(`out.${format}`);
    await writeTable(table.table(), path);
    expect(await readBack(path, format, table, table.sorted())).toEqual(
      expectedObjects(table, table.sorted()),
    );
  });

  it('writes a table without a key in order of emission', async () => {
    const rows = [3, 1, 2].map((time) => ({ key: [], cells: [time, `U${time}`, 0] }));
    const table = new MadeUpTable([], { time: 'int', src_user: 'name', label: 'int' }, rows);
    const path = folder.file(`out.${format}`);
    const keys = { size: 0, name: () => expect.fail('never asked for') };
    await writeTable({ ...table.table([2]), keys }, path);
    expect(await readBack(path, format, table, rows)).toEqual(expectedObjects(table, rows));
  });

  it('writes lists of hundreds of thousands of values', async () => {
    const times = Array.from({ length: 200_000 }, (_, i) => i * 3);
    const rows = [
      { key: ['U1'], cells: [1, times] },
      { key: ['U1'], cells: [2, []] },
      { key: ['U0'], cells: [1, times.slice(5)] },
    ];
    const table = new MadeUpTable(['dst_user'], { start_time: 'int', attack_times: 'int[]' }, rows);
    const path = folder.file(`out.${format}`);
    await writeTable(table.table(), path);
    expect(await readBack(path, format, table, table.sorted())).toEqual(
      expectedObjects(table, table.sorted()),
    );
  });

  it.each(['we\'ird "d\nir"*%?[a]{b} ünï;--', 'a space', '{uuid}', '%s', '..', 'x'.repeat(240)])(
    'writes to the file name %j',
    async (name) => {
      const table = new MadeUpTable(['dst_user', 'dst_machine'], SESSION_COLUMNS, SESSIONS);
      const path = folder.file(`${name}.${format}`);
      await writeTable(table.table(), path);
      const plain = folder.file(`plain.${format}`);
      await writeTable(table.table(), plain);
      expect(folder.names()).toEqual([`${name}.${format}`, `plain.${format}`].sort());
      expect(await fingerprint(path, format)).toBe(await fingerprint(plain, format));
    },
  );

  it('writes into a folder with a hostile name', async () => {
    const path = folder.file(`it's a "folder"\n?*%[x]; --/out.${format}`);
    mkdirSync(dirname(path));
    const table = new MadeUpTable(['dst_user', 'dst_machine'], SESSION_COLUMNS, SESSIONS);
    const plain = folder.file(`out.${format}`);
    await writeTable(table.table(), path);
    await writeTable(table.table(), plain);
    expect(readdirSync(dirname(path))).toEqual([`out.${format}`]);
    expect(folder.names()).toHaveLength(2);
    expect(await fingerprint(path, format)).toBe(await fingerprint(plain, format));
  });

  it('writes the same for any batches, memory and number of threads', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => {
      const start = Math.floor(i / 3);
      const origins = Array.from({ length: i % 3 }, (_, j) => `C${(i * j) % 77}`);
      return {
        key: [`U${(i * 31) % 501}@DOM1`, `C${(i * 17) % 90}`],
        cells: [start, start + (i % 9), i % 9, 1, 1, origins, 0, []],
      };
    });
    const table = new MadeUpTable(['dst_user', 'dst_machine'], SESSION_COLUMNS, rows);
    const prints = new Set<string>();
    let runs = 0;
    for (const [sizes, threads, memoryLimitBytes] of [
      [[20_000], 1, 2 ** 30],
      [[1000, 7], 2, 2 ** 30],
      [[333], 3, 4 * 2 ** 20],
    ] as const) {
      const path = folder.file(`${runs++}.${format}`);
      await writeTable(table.table(sizes), path, { threads, memoryLimitBytes });
      prints.add(await fingerprint(path, format));
    }
    expect(prints.size).toBe(1);
  });

  it('replaces an output only when it is told to, and keeps it when it fails', async () => {
    const table = new MadeUpTable(['dst_user', 'dst_machine'], SESSION_COLUMNS, SESSIONS);
    const path = folder.file(`out.${format}`);
    writeFileSync(path, 'old');
    await expect(writeTable(table.table(), path)).rejects.toThrow(
      expect.objectContaining({ code: 'OUTPUT_EXISTS' }),
    );
    const failed = writeTable(followedBy(table, failure), path, { force: true });
    await expect(failed).rejects.toThrow('no more');
    expect(readFileSync(path, 'utf8')).toBe('old');
    const { bytes } = await writeTable(table.table(), path, { force: true });
    expect(readFileSync(path)).toHaveLength(bytes);
  });

  it('does not replace an output that came up meanwhile', async () => {
    const table = new MadeUpTable(['dst_user', 'dst_machine'], SESSION_COLUMNS, SESSIONS);
    const path = folder.file(`out.${format}`);
    const written = writeTable(
      followedBy(table, () => writeFileSync(path, 'theirs')),
      path,
    );
    await expect(written).rejects.toThrow(expect.objectContaining({ code: 'OUTPUT_EXISTS' }));
    expect(folder.names()).toEqual([`out.${format}`]);
    expect(readFileSync(path, 'utf8')).toBe('theirs');
  });

  it('says so when its folder vanishes', async () => {
    const table = new MadeUpTable(['dst_user', 'dst_machine'], SESSION_COLUMNS, SESSIONS);
    const path = folder.file(`folder/out.${format}`);
    mkdirSync(dirname(path));
    const vanishes = () => rmSync(dirname(path), { recursive: true });
    await expect(writeTable(followedBy(table, vanishes), path)).rejects.toThrow(
      expect.objectContaining({
        code: 'WRITE_FAILED',
        message: expect.stringContaining('its folder is gone'),
      }),
    );
    expect(folder.names()).toEqual([]);
  });

  it('leaves nothing when its rows fail, before and after some', async () => {
    const some = new MadeUpTable(['dst_user', 'dst_machine'], SESSION_COLUMNS, SESSIONS);
    const none = new MadeUpTable(['dst_user', 'dst_machine'], SESSION_COLUMNS, []);
    for (const table of [none, some]) {
      const failed = writeTable(followedBy(table, failure), folder.file(`out.${format}`));
      await expect(failed).rejects.toThrow('no more');
      expect(folder.names()).toEqual([]);
    }
  });

  it('stops and leaves nothing when its signal says so', async () => {
    const table = new MadeUpTable(['dst_user', 'dst_machine'], SESSION_COLUMNS, SESSIONS);
    const own = new AbortController();
    const interrupted = followedBy(table, () => own.abort());
    const written = writeTable(interrupted, folder.file(`out.${format}`), { signal: own.signal });
    await expect(written).rejects.toThrow(
      expect.objectContaining({ kind: 'interrupted', code: 'INTERRUPTED' }),
    );
    expect(folder.names()).toEqual([]);
  });
});

/** A table, and what happens when all of its rows have been taken. */
function followedBy(table: MadeUpTable, then: () => void): TableRows {
  function* batches() {
    yield* table.batches();
    then();
  }
  return { ...table.table(), batches: batches() };
}

function failure(): never {
  throw new Error('no more');
}

describe('writeTable', () => {
  it('gives Parquet and DuckDB columns of the right types', async () => {
    const table = new MadeUpTable(['dst_user'], ALL_COLUMNS, []);
    await writeTable(table.table(), folder.file('out.parquet'));
    await writeTable(table.table(), folder.file('out.duckdb'));
    const types = [
      { name: 'dst_user', type: 'VARCHAR' },
      { name: 'start_time', type: 'INTEGER' },
      { name: 'result', type: 'VARCHAR' },
      { name: 'times', type: 'INTEGER[]' },
      { name: 'origins', type: 'VARCHAR[]' },
      { name: 'sessions', type: 'STRUCT("start" INTEGER, "end" INTEGER)[]' },
    ];
    const select = 'SELECT column_name AS name, column_type AS type FROM (DESCRIBE FROM';
    expect(await query(':memory:', `${select} read_parquet($1))`, [folder.file('out.parquet')])).toEqual(
      types,
    );
    expect(await query(folder.file('out.duckdb'), `${select} sessions)`)).toEqual(types);
  });

  it('compresses Parquet with zstd', async () => {
    const table = new MadeUpTable(['dst_user', 'dst_machine'], SESSION_COLUMNS, SESSIONS);
    await writeTable(table.table(), folder.file('out.parquet'));
    const codecs = 'SELECT DISTINCT compression FROM parquet_metadata($1)';
    expect(await query(':memory:', codecs, [folder.file('out.parquet')])).toEqual([{ compression: 'ZSTD' }]);
  });

  it('takes --format against the ending', async () => {
    const table = new MadeUpTable(['dst_user', 'dst_machine'], SESSION_COLUMNS, SESSIONS);
    await writeTable(table.table(), folder.file('out.csv'), { format: 'jsonl' });
    expect(readFileSync(folder.file('out.csv'), 'utf8')).toBe(expectedJsonl(table, table.sorted()));
  });

  it.each([
    ['an ending that says nothing', 'out.txt', undefined],
    ['an unknown format', 'out.csv', 'xml'],
    ['Parquet to standard output', '-', 'parquet'],
    ['DuckDB to standard output', '-', 'duckdb'],
  ])('refuses %s', async (_, name, format) => {
    const table = new MadeUpTable(['dst_user'], {}, []);
    const path = name === '-' ? '-' : folder.file(name);
    const unread = followedBy(table, () => expect.fail('no row is asked for'));
    const error = await writeTable(unread, path, { format }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CmscError);
    expect(error).toMatchObject({ kind: 'usage', code: 'BAD_OPTION' });
    expect(folder.names()).toEqual([]);
  });

  it('puts what does not fit into memory into the folder it is told, and removes it', async () => {
    const table = new MadeUpTable(['dst_user', 'dst_machine'], SESSION_COLUMNS, SESSIONS);
    const looked: string[] = [];
    const rows = followedBy(table, () => looked.push(...folder.names()));
    await writeTable(rows, folder.file('out.csv'), { memoryLimitBytes: 40, tempDirectory: folder.path });
    expect(looked.filter((name) => name.endsWith('.tmp'))).toHaveLength(2);
    expect(folder.names()).toEqual(['out.csv']);
  });

  it('lets go of its output without a folder for what does not fit into memory', async () => {
    const rows = new MadeUpTable(['dst_user', 'dst_machine'], SESSION_COLUMNS, SESSIONS).table();
    const open = readdirSync('/dev/fd');
    const written = writeTable(rows, folder.file('out.parquet'), { tempDirectory: folder.file('lost') });
    await expect(written).rejects.toMatchObject({ code: 'WRITE_FAILED' });
    expect(folder.names()).toEqual([]);
    expect(readdirSync('/dev/fd')).toEqual(open);
  });
});
