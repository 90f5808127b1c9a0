import { describe, expect, it } from 'vitest';
import type { Truth } from './generate-with-progress.js';
import { truthProblems, type SessionRow } from './truth-check.js';

const counts = { rows: 3, sessions: 1 };
const labels = { distinct: 1, inSession: 1 };
const attack = {
  attack_time: 5,
  src_user: 'U1',
  src_machine: 'C1',
  dst_machine: 'C2',
  rows: 1,
  match: 'exact',
};

/** What is known of a data set with one attack, which lies in a session from 1 to 9. */
const truth = {
  destination: { ledger: counts },
  labels,
  attacks: [
    { ...attack, fate: { in: 'session', start_time: 1, end_time: 9 } },
    { ...attack, fate: { in: 'open session' } },
  ],
} as unknown as Truth;

const session = {
  dst_user: 'U1',
  dst_machine: 'C2',
  start_time: 1,
  end_time: 9,
  attack_times: [5],
} as SessionRow;

type Found = Parameters<typeof truthProblems>[0];
const found = { ledger: counts, labels } as unknown as Found;

describe('truthProblems', () => {
  it('finds nothing where all is as it should be', () =>
    expect(truthProblems(found, [session], truth)).toEqual([]));

  it('names counts that differ', () => {
    const wrong = { ledger: { ...counts, sessions: 2 }, labels: undefined } as unknown as Found;
    expect(truthProblems(wrong, [session], truth)).toEqual([
      'ledger.sessions is 2, and should be 1',
      'labels.distinct is undefined, and should be 1',
      'labels.inSession is undefined, and should be 1',
    ]);
  });

  it.each([{ attack_times: [6] }, { start_time: 2 }, { dst_machine: 'C3' }])(
    'misses the attack with %j',
    (change) =>
      expect(truthProblems(found, [{ ...session, ...change }], truth)).toEqual([
        'the session of U1 on C2 at 5 is not marked as attacked',
      ]),
  );
});
