import { formatCount, formatMany } from '@cmsc/core';
import { LOSS_REASONS } from '@cmsc/labeling';
import type { Campaign } from '../campaign.js';
import type { DatabaseKind } from '../campaign-views.js';
import { barsChart } from '../charts/bar-charts.js';
import { words, type Block, type Section } from '../section.js';
import { shareText } from '../words.js';

/** How a red-team event is found in auth: its very row, one with another destination, or none. A label of Windows events is one itself. */
type EventMatch = 'exact' | 'origin' | 'none' | 'label';
/** The furthest that a red-team event has come: a session, one without an end, a row in no session, or nothing. */
type EventFate = 'session' | 'open' | 'event' | 'nowhere';

/** The numbers of the sixth section. */
export interface Labels {
  /** Rows of the red-team file, and distinct ones: events. */
  rows: number;
  distinct: number;
  /** Events by how they are found and where they went; combinations that do not occur are not there. */
  groups: { match: EventMatch; fate: EventFate; events: number }[];
  attackedSessions: number;
  /** Why events lie in no session, the most frequent first. An event may have several reasons. */
  reasons: { code: string; events: number }[];
}

/** What is said of events, by what a database was built of. */
interface Vocabulary {
  file: string;
  matches: readonly (readonly [EventMatch, string])[];
  fates: readonly (readonly [EventFate, string])[];
  reasons: Readonly<Record<string, string>>;
}

const VOCABULARIES: Readonly<Record<DatabaseKind['name'], Vocabulary>> = {
  cmsc: {
    file: 'red-team file',
    matches: [
      ['exact', 'auth has the row'],
      ['origin', 'auth has it with another destination'],
      ['none', 'auth does not have it'],
    ],
    fates: [
      ['session', 'in a session'],
      ['open', 'in an open session'],
      ['event', 'in no session'],
      ['nowhere', 'nowhere'],
    ],
    reasons: LOSS_REASONS,
  },
  windows: {
    file: 'file of labels',
    matches: [],
    fates: [
      ['session', 'on a session'],
      ['open', 'on an open session'],
      ['event', 'on no session'],
    ],
    reasons: {
      noSuchHost: 'no session is of this host',
      noSuchUserOrId: 'no session of this host is of this user or logon id',
      otherTime: 'the sessions of this host and user are of other times',
    },
  },
};

/** What became of every red-team event. */
export const labels: Section<Labels> = {
  id: 'labels',
  title: 'Where every label went',
  read: (campaign) => (campaign.kind.name === 'windows' ? readWindowsLabels(campaign) : readTuples(campaign)),
  show(numbers, campaign) {
    if (!campaign.hasRedTeam)
      return words('The database was built without a red team or labels: there is no label to follow.');
    if (numbers.distinct === 0) return words('There is no label.');
    const vocabulary = VOCABULARIES[campaign.kind.name];
    return [...words(...sentences(numbers, vocabulary)), ...blocks(numbers, vocabulary, campaign)];
  },
};

async function readTuples(campaign: Campaign): Promise<Labels> {
  const [rows, distinct] = await campaign.row<[number, number]>(
    'SELECT coalesce(sum(rows), 0)::BIGINT, count(*) FROM campaign_redteam',
  );
  const groups = await campaign.rows<[EventMatch, EventFate, number]>(
    'SELECT match, fate, count(*) FROM campaign_redteam GROUP BY ALL ORDER BY ALL',
  );
  const [attackedSessions] = await campaign.row<[number]>(
    'SELECT count(DISTINCT session_id) FROM campaign_matches',
  );
  const reasons = await campaign.rows<[string, number]>(
    'SELECT code, count(*) FROM (SELECT unnest(reason_codes) AS code FROM campaign_redteam) GROUP BY 1 ORDER BY 2 DESC, 1',
  );
  return {
    ...{ rows, distinct, attackedSessions },
    groups: groups.map(([match, fate, events]) => ({ match, fate, events })),
    reasons: reasons.map(([code, events]) => ({ code, events })),
  };
}

