import { describe, expect, it } from 'vitest';
import { formatOfPath, isTextFormat, namedFormat, OUTPUT_FORMATS } from './format.js';

describe('formatOfPath', () => {
  it.each([
    ['a.csv', 'csv'],
    ['a.b/c.csv.gz', 'csv.gz'],
    ['A.JSONL', 'jsonl'],
    ['a.jsonl.gz', 'jsonl.gz'],
    ['.parquet', 'parquet'],
    ['a\nb.duckdb', 'duckdb'],
  ])('tells that %j is %s', (path, format) => {
    expect(formatOfPath(path)).toBe(format);
  });

  it.each(['a.txt', 'csv', 'a.csv.zip', 'a.gz', 'a.csv/b', ''])('knows nothing about %j', (path) => {
    expect(formatOfPath(path)).toBeUndefined();
  });
});

describe('namedFormat', () => {
  it.each(OUTPUT_FORMATS)('knows %s', (name) => {
    expect(namedFormat(name)).toBe(name);
  });

  it.each(['CSV', 'json', ''])('refuses %j and says what there is', (name) => {
    expect(() => namedFormat(name)).toThrow(
      expect.objectContaining({
        kind: 'usage',
        code: 'BAD_OPTION',
        message: expect.stringContaining('csv, csv.gz, jsonl, jsonl.gz, parquet, duckdb'),
      }),
    );
  });
});

describe('isTextFormat', () => {
  it('is true for what can be written piece by piece', () => {
    expect(OUTPUT_FORMATS.filter(isTextFormat)).toEqual(['csv', 'csv.gz', 'jsonl', 'jsonl.gz']);
  });
});
