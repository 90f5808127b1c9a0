import { formatMany } from '@cmsc/core';
import type { Campaign } from '../campaign.js';
import { pathChart } from '../charts/path-chart.js';
import { words, type Block, type Section } from '../section.js';
import { namesText, nameText } from '../words.js';

/** A machine that the red team came from. */
interface PathSource {
  name: string;
  events: number;
  destinations: number;
  /** Seconds. */
  first: number;
  last: number;
  /** Whether it was a destination before it was a source. */
  wasDestination: boolean;
}

/** A machine that the red team went to. */
interface PathDestination {
  name: string;
  events: number;
  accounts: number;
  sources: number;
  /** Seconds: the first touch. */
  first: number;
  last: number;
  /** The source and the account of the first touch. */
  firstSource: string;
  firstAccount: string;
}

/** Events of a source on a destination that are drawn as one mark. */
interface PathMark {
  destination: string;
  source: string;
  /** Seconds: the first of them. */
  time: number;
  events: number;
  isFirstTouch: boolean;
}

/** The numbers of the third section. */
export interface Path {
  /** All distinct events. */
  events: number;
  sourceCount: number;
  /** Those with the most events, in order of their first. */
  sources: PathSource[];
  destinationCount: number;
  /** Those with the most events, in order of their first touch. */
  destinations: PathDestination[];
  /** Events on the other destinations. */
  otherEvents: number;
  marks: PathMark[];
}

const MOST_SOURCES = 50;
const MOST_DESTINATIONS = 40;
const MOST_MARKS = 2000;
/** Parts of the span that events are drawn together in, the most first. */
const PARTS = [300, 100, 20];

/** From where to where the red team went. */
export const path: Section<Path> = {
  id: 'path',
  title: 'The path',
  async read(campaign) {
    const [events, sourceCount, destinationCount] = await campaign.row<[number, number, number]>(
      'SELECT count(*), count(DISTINCT source), count(DISTINCT destination) FROM campaign_redteam',
    );
    const destinations = await readDestinations(campaign);
    const shown = destinations.reduce((sum, { events }) => sum + events, 0);
    return {
      ...{ events, sourceCount, destinationCount, destinations },
      otherEvents: events - shown,
      sources: await readSources(campaign),
      marks: await readMarks(campaign),
    };
  },
  show(numbers, campaign) {
    if (!campaign.hasRedTeam) return words('Without a red team there is no path.');
    if (numbers.events === 0) return words(`There is no ${campaign.kind.event}.`);
    return [...words(...sentences(numbers, campaign)), ...pathBlocks(numbers, campaign)];
  },
};

const BUSIEST = `(SELECT destination FROM campaign_redteam GROUP BY destination
  ORDER BY count(*) DESC, destination LIMIT ${MOST_DESTINATIONS})`;

async function readDestinations(campaign: Campaign): Promise<PathDestination[]> {
  const rows = await campaign.rows<[string, number, number, number, number, number, string, string]>(
    `SELECT destination, count(*), count(DISTINCT account), count(DISTINCT source), min(attack_time), max(attack_time),
      arg_min(source, (attack_time, tuple_id)), arg_min(account, (attack_time, tuple_id))
    FROM campaign_redteam SEMI JOIN ${BUSIEST} USING (destination)
    GROUP BY destination ORDER BY min((attack_time, tuple_id))`,
  );
  return rows.map(([name, events, accounts, sources, first, last, firstSource, firstAccount]) => ({
    ...{ name, events, accounts, sources, first, last, firstSource, firstAccount },
  }));
}

async function readSources(campaign: Campaign): Promise<PathSource[]> {
  const rows = await campaign.rows<[string, number, number, number, number, boolean]>(
    `WITH touched AS (SELECT destination AS source, min(attack_time) AS touch FROM campaign_redteam GROUP BY 1),
      counted AS (SELECT source, count(*) AS events, count(DISTINCT destination) AS destinations,
        min(attack_time) AS first, max(attack_time) AS last FROM campaign_redteam GROUP BY source)
    SELECT source, events, destinations, first, last, coalesce(touch < first, false) FROM counted LEFT JOIN touched USING (source)
    ORDER BY events DESC, source LIMIT ${MOST_SOURCES}`,
  );
  const sources = rows.map(([name, events, destinations, first, last, wasDestination]) => ({
    ...{ name, events, destinations, first, last, wasDestination },
  }));
  return sources.sort((a, b) => a.first - b.first);
}

