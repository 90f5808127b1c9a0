import { expect, it } from 'vitest';
import { sqlIdentifier, sqlLiteral, sqlPathLiteral } from './sql-text.js';

it('quotes names and strings, whatever is in them', () => {
  expect(sqlIdentifier('a "b"')).toBe('"a ""b"""');
  expect(sqlLiteral("it's")).toBe("'it''s'");
});

it('names one file, also where its name looks like a pattern', () => {
  expect(sqlPathLiteral("it's.csv")).toBe("'it''s.csv'");
  expect(sqlPathLiteral('a*[1]?.csv')).toBe("'a[*][[]1][?].csv'");
  expect(sqlPathLiteral('a\\*.csv')).toBe("'a?[*].csv'");
});
