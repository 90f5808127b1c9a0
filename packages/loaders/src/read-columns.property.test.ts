import { EDGE_END, EDGE_FAILED_START, EDGE_OTHER, EDGE_START, LATEST_TIME } from '@cmsc/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvRowSource } from './csv/csv-row-source.js';
import type { Format } from './formats/format.js';
import { formats } from './formats/registry.js';
import { BatchBuilder, type ColumnBatch, type Dictionaries } from './rows/column-batch.js';
import { checkDialect, type Dialect } from './rows/dialect.js';
import { Intake } from './rows/intake.js';
import { LineCutter } from './rows/line-cutter.js';
import { csvLine } from './rows/column-batch.js';
import { DELIMITED, randomRows, randomWriting, writeRows } from './testing/random-rows.js';

/** Reads text that comes in chunks of these sizes, over and over, without a file in between. */
function readChunks(
  text: Uint8Array,
  sizes: readonly number[],
  format: Format,
  dialect: Dialect,
  onBadRow: 'fail' | 'skip',
) {
  const names = format.columns.filter(({ kind }) => kind !== 'time');
  const dictionaries: Dictionaries = {};
  const rejected: [number, string, string][] = [];
  const intake = new Intake({
    format,
    from: 0,
    to: LATEST_TIME,
    others: 'emit',
    failedLogons: 'other',
    onBadRow,
    onReject: ({ line, code, row }) => rejected.push([line, code, row]),
    previousTime: -1,
  });
  const select = names.map(({ name }) => name);
  const target = new BatchBuilder({ format, select, dictionaries, raw: true, batchRows: 7 });
  const source = new CsvRowSource({ format, dialect: checkDialect(dialect, format), intake, target });
  const rows: string[][] = [];
  const raw: string[] = [];
  const note = (batch: ColumnBatch) => {
    for (let i = 0; i < batch.length; i++) {
      const values = names.map(({ dictionary }, column) =>
        dictionaries[dictionary]!.name(batch.ids[column]![i]!),
      );
      rows.push([String(batch.time[i]), ['end', 'start', 'other', 'failed'][batch.edge[i]!]!, ...values]);
      raw.push(
        Buffer.from(batch.raw!.bytes.subarray(batch.raw!.ends[i - 1] ?? 0, batch.raw!.ends[i])).toString(),
      );
    }
  };
  const cutter = new LineCutter();
  // The chunk is overwritten as soon as it has been pushed, as a reader's buffer is.
  let at = 0;
  for (let turn = 0; at < text.length; turn++) {
    const chunk = Uint8Array.from(text.subarray(at, at + sizes[turn % sizes.length]!));
    at += chunk.length;
    for (const block of cutter.push(chunk)) for (const batch of source.push(block)) note(batch);
    chunk.fill(0x22);
  }
  for (const block of cutter.end()) for (const batch of source.push(block)) note(batch);
  for (const batch of source.end()) note(batch);
  if (target.size > 0) note(target.take());
  return { rows, raw, rejected, counts: intake.counts, lastTime: intake.lastTime };
}

function expectedRows(rows: readonly (readonly string[])[], format: Format): string[][] {
  const timeIndex = format.columns.findIndex(({ kind }) => kind === 'time');
  const edgeIndex = format.columns.findIndex(({ kind }) => kind === 'edge');
  const { start, end, fails } = format.edge ?? {};
  const failIndex = format.columns.findIndex(({ name }) => name === fails?.column);
  return rows.map((row) => {
    const edge = row[edgeIndex] === start ? 'start' : row[edgeIndex] === end ? 'end' : 'other';
    const hasFailed = edge === 'start' && row[failIndex] === 'Fail';
    return [
      row[timeIndex]!,
      format.edge ? (hasFailed ? 'failed' : edge) : 'other',
      ...row.filter((_, index) => index !== timeIndex),
    ];
  });
}

const chunkSizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 });

describe.each(DELIMITED.map((format) => [format.name, format] as const))('%s', (_, format) => {
  it('reads good rows in any dialect and any chunks', () => {
    const file = fc.tuple(randomRows(format, true), randomWriting(format), chunkSizes);
    fc.assert(
      fc.property(file, ([rows, writing, sizes]) => {
        const text = Buffer.from(writeRows(rows, format, { ...writing, byteOrderMark: false }));
        const read = readChunks(text, sizes, format, writing.dialect, 'fail');
        const values = format.trimmed ? rows.map((row) => row.map((value) => value.trim())) : rows;
        expect(read.rows).toEqual(expectedRows(values, format));
        expect(read.raw).toEqual(values.map((row) => `${csvLine(row)}\n`));
        expect(read.counts).toMatchObject({ rows: rows.length, filtered: 0, rejected: 0 });
      }),
      { seed: 1, numRuns: 150 },
    );
  });
});

describe('rows of any kind', () => {
  const { proc } = formats;
  const good = randomRows(proc, true).map((rows) => rows.map((row) => csvLine(row)));
  const hostile = fc.array(fc.constantFrom(...'"",,\n\n\r0a', '\0', '\u00ff', '9,u,c,p,Start\n'), {
    maxLength: 12,
  });
  const text = fc.array(
    fc.oneof(
      { weight: 2, arbitrary: good.map((lines) => lines.map((line) => `${line}\n`).join('')) },
      hostile.map((parts) => parts.join('')),
    ),
    {
      maxLength: 6,
    },
  );
  // Latin 1, so that \u00ff is a byte that no UTF-8 has.
  const bytes = text.map((parts) =>
    Buffer.concat(parts.map((part) => Buffer.from(part, /\u00ff/.test(part) ? 'latin1' : 'utf8'))),
  );

  it('come out the same for any chunks, and each is counted once', () => {
    fc.assert(
      fc.property(bytes, chunkSizes, (content, sizes) => {
        const whole = readChunks(content, [content.length || 1], proc, {}, 'skip');
        expect(readChunks(content, sizes, proc, {}, 'skip')).toEqual(whole);
        const { rows, starts, ends, other, filtered, rejected } = whole.counts;
        expect(rows).toBe(starts + ends + other + filtered + rejected);
        expect(starts + ends).toBe(whole.rows.length);
        expect(rejected).toBe(whole.rejected.length);
      }),
      { seed: 1, numRuns: 600 },
    );
  });

  it('are read back from the text of the good ones', () => {
    fc.assert(
      fc.property(bytes, (content) => {
        const first = readChunks(content, [1000], proc, {}, 'skip');
        const again = readChunks(Buffer.from(first.raw.join('')), [1000], proc, {}, 'fail');
        expect(again.rows).toEqual(first.rows);
        expect(again.raw).toEqual(first.raw);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('stop a strict run at the first bad one, after all before it', () => {
    fc.assert(
      fc.property(bytes, (content) => {
        const lenient = readChunks(content, [1000], proc, {}, 'skip');
        const strict = () => readChunks(content, [1000], proc, {}, 'fail');
        const [first] = lenient.rejected;
        if (!first) expect(strict()).toEqual(lenient);
        else
          expect(strict).toThrow(
            expect.objectContaining({ code: first[1], context: expect.objectContaining({ line: first[0] }) }),
          );
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});

it('has the edges of core', () => {
  expect([EDGE_END, EDGE_START, EDGE_OTHER, EDGE_FAILED_START]).toEqual([0, 1, 2, 3]);
});
