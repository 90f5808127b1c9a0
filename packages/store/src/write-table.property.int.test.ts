import { readFileSync, rmSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OUTPUT_FORMATS } from './format.js';
import { expectedCsv, expectedJsonl, expectedObjects } from './testing/expected-text.js';
import { ALL_COLUMNS, MadeUpTable, type MadeUpRow } from './testing/made-up-table.js';
import { readDatabase, readParquetWithDuckDB, readParquetWithHyparquet } from './testing/read-tables.js';
import { useTemporaryFolder } from './testing/temporary-folder.js';
import { writeTable } from './write-table.js';

const folder = useTemporaryFolder();

/** Any text but NUL, which no row that is read can hold. */
const anyText = fc.oneof(
  fc.constantFrom('U1@DOM1', 'U2@DOM1', 'C1', 'C10', 'ANONYMOUS LOGON@C586', '?', ''),
  fc.string({
    unit: fc.constantFrom('a', 'é', '😀', '\uffff', ',', '"', '\n', '\r', ' ', "'"),
    maxLength: 5,
  }),
  fc.string({ unit: 'binary', maxLength: 5 }).map((text) => text.replaceAll('\0', '')),
);

const time = fc.integer({ min: 0, max: 2 ** 31 - 1 });

const anyRows: fc.Arbitrary<MadeUpRow[]> = fc
  .tuple(fc.array(anyText, { minLength: 1, maxLength: 6 }), fc.nat({ max: 50 }))
  .chain(([names, length]) => {
    const name = fc.constantFrom(...names);
    const lists = fc.tuple(
      fc.array(time, { maxLength: 3 }),
      fc.array(name, { maxLength: 3 }),
      fc.array(fc.tuple(time, time), { maxLength: 3 }),
    );
    const row = fc
      .tuple(fc.tuple(name, name), fc.option(time), name, lists)
      .map(([key, start, result, rest]) => ({ key, cells: [start, result, ...rest] }));
    return fc.array(row, { minLength: length, maxLength: length });
  });

it('every format holds the rows of a plain sort, however they come in', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 3 });
  const anyMemory = fc.constantFrom(1000, 2 ** 30);
  const anyOrder = fc.constantFrom('key' as const, 'close' as const);
  await fc.assert(
    fc.asyncProperty(anyRows, sizes, anyOrder, anyMemory, async (all, some, order, memoryLimitBytes) => {
      const table = new MadeUpTable(['dst_user', 'dst_machine'], ALL_COLUMNS, all);
      const rows = order === 'key' ? table.sorted() : all;
      const objects = expectedObjects(table, rows);
      const path = (format: string) => folder.file(`out.${format}`);
      for (const format of OUTPUT_FORMATS) {
        await writeTable(table.table(some), path(format), {
          order,
          memoryLimitBytes,
          force: true,
          threads: 1,
        });
      }
      expect(readFileSync(path('csv'), 'utf8')).toBe(expectedCsv(table, rows));
      expect(readFileSync(path('jsonl'), 'utf8')).toBe(expectedJsonl(table, rows));
      expect(gunzipSync(readFileSync(path('csv.gz'))).toString()).toBe(expectedCsv(table, rows));
      expect(gunzipSync(readFileSync(path('jsonl.gz'))).toString()).toBe(expectedJsonl(table, rows));
      expect(await readParquetWithDuckDB(path('parquet'))).toEqual(objects);
      expect(await readParquetWithHyparquet(path('parquet'))).toEqual(objects);
      expect(await readDatabase(path('duckdb'))).toEqual(objects);
      rmSync(path('duckdb'));
    }),
    { seed: 1, numRuns: 25 },
  );
});
