import { describe, expect, it } from 'vitest';
import { formats } from '../formats/registry.js';
import { checkDialect, placesByHeader } from './dialect.js';

const { redteam } = formats;
const inOrder = ['attack_time', 'src_user', 'src_machine', 'dst_machine'];

describe('checkDialect', () => {
  it('is LANL’s when nothing is said, and when its own columns are', () => {
    const own = { delimiter: ',', header: false, columns: { width: 4 }, difference: undefined };
    expect(checkDialect({}, redteam)).toEqual(own);
    expect(checkDialect({ delimiter: ',', header: false, columns: inOrder }, redteam)).toEqual(own);
  });

  it('says what is different', () => {
    const dialect = checkDialect({ delimiter: '\\t', header: true, columns: ['x', ...inOrder] }, redteam);
    expect(dialect.delimiter).toBe('\t');
    expect(dialect.columns).toEqual({ width: 5, places: [1, 2, 3, 4] });
    expect(dialect.difference).toBe('separator "\\t", header, column order');
  });

  it('leaves the columns to the header', () => {
    expect(checkDialect({ header: true }, redteam).columns).toBeUndefined();
  });

  it.each(['', ',,', '"', '\n', '\r', '\0', 'tab'])('refuses the delimiter %j', (delimiter) => {
    expect(() => checkDialect({ delimiter }, redteam)).toThrow(
      expect.objectContaining({ kind: 'usage', code: 'BAD_OPTION' }),
    );
  });

  it.each([';', '|', ' ', '\t', '§', '🦉'])('takes the delimiter %j', (delimiter) => {
    expect(checkDialect({ delimiter }, redteam).delimiter).toBe(delimiter);
  });

  it('misses a column', () => {
    expect(() => checkDialect({ columns: ['attack_time', 'user'] }, redteam)).toThrow(
      expect.objectContaining({
        kind: 'usage',
        code: 'MISSING_COLUMN',
        message:
          'there is no column src_user among the columns given (the columns of redteam are attack_time, src_user, src_machine, dst_machine)',
      }),
    );
  });

  it('refuses a column that is given twice', () => {
    expect(() => checkDialect({ columns: [...inOrder, 'src_user'] }, redteam)).toThrow(
      /src_user is there twice/,
    );
  });
});

describe('placesByHeader', () => {
  it('finds columns in any order among others', () => {
    const header = ['dst_machine', 'note', 'src_user', 'attack_time', 'src_machine'];
    expect(placesByHeader(header, redteam, 'r.csv', 1)).toEqual({ width: 5, places: [3, 2, 4, 0] });
    expect(placesByHeader(inOrder, redteam, 'r.csv', 1)).toEqual({ width: 4 });
  });

  it('misses a column and names those there', () => {
    expect(() => placesByHeader(['time', 'user'], redteam, 'r.csv', 1)).toThrow(
      expect.objectContaining({
        kind: 'data',
        code: 'MISSING_COLUMN',
        message: expect.stringMatching(
          /^r\.csv:1: there is no column attack_time .*the header names time, user/,
        ),
      }),
    );
  });
});
