import type { AuthEvent } from '@cmsc/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScoringPass } from './scoring-pass.js';
import type { ScoringOptions } from './scoring-options.js';
import { columnsOf, logon, makeDictionaries } from './testing/logon-rows.js';
import { PLAIN_SCORERS, type PlainRules } from './testing/plain-scorers.js';

const NUM_RUNS = 150;
const SEED = 1;

/** The scores of all units, by scorer, and their keys. */
function score(options: ScoringOptions, ...batches: (readonly AuthEvent[])[]) {
  const dictionaries = makeDictionaries();
  const pass = new ScoringPass({ from: 0, ...options }, dictionaries);
  const keys: string[] = [];
  const scores: Record<string, number[]> = Object.fromEntries(pass.scorers.map((name) => [name, []]));
  const take = (units: ReturnType<ScoringPass['push']>) => {
    for (const { length, time, key, scores: columns } of units)
      for (let unit = 0; unit < length; unit++) {
        const names = key.map((ids, i) => dictionaries[pass.protocol.key[i]!].name(ids[unit]!));
        keys.push([time[unit], ...names].join(','));
        pass.scorers.forEach((name, i) => scores[name]!.push(columns[i]![unit]!));
      }
  };
  for (const batch of batches) take(pass.push(columnsOf(batch, dictionaries)));
  take(pass.finish());
  return { keys, scores, counts: pass.counts };
}

const randomRows: fc.Arbitrary<AuthEvent[]> = fc
  .array(
    fc.record({
      step: fc.constantFrom(0, 0, 1, 2, 7, 40),
      dst_user: fc.constantFrom('U1@DOM1', 'U2@DOM1', 'U3@DOM1', 'C1$@DOM1'),
      src_machine: fc.constantFrom('C1', 'C2', 'C3', '?'),
      dst_machine: fc.constantFrom('C2', 'C3', 'C4', 'C5'),
      auth_type: fc.constantFrom('NTLM', 'MICROSOFT_AUTH', 'MICROSOFT_AUTHENTICATION_PACK'),
      orientation: fc.constantFrom('LogOn', 'LogOn', 'LogOn', 'LogOff', 'TGS'),
      result: fc.constantFrom('Success', 'Fail'),
    }),
    { maxLength: 40 },
  )
  .map((rows) => {
    let time = 0;
    return rows.map(({ step, ...row }) => logon({ ...row, time: (time += step) }));
  });

const randomRules: fc.Arbitrary<PlainRules> = fc.record({
  every: fc.constantFrom(1, 10, 100),
  learnUntil: fc.constantFrom(Infinity, 60, 20),
  window: fc.constantFrom(5, 50),
  fitUntil: fc.constantFrom(0, 25, 60),
});

const isRemote = ({ orientation, src_machine, dst_machine }: AuthEvent): boolean =>
  orientation === 'LogOn' && src_machine !== dst_machine;

it.each([
  [{ every: 0 }, 'every takes a whole number of seconds: "0" (give one from 1 on)'],
  [{ every: 1.5 }, 'every takes a whole number of seconds: "1.5"'],
  [{ learnUntil: NaN }, 'learnUntil takes a whole number'],
  [{ window: -1 }, 'window takes a whole number'],
  [{ from: 5, to: 3 }, 'from 5 is after to 3'],
  [{ key: [] }, 'the key of edge is of columns of auth'],
  [{ key: ['host'] }, 'the key of edge is of columns of auth: "host"'],
])('%j is refused', (options, words) => {
  expect(() => score(options as ScoringOptions)).toThrow(words);
});

describe('every scorer', () => {
  it('gives what looking at all earlier rows again gives', () => {
    fc.assert(
      fc.property(randomRows, randomRules, (rows, rules) => {
        const kept = rows.filter(isRemote);
        const wanted = kept.map(({ time }) => time >= rules.fitUntil);
        const { scores } = score(
          { ...rules, from: rules.fitUntil, scorers: Object.keys(PLAIN_SCORERS) },
          rows,
        );
        for (const [name, plain] of Object.entries(PLAIN_SCORERS)) {
          const expected = plain(kept, rules).filter((_, i) => wanted[i]);
          expect(scores[name]).toHaveLength(expected.length);
          expected.forEach((value, i) => expect(scores[name]![i]).toBeCloseTo(value, 5));
        }
      }),
      { numRuns: NUM_RUNS, seed: SEED },
    );
  });

  it('knows of no pair of machines that came up when nothing was learned any more, though the fit goes on', () => {
    const rules = { every: 1, learnUntil: 20, window: 5, fitUntil: 25 };
    const rows = [
      { time: 0, src_machine: 'C1', dst_machine: 'C2' },
      { time: 7, src_machine: '?', dst_machine: 'C5' },
      { time: 14, src_machine: 'C1', dst_machine: 'C3' },
      // This pair would bring C5 nearer to the hubs.
      { time: 21, src_machine: '?', dst_machine: 'C2' },
      { time: 61, src_machine: 'C1', dst_machine: 'C5' },
    ].map(logon);
    const { scores } = score({ ...rules, from: 25, scorers: ['surprise'] }, rows);
    expect(scores['surprise']![0]).toBeCloseTo(PLAIN_SCORERS['surprise']!(rows, rules).at(-1)!, 5);
  });

  it('gives the same however the rows are cut into batches', () => {
    fc.assert(
      fc.property(
        randomRows,
        fc.nat(40),
        fc.constantFrom('lmdeval', 'tarn', 'larroche2023', 'tuor-kth'),
        (rows, cut, protocol) => {
          const options = { protocol, scorers: ['surprise', 'ngram'], fitUntil: 0, every: 10 };
          const whole = score(options, rows);
          expect(score(options, rows.slice(0, cut), rows.slice(cut))).toEqual(whole);
          expect(whole.counts.kept + whole.counts.filtered).toBe(rows.length);
        },
      ),
      { numRuns: NUM_RUNS, seed: SEED },
    );
  });
});

