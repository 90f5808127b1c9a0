import { formatCount, formatMany } from '@cmsc/core';
import type { Campaign } from '../campaign.js';
import { binSecondsOf, binText, type Span } from '../charts/time-scale.js';
import { hourOfWeekChart } from '../charts/hour-of-week-chart.js';
import { timelineChart } from '../charts/timeline-chart.js';
import { words, type Block, type Cell, type Section } from '../section.js';

/** What happened in a bin of time. */
interface TimeBin {
  /** Seconds: where it begins. */
  start: number;
  /** Rows read, by where they came from; empty for bins below an hour, which nobody has counted. */
  rows: Record<string, number>;
  /** Sessions that began in it. */
  sessions: number;
  /** Distinct red-team events; null without a red team. */
  attacks: number | null;
}

/** The numbers of the second section. */
export interface When {
  binSeconds: number;
  /** From the first bin with something in it to the last, without a gap. */
  bins: TimeBin[];
  /** Red-team events by day of the week (0 is that of day 0, or Monday) and hour, those with some. */
  hours: { weekday: number; hour: number; attacks: number }[];
}

const HOUR = 3600;
const DAY = 86_400;
/** 1970 began on a Thursday: three days behind a Monday. The data set says of no day which it is. */
const FIRST_WEEKDAY = 3;
/** Events, sessions and attacks over time. */
export const when: Section<When> = {
  id: 'when',
  title: 'When',
  async read(campaign) {
    const span = await spanOf(campaign);
    if (!span) return { binSeconds: DAY, bins: [], hours: [] };
    const binSeconds = binSecondsOf(span);
    return {
      binSeconds,
      bins: await readBins(campaign, span, binSeconds),
      hours: campaign.hasRedTeam ? await readHours(campaign) : [],
    };
  },
  show: (numbers, campaign) => [
    ...words(...sentences(numbers, campaign)),
    ...timeline(numbers, campaign),
    ...hourOfWeek(numbers, campaign),
  ],
};

async function spanOf(campaign: Campaign): Promise<Span | undefined> {
  const [first, last] = await campaign.row<[number | null, number | null]>(
    `SELECT min(time), max(time) FROM (SELECT start_time AS time FROM campaign_sessions UNION ALL
      SELECT attack_time FROM campaign_redteam UNION ALL SELECT start FROM campaign_activity)`,
  );
  return first === null || last === null ? undefined : { first, last };
}

async function readBins(campaign: Campaign, { first, last }: Span, binSeconds: number): Promise<TimeBin[]> {
  const start = Math.floor(first / binSeconds);
  const bins = Array.from({ length: Math.floor(last / binSeconds) - start + 1 }, (_, i): TimeBin => ({
    ...{ start: (start + i) * binSeconds, rows: {}, sessions: 0 },
    attacks: campaign.hasRedTeam ? 0 : null,
  }));
  const counts = (table: string, time: string) =>
    campaign.rows<[number, number]>(
      `SELECT (floor(${time} / ${binSeconds}))::BIGINT, count(*) FROM ${table} GROUP BY 1`,
    );
  for (const [bin, count] of await counts('campaign_sessions', 'start_time'))
    bins[bin - start]!.sessions = count;
  if (campaign.hasRedTeam)
    for (const [bin, count] of await counts('campaign_redteam', 'attack_time'))
      bins[bin - start]!.attacks = count;
  if (binSeconds % HOUR !== 0) return bins;
  const rows = await campaign.rows<[number, string, number]>(
    `SELECT (floor(start / ${binSeconds}))::BIGINT, source, sum(rows)::BIGINT FROM campaign_activity GROUP BY ALL ORDER BY ALL`,
  );
  for (const [bin, source, count] of rows) bins[bin - start]!.rows[source] = count;
  return bins;
}

async function readHours(campaign: Campaign): Promise<When['hours']> {
  const rows = await campaign.rows<[number, number, number]>(
    `SELECT ((floor(attack_time / ${DAY})::BIGINT + ${campaign.kind.isCalendar ? FIRST_WEEKDAY : 0}) % 7), (floor(attack_time / ${HOUR})::BIGINT % 24), count(*)
      FROM campaign_redteam GROUP BY ALL ORDER BY ALL`,
  );
  return rows.map(([weekday, hour, attacks]) => ({ weekday, hour, attacks }));
}

