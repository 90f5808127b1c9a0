import { CmscError, Dictionary } from '@cmsc/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formats } from '../formats/registry.js';
import { LineCutter } from '../rows/line-cutter.js';
import { LONGEST_LINE_BYTES } from '../rows/row-rules.js';
import { createScanner, scanColumns, type ScanPlan } from './scanner.js';
import { DELIMITED } from '../testing/random-rows.js';
import { mutations, randomPlan, randomText, someText } from './testing/random-text.js';
import { expectedOutcome, namesOf, planFor, scanAll, SCANNERS } from './testing/scan-all.js';
import { makeTextMemory, textRoom } from './text-memory.js';
import { createWasmScanner } from './wasm-scanner.js';

/** How many damaged texts are scanned. */
const MUTATIONS = Number(process.env['CMSC_SCANNER_MUTATIONS'] ?? 20_000);

const { auth, proc, flows, dns } = formats;

describe('createScanner', () => {
  it('takes wasm where it runs', () => {
    expect(createScanner(planFor(auth)).kind).toBe('wasm-simd');
  });

  it('takes TypeScript for a format that is beyond the wasm scanner', () => {
    const edge = { start: 'Establishes', end: 'Terminates', others: true };
    const plan = planFor({ ...auth, edge });
    const text = '1,a,b,c,d,e,f,Establishes,g\n2,a,b,c,d,e,f,Term-inates,g\n3,a,b,c,d,e,f,Terminates,g\n';
    expect(createScanner(plan).kind).toBe('typescript');
    expect(scanAll(createScanner(plan), Buffer.from(text), plan).bad).toEqual([1]);
  });

  it('takes TypeScript where there is no memory for the batch in wasm', () => {
    const plan = planFor(auth, { batchRows: 10_000_000 });
    expect(createWasmScanner(plan, scanColumns(plan), 256)).toBeUndefined();
  });

  it('wants the time first and columns that are there', () => {
    expect(() => createScanner(planFor({ ...dns, columns: dns.columns.toReversed() }))).toThrow(RangeError);
    expect(() => createScanner(planFor(dns, { select: ['dst_user'] }))).toThrow(RangeError);
  });
});

const cases = Object.entries(SCANNERS).map(([kind, create]) => ({ kind, create }));

