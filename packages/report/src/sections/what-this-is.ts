import { formatCount, formatDuration, formatMany } from '@cmsc/core';
import type { Campaign } from '../campaign.js';
import { words, type Block, type Section } from '../section.js';
import { namesText, shareText } from '../words.js';

/** What was attacked. */
interface AttackedCounts {
  sessions: number;
  accounts: number;
  destinations: number;
  /** Machines that the red team came from into these sessions, those with the most events first, five at most. */
  sources: string[];
  sourceCount: number;
  /** Seconds: the first and the last red-team event in these sessions; null where there is none. */
  first: number | null;
  last: number | null;
  /** Sessions without a logoff that were attacked. */
  open: number;
  /** Attacked sessions that are not in the window. */
  outsideWindow: number;
}

/** Red-team events, by where they went. */
interface EventCounts {
  /** Distinct events. */
  distinct: number;
  inSession: number;
  inOpenSession: number;
  elsewhere: number;
}

/** A file that the database was made of. */
interface InputFile {
  format: string;
  path: string;
  bytes: number;
  /** Null where the file was not read to its end. */
  sha256: string | null;
  rows: number;
  complete: boolean;
}

/** The numbers of the first section. */
export interface WhatThisIs {
  sessions: number;
  openSessions: number;
  accounts: number;
  destinations: number;
  /** Seconds: the first start and the last end of a session. */
  first: number | null;
  last: number | null;
  /** Null where nobody knows: without a red team. */
  attacked: AttackedCounts | null;
  events: EventCounts | null;
  inputs: InputFile[];
  options: { name: string; value: string }[];
  version: string;
}

/** The verdict, and what it was made of. */
export const whatThisIs: Section<WhatThisIs> = {
  id: 'what-this-is',
  title: 'What this is',
  async read(campaign) {
    const [sessions, accounts, destinations, first, last, openSessions] = await campaign.row<
      [number, number, number, number | null, number | null, number]
    >(`SELECT count(*), count(DISTINCT account), count(DISTINCT destination), min(start_time), max(end_time),
      (SELECT count(*) FROM campaign_open) FROM campaign_sessions`);
    const [version = ''] = (await campaign.rows<[string]>('SELECT cmsc_version FROM meta'))[0] ?? [];
    return {
      ...{ sessions, openSessions, accounts, destinations, first, last },
      attacked: campaign.hasRedTeam ? await readAttacked(campaign) : null,
      events: campaign.hasRedTeam ? await readEvents(campaign) : null,
      inputs: await readInputs(campaign),
      options: (await campaign.rows<[string, string]>('SELECT name, value FROM options ORDER BY rowid')).map(
        ([name, value]) => ({ name, value }),
      ),
      version,
    };
  },
  show: (numbers, campaign) => [
    ...words(...verdict(numbers, campaign)),
    ...words(...unlabelled(numbers, campaign)),
    ...words(...windowSentences(campaign)),
    ...madeOf(numbers, campaign),
  ],
};

async function readAttacked(campaign: Campaign): Promise<AttackedCounts> {
  const [sessions, accounts, destinations, open, all] = await campaign.row<number[]>(
    `SELECT count(*), count(DISTINCT account), count(DISTINCT destination), (SELECT count(*) FROM campaign_open WHERE label = 1),
      (SELECT count(*) FROM sessions WHERE label = 1) FROM campaign_sessions WHERE label = 1`,
  );
  const [first, last] = await campaign.row<[number | null, number | null]>(
    `SELECT min(time), max(time) FROM (SELECT unnest(attack_times) AS time FROM campaign_sessions WHERE label = 1)`,
  );
  const sources = await campaign.rows<[string]>(
    `SELECT source FROM campaign_redteam SEMI JOIN campaign_matches USING (tuple_id) GROUP BY source ORDER BY count(*) DESC, source`,
  );
  return {
    ...{ sessions: sessions!, accounts: accounts!, destinations: destinations!, open: open!, first, last },
    sources: sources.slice(0, 5).map(([source]) => source),
    sourceCount: sources.length,
    outsideWindow: all! - sessions!,
  };
}

async function readEvents(campaign: Campaign): Promise<EventCounts> {
  if (campaign.kind.name === 'windows') return labelCounts(campaign);
  const [distinct, inSession, inOpenSession] = (await campaign.row<number[]>(
    `SELECT count(*), count(*) FILTER (fate = 'session'), count(*) FILTER (fate = 'open') FROM campaign_redteam`,
  )) as [number, number, number];
  return { distinct, inSession, inOpenSession, elsewhere: distinct - inSession - inOpenSession };
}

/** Labels of Windows events, which are a file of their own and have no table: those of the whole database. */
async function labelCounts(campaign: Campaign): Promise<EventCounts> {
  const counts = new Map(
    await campaign.rows<[string, number]>(`SELECT name, value FROM ledger WHERE source = 'labels'`),
  );
  const count = (name: string) => counts.get(name) ?? 0;
  return {
    ...{ distinct: count('rows'), inSession: count('inSession'), inOpenSession: count('inOpenSession') },
    elsewhere: count('withoutSession'),
  };
}

