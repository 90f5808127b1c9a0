import { expect, test } from 'vitest';
import { measure, median } from './measure.js';

test('median of odd and even numbers of figures', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([7])).toBe(7);
});

test('takes the peak memory that a command tells', async () => {
  const run = await measure(process.execPath, [
    '-e',
    'console.log("…"); console.log(JSON.stringify({ peakRssBytes: 7 }))',
  ]);
  expect(run.peakRssBytes).toBe(7);
  expect((await measure(process.execPath, ['-e', ''])).peakRssBytes).toBeUndefined();
});

test('a command that fails fails the bench, with what it said', async () => {
  await expect(
    measure(process.execPath, ['-e', 'console.error("no disk"); process.exit(3)']),
  ).rejects.toThrow(/3: no disk/);
});