describe('the protocols', () => {
  const rows = [
    logon({ time: 1 }),
    logon({ time: 1, result: 'Fail' }),
    logon({ time: 1, dst_machine: 'C1' }),
    logon({ time: 1, src_machine: '?' }),
    logon({ time: 2, src_user: 'C1$@DOM1', dst_user: 'U1@DOM1' }),
    logon({ time: 2, src_user: 'U7$@DOM1', dst_user: 'U1@DOM1' }),
    logon({ time: 3, orientation: 'LogOff' }),
    logon({ time: 700_000, src_machine: 'C9' }),
    logon({ time: 3000, src_machine: 'C2', dst_machine: 'C1' }),
  ].sort((a, b) => a.time - b.time);

  it.each([
    [
      'lmdeval',
      [
        '1,U1@DOM1,C1,C2',
        '1,U1@DOM1,C1,C2',
        '1,U1@DOM1,?,C2',
        '2,U1@DOM1,C1,C2',
        '2,U1@DOM1,C1,C2',
        '3000,U1@DOM1,C2,C1',
        '700000,U1@DOM1,C9,C2',
      ],
    ],
    ['tarn', ['1,U1@DOM1,C1,C2', '3000,U1@DOM1,C2,C1', '700000,U1@DOM1,C9,C2']],
    ['larroche2023', ['0,C1,C2', '0,?,C2', '0,C2,C1']],
    [
      'tuor-kth',
      [
        '1,U1@DOM1,C1,C2',
        '1,U1@DOM1,C1,C2',
        '1,U1@DOM1,C1,C1',
        '1,U1@DOM1,?,C2',
        '2,U7$@DOM1,C1,C2',
        '3,U1@DOM1,C1,C2',
        '3000,U1@DOM1,C2,C1',
        '700000,U1@DOM1,C9,C2',
      ],
    ],
  ])('%s keeps its rows', (protocol, keys) => {
    expect(score({ protocol }, rows).keys).toEqual(keys);
  });

  it('have a test of their own, unless told otherwise', () => {
    const later = [logon({ time: 150_884 }), logon({ time: 150_885 })];
    expect(score({ from: undefined }, later).keys).toHaveLength(1);
    expect(score({ from: 150_884, to: 150_884 }, later).keys).toHaveLength(1);
  });
});

describe('a unit of an hour', () => {
  const rows = [
    logon({ time: 7_300, logon_type: 'Batch' }),
    logon({ time: 7_200 + 3_000 }),
    logon({ time: 10_900 }),
    logon({ time: 10_901, src_machine: 'C9' }),
  ];
  const larroche = { protocol: 'larroche2023', scorers: ['ngram'], every: 1 };
  const whole = score(larroche, rows);

  it.each([
    [{ from: 7_200, to: 10_799 }, ['2,C1,C2']],
    [{ from: 7_200, to: 7_200 }, ['2,C1,C2']],
    [{ from: 7_201, to: 10_800 }, ['3,C1,C2', '3,C9,C2']],
    [{ from: 7_201, to: 10_799 }, []],
  ])('is wanted whole, by the second at which it begins: %j', (wanted, keys) => {
    const { keys: found, scores } = score({ ...larroche, ...wanted }, rows);
    expect(found).toEqual(keys);
    expect(scores['ngram']).toEqual(keys.map((key) => whole.scores['ngram']![whole.keys.indexOf(key)]));
  });
});

describe('options', () => {
  it('refuse an unknown scorer or protocol, and scores before the fit ends', () => {
    expect(() => score({ scorers: ['nosuch'] })).toThrow(/the scorers are edge, /);
    expect(() => score({ protocol: 'constructor' })).toThrow(/the protocols are lmdeval, /);
    expect(() => score({ scorers: ['surprise'], from: 0 })).toThrow(/--from 86400/);
  });

  it('put edge first, once', () => {
    expect(Object.keys(score({ scorers: ['ngram', 'edge'] }).scores)).toEqual(['edge', 'ngram']);
    expect(Object.keys(score({ window: 5 }).scores)).toEqual(['edge', 'edge-window']);
  });

  it('take other columns for the key of edge, also more than three', () => {
    const rows = [
      logon({ time: 1 }),
      logon({ time: 2, dst_user: 'U2@DOM1' }),
      logon({ time: 3, logon_type: 'Batch' }),
    ];
    expect(score({ key: ['dst_user'] }, rows).scores['edge']).toEqual([1, 1, 0]);
    expect(
      score({ key: ['src_machine', 'dst_machine', 'dst_user', 'logon_type'] }, rows).scores['edge'],
    ).toEqual([1, 1, 1]);
  });
});
