import { Writable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { expectedCsv, expectedJsonl } from './testing/expected-text.js';
import { MadeUpTable, SESSION_COLUMNS } from './testing/made-up-table.js';
import { StreamSink } from '@cmsc/files';
import { writeTable } from './write-table.js';

/** A stream that keeps what it gets, slowly, and fails with `code` at the piece number `failAt`. */
function slowStream(failAt = Infinity, code = ''): Writable & { readonly pieces: Buffer[] } {
  const pieces: Buffer[] = [];
  const stream = new Writable({
    highWaterMark: 1,
    write(piece: Buffer, _encoding, done) {
      setImmediate(() => {
        if (pieces.length === failAt) return done(Object.assign(new Error(code), { code }));
        pieces.push(Buffer.from(piece));
        done();
      });
    },
  });
  return Object.assign(stream, { pieces });
}

const rows = Array.from({ length: 20_000 }, (_, i) => ({
  key: [`U${i % 300}`],
  cells: [i, i + 1, 1, 1, 1, [], 0, []],
}));
const table = new MadeUpTable(['dst_user'], SESSION_COLUMNS, rows);

describe('a stream', () => {
  it.each(['key', 'close'] as const)('gets CSV in the order %s at the pace it takes it', async (order) => {
    const stream = slowStream();
    const summary = await writeTable(table.table(), stream, { order });
    const text = Buffer.concat(stream.pieces).toString();
    expect(text).toBe(expectedCsv(table, order === 'key' ? table.sorted() : rows));
    expect(summary).toMatchObject({ path: '-', rows: rows.length, bytes: text.length });
    expect(stream.writableEnded).toBe(false);
  });

  it('gets what --format asks for', async () => {
    const stream = slowStream();
    await writeTable(table.table(), stream, { format: 'jsonl.gz' });
    expect(gunzipSync(Buffer.concat(stream.pieces)).toString()).toBe(expectedJsonl(table, table.sorted()));
  });

  it.each([
    ['csv', 'key'],
    ['jsonl', 'close'],
    ['jsonl.gz', 'close'],
  ] as const)(
    'that nobody reads any more ends %s in the order %s, without an error where it is to go on',
    async (format, order) => {
      await expect(writeTable(table.table(), slowStream(1, 'EPIPE'), { format, order })).rejects.toThrow(
        expect.objectContaining({ kind: 'io', code: 'OUTPUT_CLOSED' }),
      );
      const stream = slowStream(1, 'EPIPE');
      let taken = 0;
      function* batches() {
        for (const batch of table.batches()) {
          taken += batch.length;
          yield batch;
        }
      }
      const rows = { ...table.table(), batches: batches() };
      const summary = await writeTable(rows, stream, { format, order, evenUnread: true });
      expect(taken).toBe(table.rows.length);
      expect(summary.bytes).toBe(stream.pieces[0]!.length);
    },
  );

  it('that fails for another reason fails the run', async () => {
    const run = writeTable(table.table(), slowStream(1, 'EIO'));
    await expect(run).rejects.toThrow(
      expect.objectContaining({
        kind: 'io',
        code: 'WRITE_FAILED',
        message: expect.stringContaining('standard output'),
      }),
    );
  });
});

describe('StreamSink', () => {
  it('says when its reader has gone, and drops what comes then', async () => {
    const sink = new StreamSink(slowStream(1, 'EPIPE'), 'standard output');
    await sink.write(Buffer.from('one'));
    expect(sink.closedEarly).toBe(false);
    await sink.write(Buffer.from('two'));
    expect(sink.closedEarly).toBe(true);
    await sink.write(Buffer.from('three'));
    expect(await sink.finish()).toMatchObject({ bytes: 3 });
  });
});
