import { describe, expect, it } from 'vitest';
import { KeyTexts } from '../key-texts.js';
import { expectedCsv, expectedJsonl } from '../testing/expected-text.js';
import { MadeUpTable, type Cell } from '../testing/made-up-table.js';
import { RowEncoder } from './row-encoder.js';
import { CSV, JSONL, type TextDialect } from './text-dialect.js';
import { tableBytes } from './table-bytes.js';

/** The pieces of a table, each of which is spoilt, as it may be, when the one after the next is asked for. */
async function write(table: MadeUpTable, dialect: TextDialect, sizes: number[]): Promise<Buffer[]> {
  const keys = new KeyTexts(table.spec.key.length, table.keys);
  const pieces: Buffer[] = [];
  let [last, before]: (Uint8Array | undefined)[] = [];
  for await (const piece of tableBytes(table.batches(sizes), new RowEncoder(table.spec, dialect, keys))) {
    pieces.push(Buffer.from(piece));
    before?.fill(7);
    [last, before] = [piece, last];
  }
  return pieces;
}

function manyRows(): MadeUpTable {
  const rows = Array.from({ length: 30_000 }, (_, i) => ({
    key: [`U${i % 700}@DOM1`],
    cells: [i, Array.from({ length: i % 4 }, (_, j) => `C${(i * j) % 900}`)] as Cell[],
  }));
  return new MadeUpTable(['dst_user'], { start_time: 'int', origins: 'name[]' }, rows);
}

describe('tableBytes', () => {
  it.each([[[1]], [[4096]], [[30_000]], [[7, 1000, 1]]])(
    'hands on the same pieces for batches of %j rows',
    async (sizes) => {
      const table = manyRows();
      const pieces = await write(table, CSV, sizes);
      expect(Buffer.concat(pieces).toString()).toBe(expectedCsv(table, table.rows));
      expect(pieces.length).toBeGreaterThan(2);
      expect(new Set(pieces.slice(0, -1).map(({ length }) => length))).toEqual(new Set([1 << 18]));
    },
  );

  it.each([
    ['CSV', CSV, expectedCsv],
    ['JSONL', JSONL, expectedJsonl],
  ])('writes rows of several megabytes as %s', async (_, dialect, expected) => {
    const numbers = Array.from({ length: 400_000 }, (_, i) => i * 5000);
    const names = Array.from({ length: 100_000 }, (_, i) => `a rather long name, number ${i % 1000}`);
    const rows = [[], numbers, [1]].map((times, i) => ({
      key: ['ü'.repeat(100_000)],
      cells: [times, i ? names : []],
    }));
    const table = new MadeUpTable(['user'], { times: 'int[]', origins: 'name[]' }, rows);
    const text = Buffer.concat(await write(table, dialect, [2])).toString();
    expect(text === expected(table, rows)).toBe(true);
  });
});
