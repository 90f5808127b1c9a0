import { Evaluation } from '@cmsc/detection';
import { describe, expect, it } from 'vitest';
import type { Block } from '../section.js';
import { campaignOf } from '../testing/campaign-of.js';
import { attackedSessions } from './attacked-sessions.js';
import { caveats } from './caveats.js';
import { labels } from './labels.js';
import { ledger } from './ledger.js';
import { path } from './path.js';
import { scores } from './scores.js';
import { SECTIONS } from './sections.js';
import { sessionStrips } from './session-strips.js';
import { whatThisIs } from './what-this-is.js';
import { when } from './when.js';

/** What is said, chart titles and tables aside. */
const said = (blocks: readonly Block[]) =>
  blocks
    .flatMap((block) => (block.kind === 'words' ? [block.text] : block.kind === 'points' ? block.items : []))
    .join('\n');
const kinds = (blocks: readonly Block[]) => blocks.map(({ kind }) => kind);

type Numbers<S> = S extends { show(numbers: infer N, campaign: never): unknown } ? N : never;

const FACTS = {
  ...{ sessions: 200, openSessions: 0, accounts: 3, destinations: 1, first: 0, last: 86_400 },
  ...{ inputs: [], options: [], version: '1.0.0' },
};
const ATTACKED = {
  ...{ sessions: 1, accounts: 1, destinations: 1, sources: ['C1'], sourceCount: 1 },
  ...{ first: 150_885, last: 150_885, open: 0, outsideWindow: 0 },
};
const EVENTS = { distinct: 1, inSession: 1, inOpenSession: 0, elsewhere: 0 };

describe('the verdict', () => {
  const show = async (more: Partial<Numbers<typeof whatThisIs>>, hasRedTeam = true) =>
    said(
      whatThisIs.show(
        { ...FACTS, attacked: ATTACKED, events: EVENTS, ...more },
        await campaignOf({ hasRedTeam }),
      ),
    );

  it('is about one attacked session', async () => {
    const text = await show({});
    expect(text).toContain(
      '200 logon sessions of 3 accounts on 1 computer, from second 0 (d0 00:00:00) to second 86400 (d1 00:00:00), 1d 00h.',
    );
    expect(text).toContain('1 of them (0.5 %) was attacked, of 1 account on 1 computer, from 1 source (C1).');
    expect(text).toContain('The attack was at second 150885 (d1 17:54:45).');
  });

  it('is about many', async () => {
    const attacked = {
      ...ATTACKED,
      sessions: 20,
      accounts: 2,
      sources: ['C1', 'C2', 'C3', 'C4', 'C5'],
      sourceCount: 9,
      last: 240_000,
    };
    const text = await show({ attacked, events: { ...EVENTS, distinct: 25, elsewhere: 3 }, openSessions: 7 });
    expect(text).toContain(
      '20 of them (10 %) were attacked, of 2 accounts on 1 computer, from 9 sources (C1, C2, C3 and 6 others).',
    );
    expect(text).toContain('the last at second 240000 (d2 18:40:00), 1d 00h later.');
    expect(text).toContain('7 sessions without a logoff are not among these; 0 of them were attacked.');
    expect(text).toContain('3 red-team events of 25 lie in no session at all.');
  });

  it('is about none: events in no session, no event, and no red team', async () => {
    const attacked = { ...ATTACKED, sessions: 0, first: null, last: null };
    expect(await show({ attacked, events: { ...EVENTS, distinct: 4, inSession: 0 } })).toContain(
      'None of them was attacked: none of the 4 red-team events lies in a complete session.',
    );
    expect(await show({ attacked, events: { ...EVENTS, inSession: 0 } })).toContain(
      'the only red-team event lies in no',
    );
    expect(await show({ attacked, events: { ...EVENTS, distinct: 0 } })).toContain(
      'there is no red-team event.',
    );
    const unknown = await show({ attacked: null, events: null }, false);
    expect(unknown).toContain('Nobody knows which of them were attacked');
    expect(unknown).not.toMatch(/None of them|was attacked:|were attacked,/);
  });

  it('is that there is nothing', async () => {
    const none = { sessions: 0, first: null, last: null, attacked: null, events: null };
    expect(await show(none, false)).toContain('There are no complete sessions.');
  });

  it('says what a window leaves out', async () => {
    const campaign = await campaignOf({ window: { from: 100, to: 900 } });
    const attacked = { ...ATTACKED, outsideWindow: 2 };
    const text = said(whatThisIs.show({ ...FACTS, attacked, events: EVENTS }, campaign));
    expect(text).toContain('Only what began from 100 to 900, both inside');
    expect(text).toContain('2 attacked sessions of the database began outside');
  });
});

