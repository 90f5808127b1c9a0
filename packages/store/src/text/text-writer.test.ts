import { describe, expect, it } from 'vitest';
import type { ByteSink } from '@cmsc/files';
import { KeyTexts } from '../key-texts.js';
import { expectedCsv, expectedJsonl } from '../testing/expected-text.js';
import { MadeUpTable, type Cell } from '../testing/made-up-table.js';
import { RowEncoder } from './row-encoder.js';
import { CSV, JSONL, type TextDialect } from './text-dialect.js';
import { TextWriter } from './text-writer.js';

/** Keeps what is written, and spoils it afterwards as the owner of a buffer may. */
class Pieces implements ByteSink {
  readonly closedEarly = false;
  readonly pieces: Buffer[] = [];

  async write(bytes: Uint8Array): Promise<void> {
    await new Promise((done) => setImmediate(done));
    this.pieces.push(Buffer.from(bytes));
  }

  async finish() {
    return { bytes: 0, sha256: '' };
  }

  async abort(): Promise<void> {
    throw new Error('nobody should give up');
  }
}

async function write(table: MadeUpTable, dialect: TextDialect, sizes: number[]): Promise<Buffer[]> {
  const sink = new Pieces();
  const keys = new KeyTexts(table.spec.key.length, table.keys);
  const writer = new TextWriter(new RowEncoder(table.spec, dialect, keys), sink);
  for (const batch of table.batches(sizes)) await writer.write(batch);
  await writer.finish();
  return sink.pieces;
}

function manyRows(): MadeUpTable {
  const rows = Array.from({ length: 30_000 }, (_, i) => ({
    key: [`U${i % 700}@DOM1`],
    cells: [i, Array.from({ length: i % 4 }, (_, j) => `C${(i * j) % 900}`)] as Cell[],
  }));
  return new MadeUpTable(['dst_user'], { start_time: 'int', origins: 'name[]' }, rows);
}

describe('TextWriter', () => {
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

  it('passes an error of the sink on to whoever writes next', async () => {
    const table = manyRows();
    const sink = new Pieces();
    sink.write = async () => {
      throw new Error('no room');
    };
    const keys = new KeyTexts(1, table.keys);
    const writer = new TextWriter(new RowEncoder(table.spec, CSV, keys), sink);
    const all = (async () => {
      for (const batch of table.batches([5000])) await writer.write(batch);
      await writer.finish();
    })();
    await expect(all).rejects.toThrow('no room');
  });
});
