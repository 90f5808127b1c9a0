import { describe, expect, it } from 'vitest';
import { RedTeamIndex } from './red-team-index.js';
import { summarizeRedTeam, timesByKey } from './summary.js';
import { redTeamRow } from './testing/rows.js';

const index = new RedTeamIndex(
  [
    '172800,U9@DOM1,C1,C10',
    '86399,U10@DOM1,C2,C10',
    '86400,U5@C7,C1,C7',
    '172800,U9@DOM1,C1,C10',
    '86400,SYSTEM@C7,C1,C7',
    '5,U9@DOM1,C1,C10',
  ].map(redTeamRow),
);

describe('summarizeRedTeam', () => {
  it('counts rows, tuples, names and days', () => {
    expect(summarizeRedTeam(index)).toEqual({
      rows: 6,
      distinct: 5,
      surplusRows: 1,
      repeatedTuples: 1,
      users: [
        { name: 'U9@DOM1', rows: 3 },
        { name: 'SYSTEM@C7', rows: 1 },
        { name: 'U10@DOM1', rows: 1 },
        { name: 'U5@C7', rows: 1 },
      ],
      sources: [
        { name: 'C1', rows: 5 },
        { name: 'C2', rows: 1 },
      ],
      destinations: [
        { name: 'C10', rows: 4 },
        { name: 'C7', rows: 2 },
      ],
      localAccountRows: 1,
      days: [
        { day: 0, rows: 2 },
        { day: 1, rows: 2 },
        { day: 2, rows: 2 },
      ],
      firstTime: 5,
      lastTime: 172800,
    });
  });

  it('has nothing to say of an empty file', () => {
    const { rows, users, days, firstTime, lastTime } = summarizeRedTeam(new RedTeamIndex([]));
    expect({ rows, users, days, firstTime, lastTime }).toEqual({
      rows: 0,
      users: [],
      days: [],
      firstTime: null,
      lastTime: null,
    });
  });
});

describe('timesByKey', () => {
  it('keeps repeats, in file order, under sorted keys', () => {
    expect(timesByKey(index)).toEqual([
      { src_user: 'SYSTEM@C7', src_machine: 'C1', dst_machine: 'C7', times: [86400] },
      { src_user: 'U10@DOM1', src_machine: 'C2', dst_machine: 'C10', times: [86399] },
      { src_user: 'U5@C7', src_machine: 'C1', dst_machine: 'C7', times: [86400] },
      { src_user: 'U9@DOM1', src_machine: 'C1', dst_machine: 'C10', times: [172800, 172800, 5] },
    ]);
  });
});
