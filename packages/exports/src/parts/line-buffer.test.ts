import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineBuffer } from './line-buffer.js';

const text = (lines: LineBuffer): string => new TextDecoder().decode(lines.view());

describe('a line buffer', () => {
  it('writes whole numbers in decimal', () => {
    const edges = [0, 9, 10, 99, 100, 2 ** 31 - 1, 2 ** 32, 10 ** 15 - 1, 10 ** 15, 2 ** 53 - 1];
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...edges), fc.maxSafeNat()), (value) => {
        const lines = new LineBuffer();
        lines.integer(value);
        expect(text(lines)).toBe(String(value));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('keeps what was written when it grows', () => {
    const lines = new LineBuffer();
    const piece = new TextEncoder().encode('abcdefghij'.repeat(7));
    let expected = '';
    for (let i = 0; i < 500; i++) {
      lines.copy(piece, i % 5, 70 - (i % 3));
      lines.integer(i);
      lines.endLine();
      expected += `${'abcdefghij'.repeat(7).slice(i % 5, 70 - (i % 3))}${i}\n`;
    }
    expect(text(lines)).toBe(expected);
    expect([lines.length, lines.lines]).toEqual([expected.length, 500]);
  });

  it('hands out its bytes, keeps the count of its lines, and goes on in other memory', () => {
    const lines = new LineBuffer();
    const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
    lines.integer(12);
    lines.endLine();
    const first = lines.take(new Uint8Array(3));
    lines.byte(65);
    lines.endLine();
    expect([decode(first), text(lines), lines.length, lines.lines]).toEqual(['12\n', 'A\n', 2, 2]);
    const second = lines.take(new Uint8Array(first.buffer));
    lines.integer(345);
    expect([decode(second), text(lines), lines.length]).toEqual(['A\n', '345', 3]);
  });
});
