import { Dictionary } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { labelColumns } from './matchers.js';
import { RedTeamIndex } from './red-team-index.js';
import { redTeamRow, row, toColumns } from './testing/rows.js';

const COLUMNS = ['src_machine', 'dst_machine', 'dst_user'] as const;

function visits(redteam: string[], rows: ReturnType<typeof row>[], length = rows.length) {
  const dictionaries = { user: new Dictionary(), computer: new Dictionary() };
  const bound = new RedTeamIndex(redteam.map(redTeamRow)).bind(dictionaries);
  const events = { ...toColumns(rows, COLUMNS, dictionaries), length };
  const seen: [number, number, boolean][] = [];
  bound.rows.eachMatch(events, labelColumns(COLUMNS), (...visit) => seen.push(visit));
  return seen;
}

describe('eachMatch', () => {
  it('visits rows in order, once for each tuple of their time, user and source', () => {
    const rows = [
      row(1, 'U1', 'C1', 'C2'),
      row(2, 'U1', 'C1', 'C3'),
      row(2, 'U2', 'C1', 'C2'),
      row(2, 'U1', 'C1', 'C2'),
      row(3, 'U1', 'C1', 'C2'),
      row(4, 'U1', 'C1', 'C2'),
    ];
    expect(visits(['4,U1,C1,C2', '2,U1,C1,C3', '2,U1,C1,C2', '7,U1,C1,C2'], rows)).toEqual([
      [1, 2, false],
      [1, 1, true],
      [3, 2, true],
      [3, 1, false],
      [5, 0, true],
    ]);
  });

  it('leaves alone what lies behind the length of a batch', () => {
    const rows = [row(1, 'U1', 'C1', 'C2'), row(1, 'U1', 'C1', 'C2')];
    expect(visits(['1,U1,C1,C2'], rows, 1)).toEqual([[0, 0, true]]);
    expect(visits(['1,U1,C1,C2'], rows, 0)).toEqual([]);
  });

  it('wants all three columns', () => {
    const dictionaries = { user: new Dictionary(), computer: new Dictionary() };
    const bound = new RedTeamIndex([]).bind(dictionaries);
    const names = ['dst_user', 'dst_machine'] as const;
    const events = toColumns([row(1, 'U1', 'C1', 'C2')], names, dictionaries);
    expect(() => bound.rows.eachMatch(events, labelColumns(names), () => undefined)).toThrow(RangeError);
  });
});

describe('labelColumns', () => {
  it('finds the columns wherever they stand', () => {
    expect(labelColumns(['dst_user', 'dst_machine'])).toEqual({ user: 0, source: -1, destination: 1 });
    expect(labelColumns(['auth_type', 'dst_machine', 'src_machine', 'dst_user'])).toEqual({
      user: 3,
      source: 2,
      destination: 1,
    });
  });

  it.each([[[]], [['dst_user']], [['src_user', 'dst_machine']]])('refuses %j', (names) => {
    expect(() => labelColumns(names)).toThrow(expect.objectContaining({ kind: 'usage', code: 'BAD_OPTION' }));
  });
});
