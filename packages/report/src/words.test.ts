import { expect, it } from 'vitest';
import { namesText, shareText, timeText } from './words.js';

it('times are days of the data set, or of the calendar', () => {
  expect(timeText(150_885, false)).toBe('d1 17:54:45');
  expect(timeText(1_600_000_000, true)).toBe('2020-09-13 12:26:40 UTC');
  expect(timeText(1_600_000_000.25, true)).toBe('2020-09-13 12:26:40.250 UTC');
});

it('names are listed as far as there is room, as text', () => {
  expect(namesText([])).toBe('');
  expect(namesText(['C1'])).toBe('C1');
  expect(namesText(['C1', 'C2', 'C3'])).toBe('C1, C2 and C3');
  expect(namesText(['C1', 'C2', 'C3', 'C4'])).toBe('C1, C2, C3 and 1 other');
  expect(namesText(['C1', 'C2', 'C3', 'C4', 'C5'], 9)).toBe('C1, C2, C3 and 6 others');
  expect(namesText(['a\u0007'])).toBe('a\\x07');
  expect(namesText(['x'.repeat(100)])).toBe('x'.repeat(100));
  expect(namesText(['😀'.repeat(10_000)])).toBe(`${'😀'.repeat(100)}… (10,000 characters)`);
});

it('little is told from nothing', () => {
  expect([shareText(0, 0), shareText(1, 3), shareText(1, 1e6), shareText(2, 2)]).toEqual([
    '0 %',
    '33 %',
    '0.0001 %',
    '100 %',
  ]);
});
