import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineCutter } from './line-cutter.js';
import { LONGEST_LINE_BYTES } from './row-rules.js';

function cut(chunks: readonly Uint8Array[]): { text: string; tooLong: boolean }[] {
  const cutter = new LineCutter();
  const lines: { text: string; tooLong: boolean }[] = [];
  const note = ({ bytes, tooLong }: { bytes: Uint8Array; tooLong: boolean }) => {
    const text = Buffer.from(bytes).toString('latin1');
    if (tooLong) lines.push({ text, tooLong });
    else for (const line of text.match(/[^\n]*\n/g)!) lines.push({ text: line, tooLong });
  };
  for (const chunk of chunks) for (const block of cutter.push(chunk)) note(block);
  for (const block of cutter.end()) note(block);
  return lines;
}

function pieces(text: string, size: number): Buffer[] {
  const bytes = Buffer.from(text, 'latin1');
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
}

describe('LineCutter', () => {
  it('gives nothing for nothing', () => {
    expect(cut([])).toEqual([]);
    expect(cut([new Uint8Array(0)])).toEqual([]);
  });

  it('ends the last line', () => {
    expect(cut([Buffer.from('a\nb')]).map(({ text }) => text)).toEqual(['a\n', 'b\n']);
    expect(cut([Buffer.from('a\nb\n')]).map(({ text }) => text)).toEqual(['a\n', 'b\n']);
    expect(cut([Buffer.from('\n')]).map(({ text }) => text)).toEqual(['\n']);
  });

  it('gives the same lines for any chunks', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '\n', '\r', ','), maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 7 }), (content, size) => {
        expect(cut(pieces(content, size))).toEqual(cut([Buffer.from(content)]));
        expect(
          cut(pieces(content, size))
            .map((line) => line.text)
            .join(''),
        ).toBe(content === '' || content.endsWith('\n') ? content : `${content}\n`);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it.each([1000, 65_536, LONGEST_LINE_BYTES - 1, LONGEST_LINE_BYTES + 1, 5_000_000])(
    'takes the longest line and refuses a longer one, in chunks of %i bytes',
    (size) => {
      const longest = 'x'.repeat(LONGEST_LINE_BYTES);
      const lines = cut(
        pieces(`a\n${longest}\r\n${longest}y\nb\n${longest}${longest}${longest}\nc\n${longest}z`, size),
      );
      expect(lines.map(({ text, tooLong }) => [text.length, tooLong])).toEqual([
        [2, false],
        [LONGEST_LINE_BYTES + 2, false],
        [LONGEST_LINE_BYTES, true],
        [2, false],
        [LONGEST_LINE_BYTES, true],
        [2, false],
        [LONGEST_LINE_BYTES, true],
      ]);
      expect(lines[3]!.text).toBe('b\n');
    },
  );

  it('does not keep what is behind the limit', () => {
    const cutter = new LineCutter();
    let tooLong = 0;
    const chunk = Buffer.alloc(1_000_000, 'x');
    for (let i = 0; i < 200; i++) for (const block of cutter.push(chunk)) tooLong += Number(block.tooLong);
    expect(tooLong).toBe(1);
    expect([...cutter.end()]).toEqual([]);
  });
});
