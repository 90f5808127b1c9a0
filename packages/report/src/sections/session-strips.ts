import { appendTo, formatCount, formatDuration, formatMany } from '@cmsc/core';
import type { Campaign } from '../campaign.js';
import { sessionStrip } from '../charts/session-strip.js';
import { words, type Block, type Section } from '../section.js';
import { nameText } from '../words.js';

/** What began inside a session. */
interface SessionStrip {
  session_id: number;
  account: string;
  destination: string;
  /** Seconds. */
  start_time: number;
  end_time: number;
  /** Process starts inside. */
  processes: number;
  /** Times of red-team events, seconds, as many as are drawn. */
  attacks: number[];
  /** Process starts by part of the session: where it begins, seconds, and how many. */
  starts: { time: number; count: number }[];
  /** The first of its processes: seconds since the one before, or the start of the session, and the name. */
  first: { gap: number; process_name: string }[];
}

/** The numbers of the fifth section. */
export interface SessionStrips {
  /** Attacked sessions, and those with a process inside. */
  attacked: number;
  withProcesses: number;
  /** The first of these, by start. */
  strips: SessionStrip[];
}

const MOST_STRIPS = 50;
const MOST_ATTACKS = 100;
const MOST_PROCESSES = 20;
/** Parts of a session that starts are counted in. */
const PARTS = 200;

/** The processes of attacked sessions along time. */
export const sessionStrips: Section<SessionStrips> = {
  id: 'one-session',
  title: 'Inside the sessions',
  async read(campaign) {
    const [attacked, withProcesses] = await campaign.row<[number, number]>(
      `SELECT count(*), count(*) FILTER (session_id IN (SELECT session_id FROM campaign_processes))
        FROM campaign_sessions WHERE label = 1`,
    );
    const strips = withProcesses === 0 ? [] : await readStrips(campaign);
    return { attacked, withProcesses, strips };
  },
  show(numbers, campaign) {
    if (!campaign.hasRedTeam || numbers.attacked === 0)
      return words('There is no attacked session to look into.');
    return [
      ...words(...sentences(numbers, campaign)),
      ...numbers.strips.flatMap((strip) => stripBlocks(strip, campaign)),
    ];
  },
};

const SHOWN = `(SELECT session_id, start_time, end_time FROM campaign_sessions
  WHERE label = 1 AND session_id IN (SELECT session_id FROM campaign_processes)
  ORDER BY start_time, session_id LIMIT ${MOST_STRIPS})`;

async function readStrips(campaign: Campaign): Promise<SessionStrip[]> {
  const sessions = await campaign.rows<[number, string, string, number, number, number[], number]>(
    `SELECT session_id, account, destination, start_time, end_time, attack_times[:${MOST_ATTACKS}],
      (SELECT count(*) FROM campaign_processes p WHERE p.session_id = s.session_id)
    FROM campaign_sessions s SEMI JOIN ${SHOWN} USING (session_id) ORDER BY start_time, session_id`,
  );
  const starts = await campaign.rows<[number, number, number]>(
    `SELECT session_id, min(time), count(*) FROM campaign_processes JOIN ${SHOWN} USING (session_id)
    GROUP BY session_id, floor((time - start_time) * ${PARTS} / greatest(end_time - start_time, 1)) ORDER BY 1, 2`,
  );
  const first = await campaign.rows<[number, number, string]>(
    `SELECT session_id, gap, process_name FROM campaign_processes SEMI JOIN ${SHOWN} USING (session_id)
    WHERE position <= ${MOST_PROCESSES} ORDER BY session_id, position`,
  );
  const startsOf = grouped(starts.map(([id, time, count]) => [id, { time, count }]));
  const firstOf = grouped(first.map(([id, gap, process_name]) => [id, { gap, process_name }]));
  return sessions.map(([session_id, account, destination, start_time, end_time, attacks, processes]) => ({
    ...{ session_id, account, destination, start_time, end_time, processes, attacks },
    ...{ starts: startsOf.get(session_id) ?? [], first: firstOf.get(session_id) ?? [] },
  }));
}

function grouped<T>(pairs: readonly (readonly [number, T])[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const [id, value] of pairs) appendTo(groups, id, value);
  return groups;
}

function sentences({ attacked, withProcesses, strips }: SessionStrips, { kind }: Campaign): string[] {
  if (withProcesses === 0)
    return [
      attacked === 1
        ? 'The attacked session has no process inside that is known.'
        : `None of the ${formatMany(attacked, 'attacked session')} has a process inside that is known.`,
    ];
  const without = attacked - withProcesses;
  return [
    `${formatMany(withProcesses, 'attacked session')} ${withProcesses === 1 ? 'has' : 'have'} processes inside${without > 0 ? `, ${formatCount(without)} ${without === 1 ? 'has' : 'have'} none` : ''}.`,
    strips.length < withProcesses ? `Shown are the first ${strips.length} by start.` : '',
    `A bar is a part of the session with the number of processes that began in it, a triangle a ${kind.event}; a gap is the time since the process before.`,
  ].filter(Boolean);
}

function stripBlocks(strip: SessionStrip, campaign: Campaign): Block[] {
  const { session_id, account, destination, processes, first } = strip;
  const others = processes - first.length;
  return [
    { kind: 'heading', text: `Session ${session_id}: ${nameText(account)} on ${nameText(destination)}` },
    ...stripFigure(strip, campaign),
    ...words(
      first.map(({ gap, process_name }) => `+${formatDuration(gap)} ${nameText(process_name)}`).join(' · ') +
        (others > 0 ? ` · and ${formatCount(others)} more` : ''),
    ),
  ];
}

/** A chart says nothing of a session in which all fell into one second. */
function stripFigure(strip: SessionStrip, campaign: Campaign): Block[] {
  const { session_id, start_time, end_time, processes, attacks, starts } = strip;
  const duration = formatDuration(end_time - start_time);
  const title = `${campaign.fullTime(start_time)}, ${duration}`;
  const times = new Set([...attacks, ...starts.map(({ time }) => time)]);
  if (times.size < 2) return words(`${title}; its processes and attacks are of one second.`);
  return [
    {
      kind: 'figure',
      name: `session-${session_id}`,
      title,
      alternative: `${formatMany(processes, 'process', 'processes')} and ${formatMany(attacks.length, campaign.kind.event)} along ${duration}; the processes follow in words.`,
      chart: sessionStrip(strip, campaign.kind.isCalendar),
    },
  ];
}