async function readInputs(campaign: Campaign): Promise<InputFile[]> {
  const rows = await campaign.rows<[string, string, number, string | null, number, boolean]>(
    'SELECT format, path, bytes, sha256, rows, complete FROM inputs ORDER BY rowid',
  );
  return rows.map(([format, path, bytes, sha256, rows, complete]) => ({
    ...{ format, path, bytes, sha256, rows, complete },
  }));
}

/** Three sentences: what there is, what was attacked of it, and when. */
function verdict(numbers: WhatThisIs, campaign: Campaign): string[] {
  const { sessions, accounts, destinations, first, last } = numbers;
  if (sessions === 0 || first === null || last === null)
    return ['There are no complete sessions.', ...attackedSentences(numbers, campaign).slice(0, 1)];
  const what = `${formatMany(sessions, 'logon session')} of ${formatMany(accounts, 'account')} on ${formatMany(destinations, 'computer')}`;
  return [`${what}, ${campaign.spanText(first, last)}.`, ...attackedSentences(numbers, campaign)];
}

function attackedSentences({ sessions, attacked, events }: WhatThisIs, campaign: Campaign): string[] {
  if (!attacked || !events)
    return [
      `Nobody knows which of them were attacked: the database was built without ${campaign.kind.name === 'windows' ? 'labels' : 'a red team'}.`,
    ];
  if (attacked.sessions === 0) return [noneAttacked(events, campaign.kind.event)];
  const { accounts, destinations, sources, sourceCount, first, last } = attacked;
  const names = namesText(sources, sourceCount);
  return [
    `${formatCount(attacked.sessions)} of them (${shareText(attacked.sessions, sessions)}) ${attacked.sessions === 1 ? 'was' : 'were'} attacked, of ${formatMany(accounts, 'account')} on ${formatMany(destinations, 'computer')}, from ${formatMany(sourceCount, 'source')}${names === '' ? '' : ` (${names})`}.`,
    whenAttacked(first, last, campaign),
  ];
}

function noneAttacked({ distinct }: EventCounts, event: string): string {
  if (distinct === 0) return `None of them was attacked: there is no ${event}.`;
  return distinct === 1
    ? `None of them was attacked: the only ${event} lies in no complete session.`
    : `None of them was attacked: none of the ${formatMany(distinct, event)} lies in a complete session.`;
}

function whenAttacked(first: number | null, last: number | null, campaign: Campaign): string {
  if (first === null || last === null) return 'When is not known.';
  if (first === last) return `The attack was at ${campaign.fullTime(first)}.`;
  return `The first attack in them was at ${campaign.fullTime(first)}, the last at ${campaign.fullTime(last)}, ${formatDuration(last - first)} later.`;
}

function windowSentences({ window: { from, to } }: Campaign): string[] {
  if (from === undefined && to === undefined) return [];
  const border = [from === undefined ? '' : `from ${from}`, to === undefined ? '' : `to ${to}`];
  return [
    `Only what began ${border.filter(Boolean).join(' ')}, both inside: sessions by their start, red-team events by their time. The ledger, the inputs and the figures of scores are those of the whole database.`,
  ];
}

function madeOf({ inputs, options, version }: WhatThisIs, { database }: Campaign): Block[] {
  const files: Block = {
    kind: 'table',
    caption: `The files that ${database} was built of, by cmsc ${version}`,
    columns: [
      { title: 'format', kind: 'text' },
      { title: 'file', kind: 'text' },
      { title: 'rows read', kind: 'count' },
      { title: 'bytes', kind: 'count' },
      { title: 'SHA-256', kind: 'text' },
    ],
    rows: inputs.map(({ format, path, rows, bytes, sha256, complete }) => [
      ...[format, path, rows, bytes],
      sha256 ?? (complete ? 'a table: none' : 'not read to its end'),
    ]),
  };
  const rules: Block = {
    kind: 'table',
    caption: 'The options that it was built with',
    columns: [
      { title: 'option', kind: 'text' },
      { title: 'value', kind: 'text' },
    ],
    rows: options.map(({ name, value }) => [name, value]),
  };
  return [files, rules];
}

function unlabelled({ openSessions, attacked, events }: WhatThisIs, campaign: Campaign): string[] {
  if (!attacked || !events) return ['No session has a label.'];
  const { open, outsideWindow } = attacked;
  return [
    openSessions > 0
      ? `${formatMany(openSessions, 'session')} without a logoff ${openSessions === 1 ? 'is' : 'are'} not among these; ${formatCount(open)} of them ${open === 1 ? 'was' : 'were'} attacked.`
      : '',
    events.elsewhere > 0
      ? `${formatMany(events.elsewhere, campaign.kind.name === 'windows' ? 'label' : 'red-team event')} of ${formatCount(events.distinct)} ${events.elsewhere === 1 ? 'lies' : 'lie'} in no session at all.`
      : '',
    campaign.isPart && outsideWindow > 0
      ? `${formatMany(outsideWindow, 'attacked session')} of the database began outside the time that is shown.`
      : '',
    campaign.kind.name === 'windows'
      ? 'A session without a label is not known to be harmless.'
      : 'What the red team did besides its logons has no label: a session without one is not known to be harmless.',
  ].filter(Boolean);
}
