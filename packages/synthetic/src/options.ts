import { CmscError } from '@cmsc/core';
import {
  BEAT_ROWS,
  DAY_SECONDS,
  FULL_SIZE_ROWS,
  GROWTH_PER_ROW,
  LANL,
  LONGEST_BEAT_SECONDS,
  MOST_ATTACKS_PER_MILLION,
  MOST_GROWTH,
  MOST_ROWS_PER_SECOND,
  ROWS_PER_SECOND,
  USUAL_ATTACKS_PER_MILLION,
  USUAL_DAYS,
} from './rates.js';

/** What decides the rows: equal options give equal text, on any machine. */
export interface GenerateOptions {
  /** Number of rows of auth, exactly. */
  events: number;
  /** Any number or text; `7` and `'7'` are the same. Default 1. */
  seed?: number | string;
  /**
   * Days that the rows are spread over, at most 58 (5,011,199 seconds, as LANL's). Default 14, or as many as LANL's
   * 205 rows a second need.
   */
  days?: number;
  /** Rows of redteam for a million rows of auth, 0 to 50,000. Default 500, but no more than LANL's 749 altogether. */
  baseRate?: number;
}

/** How large everything is. */
export interface Plan {
  seed: string;
  authRows: number;
  procRows: number;
  flowsRows: number;
  dnsRows: number;
  redteamRows: number;
  /** The last second that may have rows; the first is 1. */
  lastSecond: number;
  /** The last second of flows, which end before the others. */
  flowsLastSecond: number;
  /** Rows come in one second of so many. */
  beatSeconds: number;
  /** How many times slower everything goes than in LANL's network, which has 205 rows a second. At least 1. */
  slowness: number;
  users: number;
  /** Computers, the red team's sources among them. */
  computers: number;
  processes: number;
  /** Pairs that there is room for beyond those laid out at the beginning. */
  growth: number;
}

/**
 * Works out all sizes from the options. Totals of the other files are in LANL's proportion to auth. Users, computers
 * and processes grow with the square root of the rows up to LANL's own at 20 million, but are never so few that
 * 10,000 rows would show fewer people than LANL's do.
 *
 * @throws CmscError BAD_OPTION when an option is out of its range.
 */
export function planOf(options: GenerateOptions): Plan {
  const { events, seed = 1, days } = options;
  if (!Number.isSafeInteger(events) || events < 0)
    throw badOption('events', String(events), 'give a whole number, 0 or more');
  const lastSecond = secondsOf(days ?? usualDays(events));
  if (events > lastSecond * MOST_ROWS_PER_SECOND) {
    const hint = `at most ${MOST_ROWS_PER_SECOND} rows a second: ask for fewer events${days === undefined ? '' : ' or more days'}`;
    throw badOption('events', `${events} in ${lastSecond} seconds`, hint);
  }
  const share = Math.min(1, Math.sqrt(events / FULL_SIZE_ROWS));
  const rowsPerSecond = events / lastSecond;
  const users = Math.max(LEAST_USERS, Math.round(LANL.users * share));
  return {
    seed: String(seed),
    authRows: events,
    procRows: Math.round((events / LANL.authRows) * LANL.procRows),
    flowsRows: Math.round((events / LANL.authRows) * LANL.flowsRows),
    dnsRows: Math.round((events / LANL.authRows) * LANL.dnsRows),
    redteamRows: redteamRowsOf(options),
    lastSecond,
    flowsLastSecond: Math.max(1, Math.floor((lastSecond / LANL.lastSecond) * LANL.flowsLastSecond)),
    beatSeconds: Math.max(1, Math.min(LONGEST_BEAT_SECONDS, Math.round(BEAT_ROWS / rowsPerSecond))),
    slowness: Math.max(1, ROWS_PER_SECOND / rowsPerSecond),
    users,
    computers: Math.round((users / LANL.users) * LANL.computers),
    processes: Math.max(LEAST_PROCESSES, Math.round(LANL.processes * share)),
    growth: Math.min(MOST_GROWTH, Math.round(events * GROWTH_PER_ROW)),
  };
}

const LEAST_USERS = 2400;
const LEAST_PROCESSES = 400;

/** @throws CmscError BAD_OPTION when the base rate is out of its range. */
function redteamRowsOf({ events, baseRate }: GenerateOptions): number {
  if (baseRate === undefined)
    return Math.min(LANL.redteamRows, Math.floor((events / 1e6) * USUAL_ATTACKS_PER_MILLION));
  if (baseRate >= 0 && baseRate <= MOST_ATTACKS_PER_MILLION) return Math.floor((events / 1e6) * baseRate);
  throw badOption('baseRate', String(baseRate), `give a number from 0 to ${MOST_ATTACKS_PER_MILLION}`);
}

function usualDays(events: number): number {
  return Math.min(LANL.days, Math.max(USUAL_DAYS, Math.ceil(events / ROWS_PER_SECOND / DAY_SECONDS)));
}

/**
 * The last second of so many days; the first day has one second less, for seconds count from 1.
 *
 * @throws CmscError BAD_OPTION when there are none, or too many.
 */
function secondsOf(days: number): number {
  const seconds = days < 1 ? Math.floor(days * DAY_SECONDS) : Math.floor(days * DAY_SECONDS) - 1;
  if (seconds >= 1 && days <= LANL.days) return seconds;
  throw badOption('days', String(days), `give a number above 0, at most ${LANL.days}`);
}

function badOption(option: string, text: string, hint: string): CmscError {
  return new CmscError('usage', 'BAD_OPTION', `${option} is out of range`, { text, hint });
}
