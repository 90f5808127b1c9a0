import fc from 'fast-check';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Format } from './formats/format.js';
import { formats } from './formats/registry.js';
import { readColumns, type ColumnOptions } from './read-columns.js';
import type { OtherRows } from './rows/column-batch.js';
import { csvLine } from './rows/column-batch.js';
import { DELIMITED, randomRows } from './testing/random-rows.js';
import { expectAlike, readOnce } from './testing/read-all.js';
import { tempFolder } from './testing/temp-folder.js';

const ORDERED = DELIMITED.filter(({ ordered }) => ordered);

const DAMAGE = ['', '\0', '"', ',', '\r', ' ', '-', 'x', '\u00ff', '\n', '0', '"a\nb"'];

/** A file of good rows from a second on, a few of which are damaged in one place. */
function randomFile(format: Format, firstTime: number): fc.Arbitrary<Buffer> {
  const damage = fc.array(fc.record({ row: fc.nat(), at: fc.nat(), text: fc.constantFrom(...DAMAGE) }), {
    maxLength: 3,
  });
  const file = fc.tuple(randomRows(format, false), damage, fc.constantFrom('\n', '\r\n'));
  return file.map(([rows, damages, lineEnd]) => {
    const lines = rows.map(([time, ...names]) => csvLine([String(firstTime + Number(time)), ...names]));
    for (const { row, at, text } of lines.length > 0 ? damages : []) {
      const line = lines[row % lines.length]!;
      lines[row % lines.length] =
        line.slice(0, at % (line.length + 1)) + text + line.slice(at % (line.length + 1));
    }
    // As Latin 1, \u00ff is a byte that no UTF-8 has.
    const encodingOf = (line: string) => (line.includes('\u00ff') ? 'latin1' : 'utf8');
    return Buffer.concat(
      lines.flatMap((line) => [Buffer.from(line, encodingOf(line)), Buffer.from(lineEnd)]),
    );
  });
}

function randomOptions(format: Format): fc.Arbitrary<ColumnOptions> {
  const names = format.columns.filter(({ kind }) => kind !== 'time').map(({ name }) => name);
  return fc.record({
    select: fc.shuffledSubarray(names),
    others: fc.constantFrom<OtherRows[]>('count', 'emit', { at: Int32Array.of(1, 2, 5, 9, 101) }),
    failedLogons: fc.constantFrom('other', 'start'),
    from: fc.constantFrom(0, 3),
    to: fc.constantFrom(110, 2_147_483_647),
    raw: fc.boolean(),
    batchRows: fc.integer({ min: 1, max: 20 }),
    onBadRow: fc.constantFrom('fail', 'skip'),
  });
}

describe.each(ORDERED.map((format) => [format.name, format] as const))('%s', (_, format) => {
  it('is read alike by both readers, the good and the bad', async () => {
    const folder = await tempFolder();
    const paths = [join(folder, 'a'), join(folder, 'b')];
    const files = fc.tuple(randomFile(format, 0), randomFile(format, 100));
    await fc.assert(
      fc.asyncProperty(files, randomOptions(format), async (contents, options) => {
        for (const [index, path] of paths.entries()) await writeFile(path, contents[index]!);
        const scanned = await readOnce(paths, format, { ...options, reader: 'scanner' });
        expectAlike(scanned, await readOnce(paths, format, { ...options, reader: 'csv-parse' }));
      }),
      { seed: 1, numRuns: 60 },
    );
  });
});

describe('the reader', () => {
  const row = (time: number, user: string) => `${time},${user},C1,P1,Start\n`;

  it('says what it is', async () => {
    const folder = await tempFolder({ a: row(1, 'U'), b: row(2, 'U') + row(3, '"U"') + row(4, 'U') });
    const reader = readColumns([join(folder, 'a'), join(folder, 'b')], 'proc');
    expect(reader.reader).toMatch(/^byte scanner \((wasm-simd|typescript)\)$/);
    let rows = 0;
    for await (const batch of reader) rows += batch.length;
    expect(rows).toBe(4);
    expect(reader.reader).toMatch(/, csv-parse from .*b:2 on \(a quote\)$/);
  });

  it.each([
    ['separator ";"', 'proc', { dialect: { delimiter: ';' } }],
    ['header', 'proc', { dialect: { header: true } }],
    ['redteam is in no order', 'redteam', {}],
    ['proc has its values trimmed', { ...formats.proc, trimmed: true }, {}],
  ])('is csv-parse because of the %s', (reason, format, options) => {
    expect(readColumns('x', format, options).reader).toBe(`csv-parse (${reason})`);
    expect(() => readColumns('x', format, { ...options, reader: 'scanner' })).toThrow(
      expect.objectContaining({ kind: 'usage', code: 'BAD_OPTION' }),
    );
  });

  it('can be chosen', () => {
    expect(readColumns('x', 'proc', { reader: 'csv-parse' }).reader).toBe('csv-parse (asked for)');
    expect(readColumns('x', 'proc', { reader: 'scanner' }).reader).toMatch(/^byte scanner/);
  });
});
