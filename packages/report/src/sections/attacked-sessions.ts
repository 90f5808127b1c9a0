import { formatCount, formatDuration, formatMany, sqlIdentifier } from '@cmsc/core';
import type { Campaign } from '../campaign.js';
import { words, type Block, type Cell, type PageColumn, type Section } from '../section.js';
import { nameText, shareText } from '../words.js';

/** A session that was attacked. */
interface AttackedSession {
  session_id: number;
  account: string;
  destination: string;
  /** Seconds. */
  start_time: number;
  duration: number;
  logons: number;
  /** Of Windows events: its kind of logon, and its labels; null and none elsewhere. */
  logon_type: number | null;
  labels: string[];
  /** Process starts inside. */
  processes: number;
  /** Distinct times of red-team events in it, and the first of them, seconds. */
  attacks: number;
  firstAttack: number | null;
  /** Where its logons came from, as many as are shown, and how many there are. */
  sources: string[];
  sourceCount: number;
  /** For each detector its score, and its place among all sessions, the highest score first; equal ones share the best place. */
  scores: { score: number; rank: number }[];
}

/** The numbers of the fourth section. */
export interface AttackedSessions {
  /** All that were attacked. */
  attacked: number;
  /** All sessions. */
  sessions: number;
  zeroLength: number;
  withProcesses: number;
  /** Seconds; null where there is none. */
  medianDuration: number | null;
  /** In order of start. */
  rows: AttackedSession[];
  /** The columns of `scores`. */
  detectors: string[];
}

const MOST_ROWS = 1000;
const MOST_SOURCES = 5;
const MOST_DETECTORS = 3;

/** A row for each attacked session. */
export const attackedSessions: Section<AttackedSessions> = {
  id: 'attacked-sessions',
  title: 'Attacked sessions',
  async read(campaign) {
    const detectors = campaign.scores?.table === undefined ? [] : shownDetectors(campaign.scores.names);
    const [attacked, sessions, zeroLength, medianDuration, withProcesses] = await campaign.row<
      [number, number, number, number | null, number]
    >(`SELECT count(*) FILTER (label = 1), count(*), count(*) FILTER (label = 1 AND duration = 0),
      median(duration) FILTER (label = 1), count(*) FILTER (label = 1 AND session_id IN (SELECT session_id FROM campaign_processes))
      FROM campaign_sessions`);
    return {
      ...{ attacked, sessions, zeroLength, medianDuration, withProcesses, detectors },
      rows: await readRows(campaign, detectors),
    };
  },
  show(numbers, campaign) {
    if (!campaign.hasRedTeam) return words('Without a red team no session is known to be attacked.');
    if (numbers.attacked === 0) return words('No session was attacked.');
    return [...words(...sentences(numbers, campaign)), table(numbers, campaign)];
  },
};

/** The detectors that have room: the baseline only where others leave it some. */
function shownDetectors(names: readonly string[]): string[] {
  const others = names.filter((name) => name !== 'edge');
  return (others.length > 0 ? others : [...names]).slice(-MOST_DETECTORS);
}

async function readRows(campaign: Campaign, detectors: readonly string[]): Promise<AttackedSession[]> {
  const scores = detectors.map(sqlIdentifier);
  const ranked = detectors.length > 0 ? `, ranked AS (${rankedSql(campaign.scores!.table!, scores)})` : '';
  const scoreColumns = scores.flatMap((name, i) => [name, `rank_${i}`]);
  const rows = await campaign.rows<unknown[]>(
    `WITH attacked AS (FROM campaign_sessions WHERE label = 1),
      started AS (SELECT session_id, count(*) AS processes FROM campaign_processes SEMI JOIN attacked USING (session_id) GROUP BY 1)${ranked}
    SELECT session_id, account, destination, start_time, duration, logons, logon_type, labels, coalesce(processes, 0), len(attack_times),
      list_min(attack_times), sources[:${MOST_SOURCES}], len(sources)${scoreColumns.map((column) => `, ${column}`).join('')}
    FROM attacked LEFT JOIN started USING (session_id) ${detectors.length > 0 ? 'LEFT JOIN ranked USING (session_id)' : ''}
    ORDER BY start_time, session_id LIMIT ${MOST_ROWS}`,
  );
  return rows.map((row) => rowOf(row, detectors.length));
}