describe.each(cases)('the $kind scanner', ({ kind, create }) => {
  const scan = (text: string | Buffer, plan: ScanPlan, cuts: number[] = []) =>
    scanAll(create(plan), Buffer.from(text), plan, cuts);

  it.each(DELIMITED)('gives the rows of $name that the rules give', (format) => {
    const cuts = fc.array(fc.nat({ max: 3000 }), { maxLength: 6 });
    fc.assert(
      fc.property(randomText(format), randomPlan(format), cuts, (text, planOf, places) => {
        const plan = planOf();
        const expectedPlan = planOf();
        const pieces = places.filter((place) => place < text.length).sort((a, b) => a - b);
        expect(scan(text, plan, pieces)).toEqual(expectedOutcome(text, expectedPlan));
        expect(namesOf(plan)).toEqual(namesOf(expectedPlan));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it.each([auth, flows])('is not led astray by any damage to rows of $name', (format) => {
    const plan = planFor(format, { batchRows: 20 });
    const scanner = create(plan);
    for (const text of mutations(someText(format), MUTATIONS / 2)) {
      expect(scanAll(scanner, text, plan)).toEqual(expectedOutcome(text, plan));
    }
  });

  it.each(DELIMITED)('gives the same rows of $name wherever a chunk ends', (format) => {
    const text = someText(format);
    const plan = planFor(format);
    const scanner = create(plan);
    const expected = expectedOutcome(text, planFor(format));
    for (let border = 0; border <= text.length; border++) {
      const cutter = new LineCutter();
      const blocks = [text.subarray(0, border), text.subarray(border)].flatMap((chunk) =>
        Array.from(cutter.push(chunk), ({ bytes }) => Buffer.from(bytes)),
      );
      const ends = blocks.map(
        (
          (end) => (block: Buffer) =>
            (end += block.length)
        )(0),
      );
      expect(scanAll(scanner, Buffer.concat(blocks), plan, ends)).toEqual(expected);
    }
  });

  it('goes through text that is longer than what it takes at once', () => {
    const text = Buffer.concat(Array.from({ length: 2000 }, () => Buffer.from(someText(dns))));
    const plan = planFor({ ...dns, ordered: false }, { batchRows: 1_000_000, raw: true });
    expect(scan(text, plan)).toEqual(expectedOutcome(text, plan));
  });

  it('goes through nothing', () => {
    const { batch, ...rest } = create(planFor(auth)).scan(new Uint8Array(0), 0, 7);
    expect(batch.length).toBe(0);
    expect(rest).toMatchObject({ consumed: 0, stop: 'end', lastTime: 7, counts: { rows: 0 } });
  });

  it('leaves a last line without a line feed', () => {
    const text = Buffer.from('1,C1,C2\n2,C1,C2');
    expect(create(planFor(dns)).scan(text, 0, -1)).toMatchObject({
      consumed: 8,
      stop: 'end',
      counts: { rows: 1 },
    });
  });

  it.each([
    ['as long as can be', 0, 'end'],
    ['a byte longer', 1, 'careful'],
    ['2 MiB', 2 * LONGEST_LINE_BYTES, 'careful'],
  ])('stops at a line that is too long for it: %s', (_, more, stop) => {
    for (const lineEnd of ['\n', '\r\n']) {
      // wasm has a window of 64 KiB for a row with its end, and leaves longer ones to the row rules.
      const longest = kind === 'wasm-simd' ? 65_536 - lineEnd.length : LONGEST_LINE_BYTES;
      const long = `2,${'é'.repeat(200)}${'x'.repeat(longest - 405 + more)},C2`;
      const plan = planFor(dns);
      const text = Buffer.from(`1,C1,C2\n${long}${lineEnd}3,C1,C2\n`);
      const result = create(plan).scan(text, 0, -1);
      expect(result).toMatchObject({ stop, counts: { rows: stop === 'end' ? 3 : 1 } });
      expect(plan.dictionaries['computer']!.size).toBe(stop === 'end' ? 3 : 2);
    }
  });

  it('hands over a line with a quote, however long', () => {
    const long = `2,"${'x'.repeat(2 * LONGEST_LINE_BYTES)}",C2\n`;
    const result = create(planFor(dns)).scan(Buffer.from(`1,C1,C2\n${long}`), 0, -1);
    expect(result).toMatchObject({ stop: 'quote', consumed: 8, counts: { rows: 1 } });
  });

  it('takes times up to 2147483647 and leaves later ones to the careful reader', () => {
    const times = ['0', '00', '9', '0000000010', '2147483646', '2147483647'];
    const text = times.map((time) => `${time},C1,C2\n`).join('');
    expect(scan(text, planFor(dns)).rows.map(([time]) => time)).toEqual([
      0, 0, 9, 10, 2_147_483_646, 2_147_483_647,
    ]);
    expect(scan('2147483648,C1,C2\n', planFor(dns)).bad).toEqual([0]);
  });

  it('compares with the time of the last good row, given or read', () => {
    const text = '5,C1,C2\n4,C1,C2\n5,C1,C2\n';
    const scanner = create(planFor(dns));
    expect(scanner.scan(Buffer.from(text), 0, 6)).toMatchObject({
      stop: 'careful',
      consumed: 0,
      lastTime: 6,
    });
    expect(scanner.scan(Buffer.from(text), 0, 5)).toMatchObject({
      stop: 'careful',
      consumed: 8,
      lastTime: 5,
    });
    expect(scanner.scan(Buffer.from(text), 16, 6)).toMatchObject({
      stop: 'careful',
      consumed: 0,
      lastTime: 6,
    });
  });

  it('keeps the time of the last good row when the next is bad for another reason', () => {
    const text = Buffer.from('5,a,b,c,Start\n6,a,b,c,Begin\n');
    expect(create(planFor(proc)).scan(text, 0, -1)).toMatchObject({ stop: 'careful', lastTime: 5 });
  });

  it('numbers new names as its dictionary does, which others use in between', () => {
    const dictionaries = { computer: new Dictionary() };
    const odd = ['\ud800', 'a\0', 'x'.repeat(2_000_000), '"', '\ufeffC9', ''];
    for (const name of ['C7', ...odd]) dictionaries.computer.intern(name);
    const plan = planFor(dns, { dictionaries });
    const scanner = create(plan);
    expect(scanAll(scanner, Buffer.from('1,C1,C7\n1,\ufeffC9,\n'), plan).rows).toEqual([
      [1, 2, 'C1', 'C7'],
      [1, 2, '\ufeffC9', ''],
    ]);
    dictionaries.computer.intern('C2');
    dictionaries.computer.intern('a');
    expect(scanAll(scanner, Buffer.from('1,C3,C2\n1,\ufffd,a\n'), plan).rows).toEqual([
      [1, 2, 'C3', 'C2'],
      [1, 2, '\ufffd', 'a'],
    ]);
    expect(dictionaries.computer.names()).toEqual(['C7', ...odd, 'C1', 'C2', 'a', 'C3', '\ufffd']);
  });

  it('keeps many thousand names of all lengths apart', () => {
    const name = (i: number) => `${i.toString(36)}${'@'.repeat(i % 31)}`;
    const lines = Array.from({ length: 30_000 }, (_, i) => `1,${name(2 * i)},${name(2 * i + 1)}\n`);
    const plan = planFor(dns, { batchRows: 4096 });
    const scanner = create(plan);
    const text = Buffer.from(lines.join(''));
    const first = scanAll(scanner, text, plan);
    expect(plan.dictionaries['computer']!.names()).toEqual(Array.from({ length: 60_000 }, (_, i) => name(i)));
    expect(scanAll(scanner, text, plan).rows).toEqual(first.rows);
  });

  it('reads text in shared memory', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(32));
    shared.set(Buffer.from('1,C1,é\n'));
    const plan = planFor(dns);
    expect(create(plan).scan(shared.subarray(0, 8), 0, -1)).toMatchObject({
      stop: 'end',
      counts: { rows: 1 },
    });
    expect(plan.dictionaries['computer']!.names()).toEqual(['C1', 'é']);
  });

  it('gives the text of rows up to some megabytes at once', () => {
    const line = `1,${'x'.repeat(60_000)},C2\n`;
    const plan = planFor(dns, { raw: true });
    const text = Buffer.from(line.repeat(200));
    const scanner = create(plan);
    const result = scanner.scan(text, 0, -1);
    expect(result.stop).toBe('full');
    expect(result.batch.raw!.bytes.length).toBeLessThan(8_000_000);
    expect(scanAll(scanner, text, plan)).toEqual(expectedOutcome(text, plan));
  });
});

describe('the wasm scanner', () => {
  it('scans text where it lies in its memory, also once that has grown', () => {
    const memory = makeTextMemory(2_000_000)!;
    const plan = planFor(dns, { text: memory });
    const scanner = createWasmScanner(plan, scanColumns(plan))!;
    const lines = Array.from({ length: 20_000 }, (_, i) =>
      i % 977 === 976 ? `${i},C1,"C2"\r\n` : `${i},${String(i).padStart((i % 70) + 1, 'C')},C${i % 300}\n`,
    );
    const text = Buffer.from(lines.join(''));
    const { buffer, byteOffset, length } = textRoom(memory);
    const room = Buffer.from(buffer, byteOffset, length);
    const { byteLength } = memory.memory.buffer;
    text.copy(room, 13);
    expect(scanAll(scanner, room.subarray(13, 13 + text.length), plan)).toEqual(
      expectedOutcome(text, planFor(dns)),
    );
    expect(memory.memory.buffer.byteLength).toBeGreaterThan(byteLength);
    // What is not in there is copied first, as ever.
    const others = Buffer.from('30000,C1,C2\n30001,C3,C1\n');
    expect(scanner.scan(others, 0, -1)).toMatchObject({ consumed: others.length, counts: { rows: 2 } });
    expect(room.subarray(13, 13 + text.length).equals(text)).toBe(true);
  });

  it('says so when the names do not fit in memory', () => {
    const plan = planFor(dns);
    const scanner = createWasmScanner(plan, scanColumns(plan), 512)!;
    const scanNames = () => {
      for (let i = 0; i < 2000; i++) {
        scanner.scan(Buffer.from(`1,${String(i).padEnd(50_000, 'x')},C1\n`), 0, -1);
      }
    };
    expect(scanNames).toThrow(CmscError);
    expect(scanNames).toThrow('do not fit in 4 GiB');
  });
});
