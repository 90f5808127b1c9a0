import { AUTH_PRESETS, PROC_PRESETS } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { createStyle } from '../terminal/style.js';
import { inspectionText } from './inspection-text.js';
import {
  labelSummary,
  ledgerSummary,
  LOGON_NOUNS,
  PROCESS_NOUNS,
  redTeamFunnel,
  type LedgerContext,
} from './ledger-summary.js';
import { outputSummary } from './run-summary.js';
import { redTeamText } from './red-team-text.js';

const plain = createStyle(false);

const LEDGER = {
  rows: 5003,
  starts: 1824,
  ends: 1782,
  other: 1394,
  failedStarts: 16,
  filtered: 2,
  rejected: 1,
  keys: 565,
  sessions: 1445,
  zeroLength: 687,
  repeatedStarts: 257,
  extendingEnds: 157,
  orphanEnds: 180,
  open: 122,
};

const NOTHING = Object.fromEntries(Object.keys(LEDGER).map((name) => [name, 0])) as typeof LEDGER;

describe('ledgerSummary', () => {
  const context = { nouns: LOGON_NOUNS, rule: AUTH_PRESETS.destination, open: 'left out' } as const;
  const lastLine = (counts: Partial<typeof LEDGER>, change: Partial<LedgerContext>) =>
    ledgerSummary({ ...NOTHING, ...counts }, { ...context, ...change }).at(-1);

  it('accounts for every row, in the words of the data', () =>
    expect(ledgerSummary(LEDGER, context).join('\n')).toBe(
      `
5,003 rows read: 1,824 logons, 1,782 logoffs, 1,394 of other kinds (TGS, TGT, AuthMap, screen locks …)
  among those 16 failed logons, which start nothing (--failed-logons start counts them in)
  2 rows kept out by a filter
  1 bad row skipped (--rejects FILE keeps them)
1,445 sessions of 565 keys (dst_user, dst_machine)
  687 last 0 seconds: logon and logoff in one second
  257 repeated logons: the session was open already
  157 further logoffs: the session lasts to the last one
  180 orphaned logoffs: no logon of their key before them in the input
  122 open sessions: no logoff before the end of the input; left out (--keep-open keeps them)
`.trim(),
    ));

  it('says nothing of what did not happen', () => {
    const processes = {
      ...context,
      nouns: PROCESS_NOUNS,
      rule: { ...PROC_PRESETS.destination, key: ['computer'] },
    };
    expect(ledgerSummary(NOTHING, processes)).toEqual([
      '0 rows read: 0 starts, 0 ends',
      '0 runs of 0 keys (computer)',
    ]);
  });

  it('gives the codes of orphans and repeats, where they were asked for', () => {
    const reasons = {
      'orphan end': { 'began-before': 170, 'same-second-tie': 10 },
      'repeated start': { overlap: 257 },
    } as const;
    const text = ledgerSummary(LEDGER, { ...context, reasons }).join('\n');
    expect(text).toContain('was open already\n    257 overlap: another one while the first still ran\n');
    expect(text).toMatch(/ {4}170 began-before: .*\n {4}10 same-second-tie: .*\n {2}122 open sessions/);
  });

  it('says what became of open sessions', () => {
    expect(lastLine({ open: 1 }, { open: 'written' })).toMatch(
      /^ {2}1 open session: .*; written without an end$/,
    );
    expect(lastLine({ open: 2 }, { open: 'carried on' })).toMatch(
      /^ {2}2 open sessions: .*; left to the next run$/,
    );
  });

  it('explains orphans by key, ties and pairing, where they cause them', () => {
    expect(lastLine({ orphanEnds: 3 }, { rule: AUTH_PRESETS.notebook })).toContain('logoffs name no source');
    expect(lastLine({ orphanEnds: 3 }, { rule: PROC_PRESETS.notebook })).toContain('--ties pair mends that');
    const fifo = { ...AUTH_PRESETS.destination, pairing: 'fifo' } as const;
    expect(lastLine({ orphanEnds: 3 }, { rule: fifo })).toContain('was left to pair them with');
  });
});

describe('labelSummary', () => {
  it('is a funnel', () =>
    expect(
      labelSummary({
        redteamRows: 749,
        distinct: 715,
        matchedExact: 701,
        matchedOrigin: 14,
        unmatched: 0,
        inSession: 690,
        inOpenSession: 5,
        withoutSession: 20,
        nowhere: 0,
        attackedSessions: 1,
      }),
    ).toEqual([
      '749 red-team rows, 715 distinct; of these',
      '  701 have their auth row: same time, user, source and destination',
      '  14 have one with another destination',
      '  690 lie in a session',
      '  5 lie in an open session only: no logoff was seen',
      '  20 lie in no session, but have their auth row',
      '1 attacked session',
    ]));
});