/** All sessions have a place, of which those of attacked ones are kept. */
function rankedSql(table: string, scores: readonly string[]): string {
  const ranks = scores.map((name, i) => `rank() OVER (ORDER BY ${name} DESC) AS rank_${i}`);
  return `FROM (SELECT session_id, ${[...scores, ...ranks].join(', ')} FROM ${table}) SEMI JOIN attacked USING (session_id)`;
}

function rowOf(row: unknown[], detectors: number): AttackedSession {
  const [session_id, account, destination, start_time, duration, logons, ...rest] = row;
  const [logon_type, labels, processes, attacks, firstAttack, sources, sourceCount, ...scores] = rest;
  return {
    ...{ session_id, account, destination, start_time, duration, logons, logon_type, labels },
    ...{ processes, attacks, firstAttack, sources, sourceCount },
    scores: Array.from({ length: detectors }, (_, i) => ({
      score: scores[2 * i],
      rank: scores[2 * i + 1],
    })),
  } as AttackedSession;
}

function sentences(numbers: AttackedSessions, { kind: { event } }: Campaign): string[] {
  const { attacked, sessions, zeroLength, medianDuration, withProcesses, rows } = numbers;
  return [
    `${formatMany(attacked, 'session')} of ${formatCount(sessions)} (${shareText(attacked, sessions)}) ${attacked === 1 ? 'holds' : 'hold'} a ${event}.`,
    medianDuration !== null && attacked > 1
      ? `Half of them last ${formatDuration(medianDuration)} or less, ${formatCount(zeroLength)} no whole second.`
      : '',
    `${formatCount(withProcesses)} ${withProcesses === 1 ? 'has' : 'have'} processes inside.`,
    rows.length < attacked ? `Shown are the first ${formatCount(rows.length)} by start.` : '',
  ].filter(Boolean);
}

function table({ rows, attacked, detectors }: AttackedSessions, { database, kind }: Campaign): Block {
  const isWindows = kind.name === 'windows';
  const columns: PageColumn[] = [
    { title: 'start', kind: 'time' },
    { title: 'account', kind: 'text' },
    { title: 'source', kind: 'text' },
    { title: 'destination', kind: 'text' },
    { title: 'duration', kind: 'seconds' },
    isWindows ? { title: 'logon type', kind: 'id' } : { title: 'logons', kind: 'count' },
    { title: 'processes', kind: 'count' },
    isWindows ? { title: 'labels', kind: 'text' } : { title: 'attacks', kind: 'count' },
    { title: 'first attack', kind: 'time' },
    { title: 'session', kind: 'id' },
    ...detectors.flatMap((name): PageColumn[] => [
      { title: name, kind: 'number' },
      { title: `rank by ${name}`, kind: 'count' },
    ]),
  ];
  return {
    kind: 'table',
    interactive: true,
    caption: `Attacked sessions${rows.length < attacked ? `: ${formatCount(rows.length)} of ${formatCount(attacked)}` : ''}`,
    columns,
    rows: rows.map((row): Cell[] => [
      ...[row.start_time, nameText(row.account), sourcesText(row), nameText(row.destination), row.duration],
      isWindows ? row.logon_type : row.logons,
      row.processes,
      isWindows ? row.labels.map(nameText).join(' ') : row.attacks,
      ...[row.firstAttack, row.session_id],
      ...row.scores.flatMap(({ score, rank }) => [score, rank]),
    ]),
    rest: `cmsc query ${database} "SELECT * FROM sessions WHERE label = 1 ORDER BY start_time"`,
  };
}

function sourcesText({ sources, sourceCount }: AttackedSession): string {
  const others = sourceCount - sources.length;
  return sources.map(nameText).join(' ') + (others > 0 ? ` and ${formatCount(others)} more` : '');
}
