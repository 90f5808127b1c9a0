import type { AuthEvent } from '@cmsc/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, logon, makeDictionaries } from '../testing/logon-rows.js';
import { digits, PLAIN_SCORERS, probability, type Token } from '../testing/plain-scorers.js';
import type { ProcessColumns } from './process-surprise.js';
import { SessionScoring, type SessionScoringOptions } from './session-scoring.js';

/** A process inside a session; its names are numbers, 0 for none. */
interface Started {
  session: number;
  time: number;
  process: number;
  previous: number;
  beforePrevious: number;
  gap: number;
}

const PROCESSES = 6;
const SESSIONS = 5;

const started: fc.Arbitrary<Started[]> = fc
  .array(
    fc.record({
      step: fc.constantFrom(0, 0, 1, 3, 30),
      session: fc.nat(SESSIONS - 1),
      process: fc.integer({ min: 1, max: PROCESSES - 1 }),
      gap: fc.constantFrom(0, 1, 2, 9),
    }),
    { maxLength: 40 },
  )
  .map((rows) => {
    let time = 0;
    const before = Array.from({ length: SESSIONS }, () => [0, 0]);
    return rows.map(({ step, ...row }) => {
      const [beforePrevious, previous] = before[row.session] as [number, number];
      before[row.session] = [previous, row.process];
      return { ...row, previous, beforePrevious, time: (time += step) };
    });
  });

const TOKENS: readonly Token<Started>[] = [
  {
    of: ({ process }) => `${process}`,
    contexts: [
      ({ previous, beforePrevious }) => `${beforePrevious} ${previous}`,
      ({ previous }) => `${previous}`,
      () => '',
    ],
  },
  {
    of: ({ gap }) => `${digits(gap)}`,
    contexts: [({ process, previous }) => `${previous} ${process}`, ({ process }) => `${process}`, () => ''],
  },
];

function plainProcesses(rows: readonly Started[], every: number, learnUntil: number): number[] {
  return rows.map((row) => {
    const before = rows.filter(
      ({ time }) => Math.floor(time / every) < Math.floor(row.time / every) && time < learnUntil,
    );
    return TOKENS.reduce((sum, token) => sum - Math.log2(probability(token, row, before, rows)), 0);
  });
}

function processColumns(rows: readonly Started[]): ProcessColumns {
  const column = (name: keyof Started) => Int32Array.from(rows, (row) => row[name]);
  return {
    length: rows.length,
    time: column('time'),
    process: column('process'),
    previous: column('previous'),
    beforePrevious: column('beforePrevious'),
    gap: column('gap'),
  };
}

const logons: fc.Arbitrary<(AuthEvent & { session: number })[]> = fc
  .array(
    fc.record({
      step: fc.constantFrom(0, 1, 5),
      session: fc.nat(SESSIONS - 1),
      dst_user: fc.constantFrom('U1@DOM1', 'U2@DOM1'),
      src_machine: fc.constantFrom('C1', 'C2', 'C3'),
      dst_machine: fc.constantFrom('C4', 'C5'),
    }),
    { maxLength: 30 },
  )
  .map((rows) => {
    let time = 0;
    return rows.map(({ step, session, ...row }) => ({ ...logon({ ...row, time: (time += step) }), session }));
  });

/** The scores of all sessions, by column. */
function score(
  options: SessionScoringOptions,
  logged: readonly (AuthEvent & { session: number })[],
  processes: readonly Started[],
  cut = 0,
): Record<string, number[]> {
  const dictionaries = makeDictionaries();
  const scoring = new SessionScoring(options, dictionaries);
  for (const part of [logged.slice(0, cut), logged.slice(cut)])
    scoring.addLogons(
      columnsOf(part, dictionaries),
      part.map(({ session }) => session),
    );
  for (const part of [processes.slice(0, cut), processes.slice(cut)])
    scoring.addProcesses(
      processColumns(part),
      part.map(({ session }) => session),
    );
  const columns = scoring.columns.map(() => new Float64Array(SESSIONS));
  for (let session = 0; session < SESSIONS; session++) scoring.take(session, columns, session);
  return Object.fromEntries(scoring.columns.map((name, i) => [name, [...columns[i]!]]));
}

/** Highest and sum of the scores of each session's events. */
function summed(rows: readonly { session: number }[], scores: readonly number[]) {
  const of = (session: number) => scores.filter((_, i) => rows[i]!.session === session);
  const sessions = Array.from({ length: SESSIONS }, (_, session) => of(session));
  return {
    max: sessions.map((values) => Math.max(0, ...values)),
    sum: sessions.map((values) => values.reduce((a, b) => a + b, 0)),
  };
}

describe('scores of sessions', () => {
  it('are the highest and the sum of what looking at all earlier events again gives', () => {
    fc.assert(
      fc.property(logons, started, fc.constantFrom(1, 10), fc.constantFrom(Infinity, 20), (...given) => {
        const [logged, processes, every, learnUntil] = given;
        const rules = { every, learnUntil, window: 5, fitUntil: 0 };
        const found = score({ every, learnUntil }, logged, processes);
        const expected = {
          edge: summed(logged, PLAIN_SCORERS['edge']!(logged, rules)).max,
          ngram: summed(logged, PLAIN_SCORERS['ngram']!(logged, rules)),
          process: summed(processes, plainProcesses(processes, every, learnUntil)),
        };
        expect(Object.keys(found)).toEqual(['edge', 'ngram_max', 'ngram_sum', 'process_max', 'process_sum']);
        expect(found['edge']).toEqual(expected.edge);
        for (const name of ['ngram', 'process'] as const)
          for (const kind of ['max', 'sum'] as const)
            expected[name][kind].forEach((value, i) =>
              expect(found[`${name}_${kind}`]![i]).toBeCloseTo(value, 4),
            );
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  it('are the same however their events are cut into batches', () => {
    fc.assert(
      fc.property(logons, started, fc.nat(30), (logged, processes, cut) => {
        const whole = score({ window: 5 }, logged, processes);
        expect(score({ window: 5 }, logged, processes, cut)).toEqual(whole);
        expect(Object.keys(whole)).toContain('edge-window');
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it('refuse what a scorer cannot do yet', () => {
    const make = (options: SessionScoringOptions) => () => new SessionScoring(options, makeDictionaries());
    expect(make({ scorers: ['surprise'] })).toThrow('surprise gives no score before second 86400');
    expect(make({ scorers: ['none'] })).toThrow('no scorer has this name');
  });
});