const BIN = { start: 0, rows: {}, sessions: 3, attacks: 0 };

it.each([
  [[], 'Nothing was read.'],
  [
    [BIN],
    'Counted in bins of 1 hour, 1 bin in all. Most sessions, 3, began in the bin of second 0 (d0 00:00:00). No bin has a red-team event.',
  ],
  [
    [BIN, { ...BIN, start: 3600, attacks: 2 }],
    '1 bin has red-team events, most of them, 2, that of second 3600 (d0 01:00:00).',
  ],
  [
    [
      { ...BIN, attacks: 1 },
      { ...BIN, start: 3600, attacks: 2 },
    ],
    '2 bins have red-team events',
  ],
])('when: %j', async (bins, words) => {
  expect(said(when.show({ binSeconds: 3600, bins, hours: [] }, await campaignOf()))).toContain(words);
});

it('when, without a red team, has no panel and no column of attacks', async () => {
  const bins = [{ ...BIN, attacks: null }];
  const blocks = when.show({ binSeconds: 60, bins, hours: [] }, await campaignOf({ hasRedTeam: false }));
  expect(kinds(blocks)).toEqual(['words', 'figure', 'table']);
  expect(JSON.stringify(blocks)).not.toContain('red-team');
});

const SOURCE = { name: 'C1', events: 1, destinations: 1, first: 5, last: 5, wasDestination: false };
const DESTINATION = {
  name: 'C2',
  events: 1,
  accounts: 1,
  sources: 1,
  first: 5,
  last: 5,
  firstSource: 'C1',
  firstAccount: 'U1',
};
const PATH = {
  events: 1,
  sourceCount: 1,
  sources: [SOURCE],
  destinationCount: 1,
  destinations: [DESTINATION],
  otherEvents: 0,
  marks: [],
};

it.each([
  [
    PATH,
    '1 red-team event goes from 1 source (C1) to 1 destination. The first touched was C2, at second 5 (d0 00:00:05). No destination was a source later.',
  ],
  [
    {
      ...PATH,
      events: 9,
      sourceCount: 2,
      sources: [SOURCE, { ...SOURCE, name: 'C2', events: 8, wasDestination: true }],
    },
    '9 red-team events go from 2 sources (C2 and C1) to 1 destination. The first touched was C2, at second 5 (d0 00:00:05). 1 source had been a destination before: C2.',
  ],
  [{ ...PATH, destinationCount: 3, otherEvents: 1 }, '2 more with 1 event are not.'],
  [{ ...PATH, events: 0, destinations: [], sources: [] }, 'There is no red-team event.'],
])('the path: %j', async (numbers, words) => {
  expect(said(path.show(numbers, await campaignOf()))).toContain(words);
});

const SESSION = {
  ...{
    session_id: 7,
    account: 'U1',
    destination: 'C2',
    start_time: 5,
    duration: 60,
    logons: 1,
    logon_type: null,
    labels: [],
  },
  ...{
    processes: 2,
    attacks: 1,
    firstAttack: 5,
    sources: ['C1'],
    sourceCount: 3,
    scores: [{ score: 1.5, rank: 2 }],
  },
};
const ATTACKED_SESSIONS = {
  attacked: 1,
  sessions: 4,
  zeroLength: 0,
  withProcesses: 1,
  medianDuration: 60,
  rows: [SESSION],
  detectors: ['mine'],
};

it.each([
  [ATTACKED_SESSIONS, '1 session of 4 (25 %) holds a red-team event. 1 has processes inside.'],
  [
    { ...ATTACKED_SESSIONS, attacked: 3, zeroLength: 1, withProcesses: 0 },
    '3 sessions of 4 (75 %) hold a red-team event. Half of them last 1m 00s or less, 1 no whole second. 0 have processes inside. Shown are the first 1 by start.',
  ],
  [{ ...ATTACKED_SESSIONS, attacked: 0, rows: [] }, 'No session was attacked.'],
])('attacked sessions: %j', async (numbers, words) => {
  expect(said(attackedSessions.show(numbers, await campaignOf()))).toBe(words);
});

