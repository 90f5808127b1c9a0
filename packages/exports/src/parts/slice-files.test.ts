import { expect, it } from 'vitest';
import { MemoryFiles } from '../testing/run-format.js';
import { SliceFiles } from './slice-files.js';

const rule = { seconds: 10, fileOf: (slice: number) => `${slice}`, fillsGaps: true };

it('has a file for each slice up to the last, and leaves one at a time open', () => {
  const files = new MemoryFiles();
  const slices = new SliceFiles(files, rule);
  for (const time of [0, 9, 10, 41]) slices.fileAt(time).endLine();
  expect(files.paths.map((path) => [path, files.text(path)])).toEqual([
    ['0', '\n\n'],
    ['1', '\n'],
    ['2', ''],
    ['3', ''],
    ['4', '\n'],
  ]);
  expect([...files.closed]).toEqual(['0', '1', '2', '3']);
  expect([slices.leaves(49), slices.leaves(50)]).toEqual([false, true]);
  slices.finish();
  expect(files.closed.has('4')).toBe(true);
});

it('has none for slices without rows when they are not wanted', () => {
  const files = new MemoryFiles();
  const slices = new SliceFiles(files, { ...rule, fillsGaps: false });
  slices.finish();
  expect(files.paths).toEqual([]);
  slices.fileAt(2 ** 31 - 1);
  expect(files.paths).toEqual(['214748364']);
});

it('has the first without any rows, and refuses to make far too many', () => {
  const files = new MemoryFiles();
  const slices = new SliceFiles(files, rule);
  slices.finish();
  expect(files.paths).toEqual(['0']);
  expect(() => slices.fileAt(2 ** 31 - 1)).toThrow(
    'no more than 200000: "2147483647" (keep later rows out with --to)',
  );
});
