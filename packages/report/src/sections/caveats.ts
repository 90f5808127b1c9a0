import { formatCount, formatMany } from '@cmsc/core';
import type { Campaign } from '../campaign.js';
import { words, type Section } from '../section.js';
import { shareText } from '../words.js';

/** The numbers of the ninth section: what makes a caveat apply. */
export interface Caveats {
  sessions: number;
  zeroLength: number;
  openSessions: number;
  /** Process starts, and those of them that lie in more than one session. */
  processStarts: number;
  ambiguous: number;
  /** Rows whose time had no zone. */
  zoneless: number;
  /** Rows that a filter kept out, and bad ones. */
  filtered: number;
  rejected: number;
  /** Files that were not read to their end. */
  incomplete: number;
}

/** What the data cannot say. */
export const caveats: Section<Caveats> = {
  id: 'caveats',
  title: 'What this cannot say',
  async read(campaign) {
    const [sessions, zeroLength, openSessions, incomplete] = await campaign.row<
      [number, number, number, number]
    >(`SELECT count(*), count(*) FILTER (duration = 0), (SELECT count(*) FROM campaign_open),
      (SELECT count(*) FROM inputs WHERE NOT complete) FROM campaign_sessions`);
    const counts = [
      `name = 'filtered'`,
      `name = 'rejected' OR source LIKE '% rejected'`,
      `(source = 'sequences' AND name = 'starts') OR name = 'processStarts'`,
      `source = 'sequences' AND name = 'ambiguous'`,
      `name = 'zoneless'`,
    ].map((condition) => `coalesce(sum(value) FILTER (${condition}), 0)::BIGINT`);
    const [filtered, rejected, processStarts, ambiguous, zoneless] = await campaign.row<
      [number, number, number, number, number]
    >(`SELECT ${counts.join(', ')} FROM ledger`);
    return {
      sessions,
      zeroLength,
      openSessions,
      processStarts,
      ambiguous,
      zoneless,
      filtered,
      rejected,
      incomplete,
    };
  },
  show: (numbers, campaign) => [
    ...words('Read the numbers with this in mind:'),
    { kind: 'points', items: points(numbers, campaign) },
  ],
};

function points(numbers: Caveats, { hasRedTeam, kind, scores }: Campaign): string[] {
  const {
    sessions,
    zeroLength,
    openSessions,
    processStarts,
    ambiguous,
    zoneless,
    filtered,
    rejected,
    incomplete,
  } = numbers;
  const isWindows = kind.name === 'windows';
  return [
    isWindows
      ? 'A session is what its host has logged of it, from a logon to the logoff of its id: what a host did not log, or what was lost of its log, is not here.'
      : 'No logoff names the source that its logon came from: a session is an account on a computer, and its sources are those of all its logons.',
    !hasRedTeam
      ? 'Without labels nothing here tells an attack from what is usual.'
      : isWindows
        ? 'Labels are whatever somebody has put on sessions by host, user, logon id and time. A session without one is not known to be harmless.'
        : 'Labels are the logons that the red team wrote down. What it did besides has none, and what the owner of an account did in an attacked session has one.',
    zeroLength > 0 &&
      `${formatCount(zeroLength)} of ${formatMany(sessions, 'session')} (${shareText(zeroLength, sessions)}) begin and end ${isWindows ? 'at one time: logs may have whole seconds, and a logon that only checks a password ends at once.' : 'in one second: times are whole seconds, and shorter ones are 0.'}`,
    openSessions > 0 &&
      `How long ${formatMany(openSessions, 'session')} without a logoff lasted is not known; they are left out of all counts of sessions.`,
    zoneless > 0 &&
      `${formatMany(zoneless, 'time')} had no zone, and ${zoneless === 1 ? 'was' : 'were'} read as if written in that of --time-zone.`,
    processStarts === 0
      ? 'There are no processes: what was done inside a session is not known.'
      : isWindows
        ? 'A process is put into the session that it names. Those of sessions that began before the log are in none.'
        : `A process is put into a session by its account, computer and second, not by any id${ambiguous > 0 ? `; ${formatCount(ambiguous)} of ${formatCount(processStarts)} lie in more than one` : ''}. Scheduled tasks and services of the account are among them.`,
    filtered > 0 &&
      `${formatMany(filtered, 'row')} ${filtered === 1 ? 'was' : 'were'} kept out by a filter of the build.`,
    rejected > 0 && `${formatMany(rejected, 'bad row')} ${rejected === 1 ? 'was' : 'were'} skipped.`,
    incomplete > 0 &&
      `${formatMany(incomplete, 'file')} ${incomplete === 1 ? 'was' : 'were'} not read to the end: what came later is not here.`,
    scores &&
      'Figures of scores compare with those of the same units only; alerts are counted by day, over all accounts.',
    !kind.isCalendar &&
      'Day 0 is no known date, and names stand for accounts and computers that nobody can look up.',
  ].filter((point) => typeof point === 'string');
}
