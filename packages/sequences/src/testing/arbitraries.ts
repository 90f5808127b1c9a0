import fc from 'fast-check';
import type { PlainSession, PlainStart } from './plain-join.js';

const pair = { user: fc.constantFrom('U1@DOM1', 'U2@DOM1'), computer: fc.constantFrom('C1', 'C2') };
const time = fc.oneof({ weight: 9, arbitrary: fc.nat(40) }, { weight: 1, arbitrary: fc.nat(2 ** 31 - 1) });

/** Sessions of two users on two computers, numbered by pair and start, and process starts in order of time. */
export const joinCase = fc
  .record({
    sessions: fc.array(
      fc.record({ ...pair, start: time, length: fc.option(fc.nat(25), { nil: undefined }) }),
      { maxLength: 25 },
    ),
    starts: fc.array(fc.record({ ...pair, time, process: fc.constantFrom('P1', 'P2', 'P3') }), {
      maxLength: 30,
    }),
    shuffled: fc.boolean(),
  })
  .map(({ sessions, starts, shuffled }) => {
    const spans = sessions.map(({ user, computer, start, length }): Omit<PlainSession, 'session'> => {
      const end = length === undefined ? undefined : Math.min(start + length, 2 ** 31 - 1);
      return { user, machine: computer, start, end };
    });
    const nameOf = ({ user, machine }: { user: string; machine: string }): string => `${user} ${machine}`;
    // Under key source the rows of a pair are not in the order of their starts.
    if (!shuffled) spans.sort((a, b) => nameOf(a).localeCompare(nameOf(b)) || a.start - b.start);
    return {
      sessions: spans.map((span, i): PlainSession => ({ session: i + 1, ...span })),
      starts: (starts as PlainStart[]).sort((a, b) => a.time - b.time),
    };
  });
