import { describe, expect, it } from 'vitest';
import { uniqueNames } from './query-result.js';
import { adviceOf, countStatements } from './statements.js';

describe('countStatements', () => {
  it.each([
    ['', 0],
    [' ;; -- nothing; at all\n', 0],
    ['SELECT 1', 1],
    ['SELECT 1; -- one; only', 1],
    ["SELECT ';', \"a;b\", $$;$$, $x$ ; $$ ; $x$, e'\\';', 'it''s;' /* ; */", 1],
    ['SELECT 1; SELECT 2;', 2],
    ["SELECT 'a'; SELECT $1", 2],
  ])('of %j is %d', (sql, count) => expect(countStatements(sql)).toBe(count));
});

describe('adviceOf', () => {
  const said = 'Binder Error: no column "b"!\nCandidate bindings: "a"\n\nLINE 1: SELECT b\n               ^';

  it('marks the place in the line of the statement', () => {
    const advice = 'Binder Error: no column "b"! Candidate bindings: "a" LINE 1: SELECT ^b';
    expect(adviceOf(new Error(said), 'SELECT b')).toBe(advice);
  });

  it('leaves away a line that the user has not written', () => {
    const advice = 'Binder Error: no column "b"! Candidate bindings: "a"';
    expect(adviceOf(new Error(said), 'FROM t')).toBe(advice);
  });
});

describe('uniqueNames', () => {
  it.each([
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [
      ['a', 'a', 'A', 'a_1'],
      ['a', 'a_1', 'A_2', 'a_1_1'],
    ],
    [
      ['a_1', 'a', 'a'],
      ['a_1', 'a', 'a_2'],
    ],
  ])('of %j', (names, unique) => expect(uniqueNames(names)).toEqual(unique));
});