/** Events one by one, as far as a chart can hold them; those of a source that fall close together as one mark otherwise. */
async function readMarks(campaign: Campaign): Promise<PathMark[]> {
  for (const parts of PARTS) {
    const marks = await marksIn(campaign, parts);
    if (marks.length <= MOST_MARKS || parts === PARTS.at(-1)) return marks;
  }
  return [];
}

async function marksIn(campaign: Campaign, parts: number): Promise<PathMark[]> {
  const rows = await campaign.rows<[string, string, number, number, boolean]>(
    `WITH span AS (SELECT min(attack_time) AS first, greatest((max(attack_time) - min(attack_time)) / ${parts}, 1) AS part FROM campaign_redteam),
      shown AS (FROM campaign_redteam SEMI JOIN ${BUSIEST} USING (destination)),
      touches AS (SELECT destination, min(tuple_id) FILTER (attack_time = touch) AS tuple_id
        FROM (SELECT *, min(attack_time) OVER (PARTITION BY destination) AS touch FROM shown) GROUP BY destination)
    SELECT destination, source, min(attack_time), count(*), bool_or(tuple_id IN (SELECT tuple_id FROM touches))
    FROM shown, span GROUP BY destination, source, floor((attack_time - first) / part) ORDER BY 3, 1, 2`,
  );
  return rows.map(([destination, source, time, events, isFirstTouch]) => ({
    ...{ destination, source, time, events, isFirstTouch },
  }));
}

function sentences(numbers: Path, campaign: Campaign): string[] {
  const { events, sourceCount, sources, destinationCount, destinations, otherEvents } = numbers;
  const names = namesText(
    [...sources].sort((a, b) => b.events - a.events).map(({ name }) => name),
    sourceCount,
  );
  const moved = sources.filter(({ wasDestination }) => wasDestination).map(({ name }) => name);
  const others = destinationCount - destinations.length;
  return [
    `${formatMany(events, campaign.kind.event)} ${events === 1 ? 'goes' : 'go'} from ${formatMany(sourceCount, 'source')} (${names}) to ${formatMany(destinationCount, 'destination')}.`,
    `The first touched was ${namesText([firstOf(destinations).name])}, at ${campaign.fullTime(firstOf(destinations).first)}.`,
    moved.length === 0
      ? 'No destination was a source later.'
      : `${formatMany(moved.length, 'source')} had been a destination before: ${namesText(moved)}.`,
    others > 0
      ? `Shown are the ${destinations.length} destinations with the most events; ${formatMany(others, 'more', 'more')} with ${formatMany(otherEvents, 'event')} ${others === 1 ? 'is' : 'are'} not.`
      : '',
  ].filter(Boolean);
}

function firstOf(destinations: readonly PathDestination[]): PathDestination {
  return destinations.reduce((first, each) => (each.first < first.first ? each : first));
}

function pathBlocks({ destinations, marks, sources }: Path, campaign: Campaign): Block[] {
  return [
    {
      kind: 'figure',
      name: 'path',
      title: `Each ${campaign.kind.event} on its destination, in order of the first touch`,
      alternative: `A row for each of ${formatMany(destinations.length, 'destination')}, with a mark for each event in its source’s colour; the first touch is a diamond. The table below has the numbers.`,
      chart: pathChart(marks, destinations, sources, campaign.kind.isCalendar),
    },
    {
      kind: 'table',
      caption: `Destinations, in order of the first touch${destinations.length < MOST_DESTINATIONS ? '' : `: the ${MOST_DESTINATIONS} with the most events`}`,
      columns: [
        { title: 'first touch', kind: 'time' },
        { title: 'destination', kind: 'text' },
        { title: 'from', kind: 'text' },
        { title: 'as', kind: 'text' },
        { title: 'events', kind: 'count' },
        { title: 'accounts', kind: 'count' },
        { title: 'sources', kind: 'count' },
        { title: 'last', kind: 'time' },
      ],
      rows: destinations.map(
        ({ first, name, firstSource, firstAccount, events, accounts, sources, last }) => [
          ...[
            first,
            nameText(name),
            nameText(firstSource),
            nameText(firstAccount),
            events,
            accounts,
            sources,
            last,
          ],
        ],
      ),
    },
  ];
}
