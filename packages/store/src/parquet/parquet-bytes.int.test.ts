import { readFileSync } from 'node:fs';
import { asyncBufferFromFile, parquetMetadataAsync } from 'hyparquet';
import { Dictionary } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { GROUP_ROWS } from '../duckdb/row-group.js';
import { writeTable } from '../write-table.js';
import { NULL_INT, type TableBatch, type TableSpec } from '../table.js';
import { query, readParquetWithHyparquet } from '../testing/read-tables.js';
import { useTemporaryFolder } from '../testing/temporary-folder.js';

const folder = useTemporaryFolder();

const names = new Dictionary();
// As many as take one, two and four bytes each as ids of an ENUM, the last group having most.
const NAMES = 66_000;
for (let i = 0; i < NAMES; i++) names.intern(`ü${i}`);

const spec: TableSpec = {
  name: 'rows',
  key: [],
  columns: [
    { name: 'number', type: 'int' },
    { name: 'maybe', type: 'int' },
    { name: 'few', type: 'name', names },
    { name: 'more', type: 'name', names },
    { name: 'many', type: 'name', names },
    { name: 'list', type: 'name[]', names },
    { name: 'spans', type: 'span[]' },
  ],
};

/** Writes rows 0 up to `rows`; each tells its own number in every column. */
async function writeNumbers(path: string, rows: number, batchRows: number, threads: number): Promise<void> {
  await writeTable({ spec, batches: numbers(rows, batchRows) }, path, { threads });
}

function* numbers(rows: number, batchRows: number): Generator<TableBatch> {
  for (let from = 0; from < rows; from += batchRows) {
    const length = Math.min(batchRows, rows - from);
    const ints = (value: (row: number) => number) => Int32Array.from({ length }, (_, i) => value(from + i));
    const offsets = (each: (row: number) => number) => {
      const ends = new Int32Array(length + 1);
      for (let i = 0; i < length; i++) ends[i + 1] = ends[i]! + each(from + i);
      return ends;
    };
    const lists = offsets((row) => row % 3);
    const listRows = [...ints((row) => row)].flatMap((row) => new Array<number>(row % 3).fill(row % NAMES));
    const spans = offsets((row) => (row % 2) * 2);
    const spanRows = [...ints((row) => row)].flatMap((row) => (row % 2 ? [row, row + 1] : []));
    yield {
      length,
      key: new Int32Array(length),
      columns: [
        ints((row) => row),
        ints((row) => (row % 5 ? row : NULL_INT)),
        ints((row) => row % 256),
        ints((row) => row % 257),
        ints((row) => row % NAMES),
        { offsets: lists, values: Int32Array.from(listRows) },
        { offsets: spans, values: Int32Array.from(spanRows) },
      ],
    };
  }
}

/** Rows of which a cell is not what its number says. */
const WRONG = `SELECT count(*) AS wrong FROM (SELECT *, row_number() OVER () - 1 AS place FROM read_parquet($1)) WHERE NOT (
  number = place AND maybe IS NOT DISTINCT FROM if(place % 5 = 0, NULL, place) AND few = 'ü' || place % 256
  AND more = 'ü' || place % 257 AND many = 'ü' || place % ${NAMES}
  AND list = list_resize([]::VARCHAR[], place % 3, 'ü' || place % ${NAMES})
  AND spans = if(place % 2 = 0, [], [{start: place, "end": place + 1}]))`;

describe('Parquet of several row groups', () => {
  const rows = 2 * GROUP_ROWS + 1000;

  it('has all rows in their order, with names and lists as they were', async () => {
    const path = folder.file('out.parquet');
    await writeNumbers(path, rows, 5000, 2);
    expect(await query(':memory:', 'SELECT count(*) AS rows FROM read_parquet($1)', [path])).toEqual([
      { rows },
    ]);
    expect(await query(':memory:', WRONG, [path])).toEqual([{ wrong: 0 }]);
    expect(folder.names()).toEqual(['out.parquet']);
  });

  it('is the same to a second reader', async () => {
    const path = folder.file('out.parquet');
    await writeNumbers(path, GROUP_ROWS + 20, 5000, 2);
    const around = { rowStart: GROUP_ROWS - 20, rowEnd: GROUP_ROWS + 20 };
    const expected = Array.from({ length: 40 }, (_, i) => {
      const row = around.rowStart + i;
      return {
        number: row,
        maybe: row % 5 ? row : null,
        few: `ü${row % 256}`,
        more: `ü${row % 257}`,
        many: `ü${row % NAMES}`,
        list: new Array<string>(row % 3).fill(`ü${row % NAMES}`),
        spans: row % 2 ? [[row, row + 1]] : [],
      };
    });
    expect(await readParquetWithHyparquet(path, around)).toEqual(expected);
  });

  it('has the same bytes for any number of threads and any batches', async () => {
    await writeNumbers(folder.file('a.parquet'), rows, 7001, 1);
    await writeNumbers(folder.file('b.parquet'), rows, 200_000, 8);
    expect(readFileSync(folder.file('a.parquet')).equals(readFileSync(folder.file('b.parquet')))).toBe(true);
  });

  it('has a footer that tells where each row group lies', async () => {
    const path = folder.file('out.parquet');
    await writeNumbers(path, rows, 5000, 2);
    const { num_rows, row_groups } = await parquetMetadataAsync(await asyncBufferFromFile(path));
    expect(Number(num_rows)).toBe(rows);
    expect(row_groups.map((group) => Number(group.num_rows))).toEqual([GROUP_ROWS, GROUP_ROWS, 1000]);
    const starts = row_groups.map(({ columns }) => Number(columns[0]!.meta_data!.data_page_offset));
    expect(starts[0]).toBe(4);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    expect(new Set(starts).size).toBe(3);
  });
});