function sentences({ bins, binSeconds }: When, campaign: Campaign): string[] {
  if (bins.length === 0) return ['Nothing was read.'];
  const counted = `Counted in bins of ${binText(binSeconds)}, ${formatMany(bins.length, 'bin')} in all.`;
  const busiest = bins.reduce((most, bin) => (bin.sessions > most.sessions ? bin : most));
  const most = `Most sessions, ${formatCount(busiest.sessions)}, began in the bin of ${campaign.fullTime(busiest.start)}.`;
  if (!campaign.hasRedTeam) return [counted, most];
  const attacked = bins.filter(({ attacks }) => (attacks ?? 0) > 0);
  if (attacked.length === 0) return [counted, most, `No bin has a ${campaign.kind.event}.`];
  const worst = attacked.reduce((found, bin) => (bin.attacks! > found.attacks! ? bin : found));
  return [
    ...[counted, most],
    `${formatMany(attacked.length, 'bin')} ${attacked.length === 1 ? 'has' : 'have'} ${campaign.kind.event}s, most of them, ${formatCount(worst.attacks!)}, that of ${campaign.fullTime(worst.start)}.`,
  ];
}

function timeline({ bins, binSeconds }: When, campaign: Campaign): Block[] {
  if (bins.length === 0) return [];
  const sources = sourcesOf(bins);
  const last = bins.at(-1)!;
  const extent = campaign.timeText(bins[0]!.start);
  const total = (of: (bin: TimeBin) => number) => formatCount(bins.reduce((sum, bin) => sum + of(bin), 0));
  return [
    {
      kind: 'figure',
      name: 'when',
      title: `${sources.length > 0 ? 'Rows read, sessions' : 'Sessions'} begun${campaign.hasRedTeam ? ` and ${campaign.kind.event}s` : ''}, by ${binText(binSeconds)}`,
      alternative: `Bars over time from ${extent} to ${campaign.timeText(last.start)}: ${total(({ sessions }) => sessions)} sessions${campaign.hasRedTeam ? `, ${total(({ attacks }) => attacks ?? 0)} ${campaign.kind.event}s` : ''}. The table below has the numbers.`,
      chart: timelineChart(bins, { binSeconds, sources, ...campaign.kind }),
    },
    {
      kind: 'table',
      summary: 'The numbers',
      caption: `By ${binText(binSeconds)}`,
      columns: [
        { title: 'from', kind: 'time' },
        ...sources.map((source) => ({
          title: `rows of ${source}`,
          kind: 'count' as const,
        })),
        { title: 'sessions', kind: 'count' },
        ...(campaign.hasRedTeam ? [{ title: `${campaign.kind.event}s`, kind: 'count' as const }] : []),
      ],
      rows: bins.map(({ start, rows, sessions, attacks }): Cell[] => [
        start,
        ...sources.map((source) => rows[source] ?? 0),
        sessions,
        ...(campaign.hasRedTeam ? [attacks] : []),
      ]),
    },
  ];
}

/** Where rows came from, most first. */
function sourcesOf(bins: readonly TimeBin[]): string[] {
  const totals = new Map<string, number>();
  for (const { rows } of bins)
    for (const [source, count] of Object.entries(rows)) totals.set(source, (totals.get(source) ?? 0) + count);
  return Array.from(totals)
    .sort((a, b) => b[1] - a[1])
    .map(([source]) => source);
}

function hourOfWeek({ hours }: When, { kind: { isCalendar, event } }: Campaign): Block[] {
  if (hours.length === 0) return [];
  const days = weekdayNames(isCalendar);
  const most = hours.reduce((found, cell) => (cell.attacks > found.attacks ? cell : found));
  return [
    {
      kind: 'figure',
      name: 'hour-of-week',
      title: `Each ${event} by hour of the week`,
      alternative: `A grid of seven days by 24 hours. Most events, ${formatCount(most.attacks)}, fall on ${days[most.weekday]!}, hour ${most.hour}. The table below has the numbers.`,
      chart: hourOfWeekChart(hours, days),
    },
    {
      kind: 'table',
      summary: 'The numbers',
      caption: `Hours of the week with a ${event}`,
      columns: [
        { title: 'day', kind: 'text' },
        { title: 'hour', kind: 'count' },
        { title: `${event}s`, kind: 'count' },
      ],
      rows: hours.map(({ weekday, hour, attacks }) => [days[weekday]!, hour, attacks]),
    },
  ];
}

function weekdayNames(isCalendar: boolean): string[] {
  if (isCalendar) return ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
  return Array.from({ length: 7 }, (_, day) => `days ${day}, ${day + 7}, …`);
}
