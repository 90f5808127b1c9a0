import { CmscError } from '@cmsc/core';
import { FULL_SIZE_ROWS, LANL, MOST_ROWS_PER_SECOND, REDTEAM_SOURCES, ROWS_PER_PAIR } from './rates.js';
import { ROWS_PER_REDTEAM_ROW, ROWS_PER_SECOND } from './rates.js';

/** What decides the rows: equal options give equal text, on any machine. */
export interface GenerateOptions {
  /** Number of rows of auth, exactly. */
  events: number;
  /** Any number or text; `7` and `'7'` are the same. Default 1. */
  seed?: number | string;
  /**
   * Days that the rows are spread over, at most 58 (5,011,199 seconds, as LANL's). By default as many as 205 rows
   * a second fill.
   */
  days?: number;
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
  users: number;
  /** Computers, the red team's sources not among them. */
  computers: number;
  processes: number;
  /** (user, computer) pairs to lay out for persons and computers' accounts that log on over the network. */
  pairs: number;
}

/**
 * Works out all sizes from the options. Totals of the other files are in LANL's proportion to auth. Users, computers
 * and processes grow with the square root of the rows up to LANL's own at 20 million, so that the pairs that are
 * possible, and the pairs laid out, grow with the rows.
 *
 * @throws CmscError BAD_OPTION when an option is out of its range.
 */
export function planOf(options: GenerateOptions): Plan {
  const { events, seed = 1, days } = options;
  if (!Number.isSafeInteger(events) || events < 0)
    throw badOption('events', String(events), 'give a whole number, 0 or more');
  const lastSecond = days === undefined ? usualSeconds(events) : secondsOf(days);
  if (events > lastSecond * MOST_ROWS_PER_SECOND) {
    const hint = `at most ${MOST_ROWS_PER_SECOND} rows a second: ask for fewer events${days === undefined ? '' : ' or more days'}`;
    throw badOption('events', `${events} in ${lastSecond} seconds`, hint);
  }
  const share = Math.min(1, Math.sqrt(events / FULL_SIZE_ROWS));
  return {
    seed: String(seed),
    authRows: events,
    procRows: Math.round((events / LANL.authRows) * LANL.procRows),
    flowsRows: Math.round((events / LANL.authRows) * LANL.flowsRows),
    dnsRows: Math.round((events / LANL.authRows) * LANL.dnsRows),
    redteamRows: Math.min(LANL.redteamRows, Math.floor(events / ROWS_PER_REDTEAM_ROW)),
    lastSecond,
    flowsLastSecond: Math.max(1, Math.floor((lastSecond / LANL.lastSecond) * LANL.flowsLastSecond)),
    users: Math.max(64, Math.round(LANL.users * share)),
    computers: Math.max(96, Math.round((LANL.computers - REDTEAM_SOURCES.length) * share)),
    processes: Math.max(64, Math.round(LANL.processes * share)),
    pairs: Math.max(400, Math.round(Math.min(events, FULL_SIZE_ROWS) / ROWS_PER_PAIR)),
  };
}

function usualSeconds(events: number): number {
  return Math.min(LANL.lastSecond, Math.max(1, Math.ceil(events / ROWS_PER_SECOND)));
}

function secondsOf(days: number): number {
  const seconds = Math.floor(days * 86_400);
  if (seconds >= 1 && days <= 58) return Math.min(seconds, LANL.lastSecond);
  throw badOption('days', String(days), 'give a number above 0, at most 58');
}

function badOption(option: string, text: string, hint: string): CmscError {
  return new CmscError('usage', 'BAD_OPTION', `${option} is out of range`, { text, hint });
}
