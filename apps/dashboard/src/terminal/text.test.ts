import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellWidth, cut, cutStart, fit, wrap } from './cells.js';
import { beside, fitLine, line, lineText, lineWidth, spread } from './line.js';
import { clockSpan, clockText, dayOf } from '../lists/clock.js';
import { showable } from '@cmsc/core';

const DANGEROUS = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;

describe('showable', () => {
  it('leaves names alone that a terminal can show', () => {
    for (const name of ['U66@DOM1', 'ANONYMOUS LOGON@C586', '漢字@DOM1', 'é̂', '?', ''])
      expect(showable(name)).toBe(name);
  });

  it('writes out what a terminal would act on', () => {
    expect(showable('\u001b[31mRED\u009b2J')).toBe('\\x1b[31mRED\\x9b2J');
    expect(showable('a\tb\r\n')).toBe('a\\x09b\\x0d\\x0a');
    expect(showable('\u202egnp.exe')).toBe('\\u{202e}gnp.exe');
    expect(showable('half \ud800')).toBe('half \\u{d800}');
  });

  it('lets nothing through, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(showable(name)).not.toMatch(DANGEROUS);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('cells', () => {
  it('counts wide characters as two', () => {
    expect(cellWidth('abc')).toBe(3);
    expect(cellWidth('漢字')).toBe(4);
    expect(cellWidth('é')).toBe(1);
  });

  it('cuts between characters, never inside a wide one', () => {
    expect(cut('abcdef', 4)).toBe('abc…');
    expect(cut('漢字ユーザー', 4)).toBe('漢…');
    expect(cut('abc', 3)).toBe('abc');
    expect(cut('abc', 0)).toBe('');
  });

  it('cuts at the start where the end says most', () => {
    expect(cutStart('/data/auth.txt', 9)).toBe('…auth.txt');
    expect(cutStart('漢字ユーザー', 4)).toBe('…ー');
    expect(cutStart('abc', 3)).toBe('abc');
    expect(cutStart('abc', 0)).toBe('');
  });

  it('wraps without losing anything', () => {
    expect(wrap('abcdefg', 3)).toEqual(['abc', 'def', 'g']);
    expect(wrap('', 3)).toEqual(['']);
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 4, max: 9 }), (text, width) => {
        const shown = showable(text);
        const pieces = wrap(shown, width);
        expect(pieces.join('')).toBe(shown);
        for (const piece of pieces) expect(cellWidth(piece)).toBeLessThanOrEqual(width);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('fits any text into exactly the width', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', ' ', '漢', 'é', '👍', '…') });
    fc.assert(
      fc.property(
        texts,
        fc.nat(30),
        fc.constantFrom('left' as const, 'right' as const),
        (text, width, align) => {
          expect(cellWidth(fit(text, width, align))).toBe(width);
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('lines', () => {
  it('are fitted over their segments', () => {
    const segments = [{ text: 'abc' }, { text: 'defg', style: 'strong' as const }];
    expect(lineText(fitLine(segments, 5))).toBe('abcd…');
    expect(lineText(fitLine(segments, 9))).toBe('abcdefg  ');
    expect(fitLine(segments, 5)[1]?.style).toBe('strong');
  });

  it('stand side by side, the shorter side filled up', () => {
    const lines = beside([line('ab')], 4, [line('x'), line('y')], 1);
    expect(lines.map(lineText)).toEqual(['ab   x', '     y']);
  });

  it('spread to both ends; the left gives way', () => {
    expect(lineText(spread(line('left'), line('right'), 12))).toBe('left   right');
    expect(lineText(spread(line('left side'), line('right'), 9))).toBe('lef…right');
    expect(lineWidth(spread(line('漢字'), line('right'), 7))).toBe(7);
  });
});

describe('times', () => {
  it('read as day and clock', () => {
    expect(clockText(0)).toBe('d0 00:00:00');
    expect(clockText(635_015)).toBe('d7 08:23:35');
    expect(clockText(1_710_404_615)).toBe('2024-03-14 08:23:35');
    expect(clockSpan('2024-03-14 08:23')).toEqual([1_710_404_580, 60]);
    expect([86_399, 86_400].map(dayOf)).toEqual([0, 1]);
  });
});
