import { Dictionary } from '@cmsc/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SourceDatabase } from './database/source-database.js';
import { NULL_INT, type TableRows } from './table.js';
import { useTemporaryFolder } from './testing/temporary-folder.js';
import { writeTable } from './write-table.js';

const folder = useTemporaryFolder();

/** A row with a value in every column, and one without. */
function rows(): TableRows {
  const names = new Dictionary();
  const ids = Int32Array.of(names.intern('0x3e7'), names.intern(''));
  const spec = {
    name: 'events',
    key: [],
    columns: [
      { name: 'count', type: 'count' },
      { name: 'time', type: 'time' },
      { name: 'duration', type: 'duration' },
      { name: 'flag', type: 'flag' },
      { name: 'id', type: 'name', names, emptyIsNull: true },
    ],
  } as const;
  const columns = [
    Float64Array.of(2 ** 32, NaN),
    Float64Array.of(1_710_403_200_000_001, NaN),
    Float64Array.of(-1_500_000, NaN),
    Int32Array.of(1, NULL_INT),
    ids,
  ];
  return { spec, batches: [{ length: 2, key: new Int32Array(2), columns }] };
}

it('times, durations, flags and large counts are written as text', async () => {
  const [csv, jsonl] = ['events.csv', 'events.jsonl'].map((name) => join(folder.path, name));
  await writeTable(rows(), csv!);
  await writeTable(rows(), jsonl!);
  const time = '2024-03-14T08:00:00.000001Z';
  expect(readFileSync(csv!, 'utf8').split('\n').slice(1)).toEqual([
    `4294967296,${time},-1.500000,true,0x3e7`,
    ',,,,',
    '',
  ]);
  const [first, second] = readFileSync(jsonl!, 'utf8').trimEnd().split('\n');
  expect(JSON.parse(first!)).toEqual({ count: 2 ** 32, time, duration: -1.5, flag: true, id: '0x3e7' });
  expect(JSON.parse(second!)).toEqual({ count: null, time: null, duration: null, flag: null, id: null });
});

it('and have types of their own in DuckDB and Parquet', async () => {
  const [duckdb, parquet] = ['events.duckdb', 'events.parquet'].map((name) => join(folder.path, name));
  await writeTable(rows(), duckdb!);
  await writeTable(rows(), parquet!);
  const database = await SourceDatabase.open(duckdb!, {});
  try {
    for (const table of ['events', `read_parquet('${parquet!}')`]) {
      const types = 'typeof(count), typeof(time), typeof(duration), typeof(flag), time::VARCHAR, id';
      expect((await database.rows(`SELECT ${types} FROM ${table}`)).rows).toEqual([
        ['BIGINT', 'TIMESTAMP', 'DOUBLE', 'BOOLEAN', '2024-03-14 08:00:00.000001', '0x3e7'],
        ['BIGINT', 'TIMESTAMP', 'DOUBLE', 'BOOLEAN', null, null],
      ]);
    }
  } finally {
    await database.close();
  }
});
