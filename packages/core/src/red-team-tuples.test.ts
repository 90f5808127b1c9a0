import { expect, it } from 'vitest';
import type { RedTeamEvent } from './events.js';
import { distinctTuples, labelLedgerOf, tallyOf, type TupleTally } from './red-team-tuples.js';

const event = (attack_time: number, src_user: string, src_machine: string): RedTeamEvent => ({
  attack_time,
  src_user,
  src_machine,
  dst_machine: 'C9',
});

it('tells tuples apart by all columns, in order of appearance, and counts the rows that repeat', () => {
  const rows = [
    event(1, 'U1,C1', 'C2'),
    event(1, 'U1', 'C1,C2'),
    event(1, 'U1,C1', 'C2'),
    event(2, 'U1', 'C1,C2'),
  ];
  expect(distinctTuples(rows)).toEqual({
    tuples: [
      { ...rows[0], rows: 2 },
      { ...rows[1], rows: 1 },
      { ...rows[3], rows: 1 },
    ],
    rowTuples: [0, 1, 0, 2],
  });
});

it('counts each tuple once by its match, and once by the furthest that it has come', () => {
  const met: Partial<TupleTally>[] = [
    { exactRows: 2, originRows: 1, sessions: 1, openSessions: 1 },
    { exactRows: 1, openSessions: 1 },
    { originRows: 3 },
    { sessions: 1 },
    {},
  ];
  const tallies = met.map((counts, i) => ({ ...tallyOf({ ...event(i, 'U1', 'C1'), rows: 2 }), ...counts }));
  expect(labelLedgerOf(tallies, 7)).toEqual({
    ...{ redteamRows: 10, distinct: 5, attackedSessions: 7 },
    ...{ matchedExact: 2, matchedOrigin: 1, unmatched: 2 },
    ...{ inSession: 2, inOpenSession: 1, withoutSession: 1, nowhere: 1 },
  });
});