describe('redTeamFunnel', () => {
  const tuple = { attack_time: 1, src_user: 'U1', src_machine: 'C1', dst_machine: 'C2', rows: 2 } as const;
  const counts = { exactRows: 0, originRows: 0, otherDestinations: [], sessions: 0, openSessions: 0 };
  const labels = {
    redteamRows: 7,
    distinct: 3,
    matchedExact: 2,
    matchedOrigin: 1,
    unmatched: 0,
    inSession: 1,
    inOpenSession: 1,
    withoutSession: 1,
    nowhere: 0,
    attackedSessions: 1,
  };

  it('says by match and fate where tuples went, and why they got lost', () =>
    expect(
      redTeamFunnel(
        labels,
        [
          { ...tuple, ...counts, match: 'exact', fate: 'session', losses: [] },
          { ...tuple, ...counts, match: 'exact', fate: 'open', losses: [{ code: 'NO_LOGOFF', text: '' }] },
          {
            ...tuple,
            ...counts,
            match: 'origin',
            fate: 'event',
            losses: [{ code: 'OTHER_DESTINATION', text: '' }],
          },
        ],
        { preset: 'destination', rule: AUTH_PRESETS.destination },
      ),
    ).toEqual([
      '7 red-team rows, 3 distinct',
      '  preset destination: key dst_user, dst_machine; ties pair; pairing merge',
      '                                        tuples  in a session  in an open session  without  nowhere',
      '  auth has the row                           2             1                   1        0        0',
      '  auth has it with another destination       1             0                   0        1        0',
      '  auth does not have it                      0             0                   0        0        0',
      '  all                                        3             1                   1        1        0',
      '1 attacked session',
      'tuples that got lost',
      '  1  NO_LOGOFF          no logoff was seen before the end of what was read',
      '  1  OTHER_DESTINATION  auth has the time, user and source with another destination only',
    ]));

  it('lists no losses when there are none', () =>
    expect(redTeamFunnel(labels, [], { preset: 'notebook', rule: AUTH_PRESETS.notebook }).at(-1)).toBe(
      '1 attacked session',
    ));
});

describe('outputSummary', () => {
  it('names outputs, their rows and the time it took', () =>
    expect(
      outputSummary({
        outputs: [
          { path: '-', bytes: 47486, sha256: '', rows: 1445 },
          { path: 'a\n.csv', bytes: 1, sha256: '', rows: 1 },
        ],
        timing: { seconds: 0.42, rowsPerSecond: 2_400_000, peakRssBytes: 180e6 },
      }),
    ).toEqual([
      'standard output: 1,445 rows, 47 kB',
      'a\\x0a.csv: 1 row, 1 byte',
      '0.42s, 2.4M rows/s, 180 MB of memory',
    ]));
});

describe('redTeamText', () => {
  const names = Array.from({ length: 12 }, (_, i) => ({ name: `U${i}`, rows: 100 - i }));
  const summary = {
    rows: 1149,
    distinct: 1100,
    surplusRows: 49,
    repeatedTuples: 12,
    users: names,
    sources: [{ name: 'C1\u001b[2J', rows: 3 }],
    destinations: [],
    localAccountRows: 27,
    days: [{ day: 1, rows: 1149 }],
    firstTime: 150885,
    lastTime: 2557047,
  };

  it('lists ten names at most, aligned and harmless', () => {
    const text = redTeamText(summary, plain);
    expect(text).toMatch(/^rows +1,149$/m);
    expect(text).toMatch(/^distinct +1,100: 12 tuples repeat, in 49 surplus rows$/m);
    expect(text).toMatch(/^top users \(10 of 12\)\n {2}U0 {2}100\n {2}U1 {3}99$/m);
    expect(text).not.toContain('U10');
    expect(text).toContain('C1\\x1b[2J');
    expect(text).not.toContain('top destinations');
  });

  it('says when there is nothing', () => {
    const nothing = { ...summary, rows: 0, distinct: 0, surplusRows: 0, users: [], sources: [], days: [] };
    const text = redTeamText({ ...nothing, firstTime: null, lastTime: null }, plain);
    expect(text).toMatch(/^time +no rows$/m);
  });
});

describe('inspectionText', () => {
  const inspection = {
    path: 'auth.txt.gz',
    bytes: 7_626_505_158,
    sha256: '',
    format: 'auth',
    rows: 200,
    firstTime: 1,
    lastTime: 5011199,
    columns: [
      {
        name: 'src_user',
        distinct: 51,
        top: [
          { value: '?', rows: 50 },
          { value: '', rows: 1 },
        ],
      },
    ],
    rejected: 0,
    problems: [],
    brokenOff: undefined,
  };

  it('tells format, size, rows, time and frequent values with their share', () =>
    expect(inspectionText(inspection, plain)).toBe(
      `
auth.txt.gz
  format  auth
  size    7.6 GB
  rows    200
  time    1 to 5011199
  src_user  51 values
    ?        50   25.0 %
    (empty)   1    0.5 %
  no problems found
`.trimStart(),
    ));

  it('lists problems, and how many are not listed', () => {
    const problems = [{ line: 7, reason: 'time is not a whole number' }];
    const text = inspectionText(
      { ...inspection, rejected: 3, problems, brokenOff: 'the gzip data ends early' },
      plain,
    );
    expect(text).toContain(
      '  problems\n    broken off: the gzip data ends early\n    3 bad rows\n      line 7: time is not a whole number\n      … and 2 more\n',
    );
  });
});
