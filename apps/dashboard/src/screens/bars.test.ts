import { describe, expect, it } from 'vitest';
import { lineText } from '../terminal/line.js';
import { histogramLines } from './bars.js';

describe('histogramLines', () => {
  it('shows what is more than nothing', () => {
    expect(histogramLines([0, 1, 1000], 1).map(lineText)).toEqual([' ▁█']);
    expect(histogramLines([0, 0], 1).map(lineText)).toEqual(['  ']);
    expect(histogramLines([1, 0, 2], 1, () => false, 2).map(lineText)).toEqual(['▄▄  ██']);
  });
});
