import type { AuthEvent, RedTeamEvent } from '@cmsc/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelLedgerProblems } from './label-outcomes.js';
import { RedTeamIndex } from './red-team-index.js';
import { row } from './testing/rows.js';
import { DESTINATION_KEY, runLabels, SOURCE_KEY } from './testing/label-run.js';
import { plainLabels } from './testing/plain-labels.js';

// Few names and seconds, so that rows, tuples and sessions meet all the time.
const user = fc.constantFrom('U1@DOM1', 'U2@DOM1', 'U1@C1', 'C1$@DOM1', 'ANONYMOUS LOGON@C2');
const computer = fc.constantFrom('C1', 'C2', 'C3');
const orientation = fc.constantFrom('LogOn', 'LogOn', 'LogOff', 'LogOff', 'TGS');

const authRows: fc.Arbitrary<AuthEvent[]> = fc
  .array(fc.tuple(fc.nat(12), user, computer, computer, orientation), { maxLength: 60 })
  .map((rows) => rows.sort((a, b) => a[0] - b[0]).map((fields) => row(...fields)));

const tuple: fc.Arbitrary<RedTeamEvent> = fc.record({
  attack_time: fc.nat(14),
  src_user: user,
  src_machine: computer,
  dst_machine: computer,
});

const redteam = fc
  .tuple(fc.array(tuple, { maxLength: 20 }), fc.array(fc.nat(19), { maxLength: 6 }))
  .map(([rows, repeats]) => [...rows, ...repeats.flatMap((i) => rows[i] ?? [])]);

const key = fc.constantFrom(DESTINATION_KEY, SOURCE_KEY);
const ties = fc.constantFrom('pair' as const, 'file' as const, 'start-first' as const);
const batchSizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });

describe('labels over columns', () => {
  it('are those of the plain form', () => {
    fc.assert(
      fc.property(
        redteam,
        authRows,
        key,
        ties,
        batchSizes,
        fc.boolean(),
        (attacks, rows, columns, tie, sizes, carry) => {
          const run = runLabels(attacks, rows, columns, { ties: tie, batchSizes: sizes, carry });
          const plain = plainLabels(attacks, rows, run.sessions);
          expect(run.redteamRows).toEqual(plain.redteamRows);
          expect(run.sessions.map(({ attackTimes }) => attackTimes)).toEqual(plain.attackTimes);
          expect(run.sessions.map(({ label }) => label)).toEqual(
            plain.attackTimes.map((times) => Math.min(1, times.length)),
          );
          expect(run.outcomes.ledger()).toEqual(plain.ledger);
          expect(labelLedgerProblems(run.outcomes.ledger())).toEqual([]);
        },
      ),
      { seed: 1, numRuns: 1000 },
    );
  });

  it('are those of the objects', () => {
    fc.assert(
      fc.property(redteam, authRows, key, (attacks, rows, columns) => {
        const index = new RedTeamIndex(attacks);
        const run = runLabels(attacks, rows, columns);
        const lastTime = rows.at(-1)?.time ?? 0;
        expect(rows.map((event) => index.matchEvent(event).redteamRows)).toEqual(run.redteamRows);
        const times = run.sessions.map(({ dst_user, dst_machine, sources, start, end = lastTime }) => {
          const session = { dst_user, dst_machine, origins: sources, start_time: start, end_time: end };
          return [...new Set(index.matchSession(session).map(({ attack_time }) => attack_time))];
        });
        expect(times).toEqual(run.sessions.map(({ attackTimes }) => attackTimes));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('have a reason for each loss and none where nothing was lost', () => {
    fc.assert(
      fc.property(redteam, authRows, key, (attacks, rows, columns) => {
        for (const { match, fate, losses } of runLabels(attacks, rows, columns).outcomes.records({
          key: columns,
        })) {
          expect(losses.length === 0).toBe(match === 'exact' && fate === 'session');
          expect(losses.map(({ code }) => code)).not.toContain('NO_SESSION');
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
