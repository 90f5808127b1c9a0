import { expect, it } from 'vitest';
import { durationText, namesText, shareText, timeText } from './words.js';

it.each([
  [0, '0 s'],
  [0.25, '0.250 s'],
  [59, '59 s'],
  [60, '1 min'],
  [303, '5 min 3 s'],
  [7500, '2 h 5 min'],
  [86_400, '1 d'],
  [273_600, '3 d 4 h'],
  [86_400_000, '1,000 d'],
])('%d seconds are %s', (seconds, text) => expect(durationText(seconds)).toBe(text));

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