it('attacked sessions are a table with scores, ranks and where the rest is', async () => {
  const [, table] = attackedSessions.show(ATTACKED_SESSIONS, await campaignOf());
  expect(table).toMatchObject({
    kind: 'table',
    interactive: true,
    rest: expect.stringContaining('cmsc query X.duckdb'),
  });
  expect(table?.kind === 'table' && table.rows).toEqual([
    [5, 'U1', 'C1 and 2 more', 'C2', 60, 1, 2, 1, 5, 7, 1.5, 2],
  ]);
});

const STRIP = {
  ...{
    session_id: 7,
    account: 'U1',
    destination: 'C2',
    start_time: 5,
    end_time: 65,
    processes: 3,
    attacks: [5],
  },
  ...{
    starts: [
      { time: 5, count: 2 },
      { time: 60, count: 1 },
    ],
    first: [
      { gap: 0, process_name: 'P1' },
      { gap: 55, process_name: 'P2' },
    ],
  },
};

it.each([
  [
    { attacked: 1, withProcesses: 0, strips: [] },
    'The attacked session has no process inside that is known.',
  ],
  [
    { attacked: 4, withProcesses: 0, strips: [] },
    'None of the 4 attacked sessions has a process inside that is known.',
  ],
  [
    { attacked: 4, withProcesses: 1, strips: [STRIP] },
    '1 attacked session has processes inside, 3 have none.',
  ],
  [{ attacked: 4, withProcesses: 1, strips: [STRIP] }, '+0s P1 · +55s P2 · and 1 more'],
  [{ attacked: 2, withProcesses: 2, strips: [STRIP] }, 'Shown are the first 1 by start.'],
  [{ attacked: 0, withProcesses: 0, strips: [] }, 'There is no attacked session to look into.'],
])('inside the sessions: %j', async (numbers, words) => {
  expect(said(sessionStrips.show(numbers, await campaignOf()))).toContain(words);
});

it('a session has a chart where there is something to see along its time', async () => {
  const kindsOf = async (strip: typeof STRIP) =>
    kinds(sessionStrips.show({ attacked: 1, withProcesses: 1, strips: [strip] }, await campaignOf()));
  expect(await kindsOf(STRIP)).toEqual(['words', 'heading', 'figure', 'words']);
  expect(await kindsOf({ ...STRIP, starts: [{ time: 5, count: 3 }] })).toEqual([
    'words',
    'heading',
    'words',
    'words',
  ]);
});

const LABELS = {
  rows: 749,
  distinct: 715,
  attackedSessions: 640,
  reasons: [{ code: 'NO_LOGOFF', events: 43 }],
};
const GROUPS = [
  { match: 'exact', fate: 'session', events: 658 },
  { match: 'exact', fate: 'open', events: 43 },
  { match: 'origin', fate: 'event', events: 14 },
] as const;

it('labels go down a funnel', async () => {
  const blocks = labels.show({ ...LABELS, groups: [...GROUPS] }, await campaignOf());
  expect(said(blocks)).toBe(
    '749 rows of the red-team file are 715 events; 34 rows repeat one. 701 are found as they stand, 14 with another destination, 0 not at all. 658 (92 %) lie in 640 complete sessions.',
  );
  const tables = blocks.filter((block) => block.kind === 'table');
  expect(tables.map(({ rows }) => rows)).toEqual([
    [
      ['auth has the row', 701, 658, 43, 0, 0],
      ['auth has it with another destination', 14, 0, 0, 14, 0],
      ['auth does not have it', 0, 0, 0, 0, 0],
      ['all', 715, 658, 43, 14, 0],
    ],
    [[43, 'NO_LOGOFF', 'no logoff was seen before the end of what was read']],
  ]);
});

