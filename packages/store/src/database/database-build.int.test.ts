import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MadeUpTable } from '../testing/made-up-table.js';
import { query, readDatabase } from '../testing/read-tables.js';
import { useTemporaryFolder } from '../testing/temporary-folder.js';
import { DatabaseBuild } from './database-build.js';

const folder = useTemporaryFolder();

const COLUMNS = {
  start_time: 'int',
  end_time: 'int',
  bytes: 'name',
  flag: 'int',
  origins: 'name[]',
} as const;
const USERS = ['U2@D', 'U1@D', 'ANONYMOUS LOGON@C"5', 'Ü'];

/** More rows than a row group has, of keys that take turns. */
function manyRows(count: number): MadeUpTable {
  const rows = Array.from({ length: count }, (_, i) => ({
    key: [USERS[i % USERS.length]!, `C${i % 3}`],
    cells: [i, i % 5 === 0 ? null : i + 9, String(i * 1_000_003), i % 2, i % 7 === 0 ? [] : [`C${i % 11}`]],
  }));
  return new MadeUpTable(['dst_user', 'dst_machine'], COLUMNS, rows);
}

async function build(name: string, table: MadeUpTable, memoryLimitBytes?: number): Promise<string> {
  const path = folder.file(name);
  const database = await DatabaseBuild.open(path, { memoryLimitBytes });
  const rows = database.sortedRows(table.spec, table.keys);
  for (const batch of table.batches([1, 4096, 70_000])) rows.add(batch);
  const filled = await database.fill('sessions', rows, {
    rowNumber: 'id',
    without: ['end_time'],
    types: { bytes: 'BIGINT', flag: 'BOOLEAN' },
  });
  expect(filled).toBe(table.rows.length);
  await database.finish(filled);
  return path;
}

test.each([0, 1, 130_000])(
  'a table of %i rows holds them sorted, numbered, in the types wanted',
  async (count) => {
    const table = manyRows(count);
    const path = await build('a.duckdb', table);
    const expected = table.sorted().map(({ key, cells: [start, , bytes, flag, origins] }, i) => {
      const values = { start_time: start, bytes: Number(bytes), flag: flag === 1, origins };
      return { id: i + 1, dst_user: key[0], dst_machine: key[1], ...values };
    });
    expect(await readDatabase(path)).toEqual(expected);
    const types = await query(path, 'SELECT column_name, column_type FROM (DESCRIBE sessions)');
    expect(types.map((row) => Object.values(row).join(' '))).toEqual([
      'id BIGINT',
      'dst_user VARCHAR',
      'dst_machine VARCHAR',
      'start_time INTEGER',
      'bytes BIGINT',
      'flag BOOLEAN',
      'origins VARCHAR[]',
    ]);
    expect(folder.names()).toEqual(['a.duckdb']);
  },
);

test('little memory gives the same rows', async () => {
  const table = manyRows(30_000);
  const [large, little] = [await build('a.duckdb', table), await build('b.duckdb', table, 2 ** 25)];
  expect(await readDatabase(little)).toEqual(await readDatabase(large));
});

test('rows without key names come by key id, then start, those without a key as they are', async () => {
  const rows = [3, 1, 3, 0, 1].map((key, i) => ({ key: [String(key)], cells: [10 - i] }));
  const spec = new MadeUpTable(['pair'], { time: 'int' }, rows, 'time').spec;
  const database = await DatabaseBuild.open(folder.file('a.duckdb'));
  const sorted = database.sortedRows(spec);
  const plain = database.sortedRows({ ...spec, key: [] });
  const batch = { length: 5, key: Int32Array.of(3, 1, 3, 0, 1), columns: [Int32Array.of(10, 9, 8, 7, 6)] };
  const taken: number[][] = [];
  for (const kept of [sorted, plain]) {
    kept.add(batch);
    for await (const { length, key, columns } of kept.batches)
      for (let row = 0; row < length; row++) taken.push([key[row]!, (columns[0] as Int32Array)[row]!]);
  }
  await database.close();
  expect(taken.slice(0, 5)).toEqual([
    [0, 7],
    [1, 6],
    [1, 9],
    [3, 8],
    [3, 10],
  ]);
  expect(taken.slice(5).map(([, time]) => time)).toEqual([10, 9, 8, 7, 6]);
});

test('a fault in the rows leaves nothing', async () => {
  const table = manyRows(130_000);
  const database = await DatabaseBuild.open(folder.file('a.duckdb'));
  const rows = database.sortedRows(table.spec, table.keys);
  for (const batch of table.batches([50_000])) rows.add(batch);
  const broken = {
    spec: rows.spec,
    keys: rows.keys,
    batches: (async function* () {
      yield* rows.batches;
      throw new Error('no more');
    })(),
  };
  await expect(database.fill('sessions', broken)).rejects.toThrow('no more');
  await database.close();
  expect(readdirSync(folder.path)).toEqual([]);
});