/** They have no table of their own: the ledger says where the rows of their file went. */
async function readWindowsLabels(campaign: Campaign): Promise<Labels> {
  const counts = new Map(
    await campaign.rows<[string, number]>(`SELECT name, value FROM ledger WHERE source = 'labels'`),
  );
  const reasons = await campaign.rows<[string, number]>(
    `SELECT name, value FROM ledger WHERE source = 'labels reasons' ORDER BY value DESC, name`,
  );
  const count = (name: string) => counts.get(name) ?? 0;
  const rows = count('rows');
  return {
    ...{ rows, distinct: rows, attackedSessions: count('labelledSessions') },
    groups: [
      { match: 'label', fate: 'session', events: count('inSession') },
      { match: 'label', fate: 'open', events: count('inOpenSession') },
      { match: 'label', fate: 'event', events: count('withoutSession') },
    ],
    reasons: reasons.map(([code, events]) => ({ code, events })),
  };
}

/** Events of a match, of a fate, or of both. */
function eventsOf({ groups }: Labels, match?: EventMatch, fate?: EventFate): number {
  const wanted = groups.filter(
    (group) => (!match || group.match === match) && (!fate || group.fate === fate),
  );
  return wanted.reduce((sum, { events }) => sum + events, 0);
}

function sentences(numbers: Labels, { file, matches }: Vocabulary): string[] {
  const { rows, distinct, attackedSessions } = numbers;
  const inSession = eventsOf(numbers, undefined, 'session');
  const repeated = rows - distinct;
  const rest =
    repeated > 0 ? `; ${formatMany(repeated, 'row')} ${repeated === 1 ? 'repeats' : 'repeat'} one` : '';
  const found = `${formatCount(eventsOf(numbers, 'exact'))} are found as they stand, ${formatCount(eventsOf(numbers, 'origin'))} with another destination, ${formatCount(eventsOf(numbers, 'none'))} not at all.`;
  return [
    matches.length === 0
      ? `The ${file} has ${formatMany(rows, 'row')}.`
      : `${formatMany(rows, 'row')} of the ${file} ${rows === 1 ? 'is' : 'are'} ${formatMany(distinct, 'event')}${rest}. ${found}`,
    `${formatCount(inSession)} (${shareText(inSession, distinct)}) ${inSession === 1 ? 'lies' : 'lie'} in ${formatMany(attackedSessions, 'complete session')}.`,
  ];
}

function blocks(numbers: Labels, vocabulary: Vocabulary, { database }: Campaign): Block[] {
  const { matches, fates } = vocabulary;
  const bars = [
    { group: 'the file', name: 'rows', count: numbers.rows },
    ...(matches.length > 0 ? [{ group: 'the file', name: 'distinct events', count: numbers.distinct }] : []),
    ...matches.map(([match, name]) => ({ group: 'found', name, count: eventsOf(numbers, match) })),
    ...fates.map(([fate, name]) => ({
      ...{ group: 'went', name, count: eventsOf(numbers, undefined, fate) },
      isAttack: fate === 'session',
    })),
  ];
  return [
    {
      kind: 'figure',
      name: 'labels',
      title: `From the ${vocabulary.file} to attacked sessions`,
      alternative: bars.map(({ name, count }) => `${name}: ${formatCount(count)}`).join('; '),
      chart: barsChart(bars, 'labels'),
    },
    {
      kind: 'table',
      caption: 'Labels by where they went',
      columns: [
        { title: 'found', kind: 'text' },
        { title: 'labels', kind: 'count' },
        ...fates.map(([, title]) => ({ title, kind: 'count' as const })),
      ],
      rows: [...matches, [undefined, 'all'] as const].map(([match, name]) => [
        name,
        eventsOf(numbers, match),
        ...fates.map(([fate]) => eventsOf(numbers, match, fate)),
      ]),
    },
    ...reasonBlocks(numbers, vocabulary, database),
  ];
}

function reasonBlocks(
  { reasons }: Labels,
  { matches, reasons: texts }: Vocabulary,
  database: string,
): Block[] {
  if (reasons.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'Why labels lie in no complete session',
      columns: [
        { title: 'labels', kind: 'count' },
        { title: 'code', kind: 'text' },
        { title: 'reason', kind: 'text' },
      ],
      rows: reasons.map(({ code, events }) => [events, code, texts[code] ?? '']),
      ...(matches.length > 0 && {
        rest: `cmsc query ${database} "SELECT * FROM redteam WHERE fate <> 'session' ORDER BY attack_time"`,
      }),
    },
  ];
}