it('one label, and none', async () => {
  const one = {
    rows: 1,
    distinct: 1,
    attackedSessions: 1,
    reasons: [],
    groups: [{ ...GROUPS[0], events: 1 }],
  };
  expect(said(labels.show(one, await campaignOf()))).toContain(
    '1 row of the red-team file is 1 event. 1 are found',
  );
  const none = { rows: 0, distinct: 0, attackedSessions: 0, reasons: [], groups: [] };
  expect(said(labels.show(none, await campaignOf()))).toBe('There is no label.');
});

it('the ledger has every counter, with what it means', async () => {
  const counts = { rows: 10, starts: 4, ends: 3, other: 3, sessions: 2, open: 2, orphanEnds: 1, mystery: 5 };
  const sources = [
    { source: 'auth', counts },
    { source: 'sequences', counts: { starts: 3 } },
  ];
  const blocks = ledger.show({ sources, reasons: [] }, await campaignOf());
  expect(said(blocks)).toBe(
    'Of 10 rows of auth, 3 (30 %) are of other kinds, 0 were kept out by a filter and 0 rejected. 4 starts became 2 complete sessions; 2 have no end, and 1 end no start.',
  );
  const [table] = blocks.filter((block) => block.kind === 'table');
  expect(table!.rows).toContainEqual(['auth', 'mystery', 5, '']);
  expect(table!.rows).toContainEqual(['sequences', 'starts', 3, 'process starts']);
  expect(said(ledger.show({ sources: [], reasons: [] }, await campaignOf()))).toBe('The ledger is empty.');
});

it('scores that are not there, and that nobody can judge', async () => {
  expect(said(scores.show(null, await campaignOf()))).toContain('No scores were given');
  const numbers = { path: 's.csv', unit: 'session', units: 5, positives: 0, detectors: [], highest: null };
  expect(said(scores.show(numbers, await campaignOf()))).toContain(
    'of which 0 are attacks: a base rate of 0 %. There is nothing to find',
  );
  expect(said(scores.show(numbers, await campaignOf({ hasRedTeam: false })))).toContain(
    'Without a red team nobody knows',
  );
});

it('scores of nothing but attacks have no area under a curve', async () => {
  const evaluation = new Evaluation({ budget: 1, seed: 1 });
  evaluation.first(1, true, 0);
  evaluation.turn();
  const days = [{ day: 0, score: 1, positives: 1 }];
  const detector = { name: 'mine', metrics: evaluation.metrics(days), curves: evaluation.curves(days) };
  const numbers = {
    path: 's.csv',
    unit: 'session',
    units: 1,
    positives: 1,
    detectors: [detector],
    highest: null,
  };
  const blocks = scores.show(numbers, await campaignOf());
  const [figure] = blocks.filter((block) => block.kind === 'figure');
  const [table] = blocks.filter((block) => block.kind === 'table');
  expect(figure!.alternative).toBe('mine: average precision 1, area under the ROC curve unknown');
  expect(table!.rows).toEqual([['mine', 1, null, 1, 1, 1]]);
});

it('caveats are those that apply', async () => {
  const none = {
    sessions: 1,
    zeroLength: 0,
    openSessions: 0,
    processStarts: 0,
    ambiguous: 0,
    zoneless: 0,
    filtered: 0,
    rejected: 0,
    incomplete: 0,
  };
  const few = said(caveats.show(none, await campaignOf({ hasRedTeam: false })));
  expect(few).toContain('Without labels nothing here');
  expect(few).not.toMatch(/second:|without a logoff|filter|skipped|to the end/);
  const all = {
    sessions: 4,
    zeroLength: 1,
    openSessions: 1,
    processStarts: 9,
    ambiguous: 2,
    zoneless: 0,
    filtered: 1,
    rejected: 1,
    incomplete: 1,
  };
  const many = said(caveats.show(all, await campaignOf()));
  for (const words of [
    '1 of 4 sessions (25 %) begin',
    'How long 1 session',
    '2 of 9 lie',
    '1 row was kept out',
    '1 bad row was',
    '1 file was not',
  ])
    expect(many).toContain(words);
});

it('sections are nine, each with a name of its own', () => {
  expect(SECTIONS.map(({ id }) => id)).toEqual([
    ...[
      'what-this-is',
      'when',
      'path',
      'attacked-sessions',
      'one-session',
      'labels',
      'ledger',
      'scores',
      'caveats',
    ],
  ]);
});
