import { formatCount, formatMany } from '@cmsc/core';
import { LOSS_REASONS, type LossCode } from '@cmsc/labeling';
import type { Campaign } from '../campaign.js';
import { barsChart } from '../charts/bars-chart.js';
import { words, type Block, type Section } from '../section.js';
import { shareText } from '../words.js';

/** How a red-team event is found in auth: its very row, one with another destination, or none. */
type EventMatch = 'exact' | 'origin' | 'none';
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

const MATCHES: readonly [EventMatch, string][] = [
  ['exact', 'auth has the row'],
  ['origin', 'auth has it with another destination'],
  ['none', 'auth does not have it'],
];
const FATES: readonly [EventFate, string][] = [
  ['session', 'in a session'],
  ['open', 'in an open session'],
  ['event', 'in no session'],
  ['nowhere', 'nowhere'],
];
/** What became of every red-team event. */
export const labels: Section<Labels> = {
  id: 'labels',
  title: 'Where every label went',
  async read(campaign) {
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
  },
  show(numbers, campaign) {
    if (!campaign.hasRedTeam)
      return words('The database was built without a red team: there is no label to follow.');
    if (numbers.distinct === 0) return words('There is no red-team event.');
    return [...words(...sentences(numbers)), ...blocks(numbers, campaign)];
  },
};

/** Events of a match, of a fate, or of both. */
function eventsOf({ groups }: Labels, match?: EventMatch, fate?: EventFate): number {
  const wanted = groups.filter(
    (group) => (!match || group.match === match) && (!fate || group.fate === fate),
  );
  return wanted.reduce((sum, { events }) => sum + events, 0);
}

function sentences(numbers: Labels): string[] {
  const { rows, distinct, attackedSessions } = numbers;
  const inSession = eventsOf(numbers, undefined, 'session');
  const repeated = rows - distinct;
  return [
    `${formatMany(rows, 'row')} of the red-team file ${rows === 1 ? 'is' : 'are'} ${formatMany(distinct, 'event')}${repeated > 0 ? `; ${formatMany(repeated, 'row')} ${repeated === 1 ? 'repeats' : 'repeat'} one` : ''}.`,
    `${formatCount(eventsOf(numbers, 'exact'))} are found as they stand, ${formatCount(eventsOf(numbers, 'origin'))} with another destination, ${formatCount(eventsOf(numbers, 'none'))} not at all.`,
    `${formatCount(inSession)} (${shareText(inSession, distinct)}) lie in ${formatMany(attackedSessions, 'complete session')}.`,
  ];
}

function blocks(numbers: Labels, { database }: Campaign): Block[] {
  const bars = [
    { group: 'the file', name: 'rows', count: numbers.rows },
    { group: 'the file', name: 'distinct events', count: numbers.distinct },
    ...MATCHES.map(([match, name]) => ({ group: 'found', name, count: eventsOf(numbers, match) })),
    ...FATES.map(([fate, name]) => ({
      ...{ group: 'went', name, count: eventsOf(numbers, undefined, fate) },
      isAttack: fate === 'session',
    })),
  ];
  return [
    {
      kind: 'figure',
      name: 'labels',
      title: 'From the red-team file to attacked sessions',
      alternative: bars.map(({ name, count }) => `${name}: ${formatCount(count)}`).join('; '),
      chart: barsChart(bars, 'red-team events'),
    },
    {
      kind: 'table',
      caption: 'Events by how they are found and where they went',
      columns: [
        { title: 'found', kind: 'text' },
        { title: 'events', kind: 'count' },
        ...FATES.map(([, title]) => ({ title, kind: 'count' as const })),
      ],
      rows: [...MATCHES, [undefined, 'all'] as const].map(([match, name]) => [
        name,
        eventsOf(numbers, match),
        ...FATES.map(([fate]) => eventsOf(numbers, match, fate)),
      ]),
    },
    ...reasonBlocks(numbers, database),
  ];
}

function reasonBlocks({ reasons }: Labels, database: string): Block[] {
  if (reasons.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'Why events lie in no complete session',
      columns: [
        { title: 'events', kind: 'count' },
        { title: 'code', kind: 'text' },
        { title: 'reason', kind: 'text' },
      ],
      rows: reasons.map(({ code, events }) => [events, code, LOSS_REASONS[code as LossCode] ?? '']),
      rest: `cmsc query ${database} "SELECT * FROM redteam WHERE fate <> 'session' ORDER BY attack_time"`,
    },
  ];
}
