import { compareBytes, type RedTeamTuple } from '@cmsc/core';
import type { RedTeamIndex } from './red-team-index.js';

/** A name and the rows it stands in. */
export interface NameRows {
  /** The user or machine. */
  name: string;
  /** Rows of the file with it. */
  rows: number;
}

/** What there is to say about a red-team file. Lists of names come by rows, most first, then by bytes of the name. */
export interface RedTeamSummary {
  /** Rows of the file. */
  rows: number;
  /** Distinct tuples. */
  distinct: number;
  /** Rows that repeat an earlier one: rows - distinct. */
  surplusRows: number;
  /** Tuples that stand in the file more than once. */
  repeatedTuples: number;
  /** By src_user. */
  users: NameRows[];
  /** By src_machine. */
  sources: NameRows[];
  /** By dst_machine. */
  destinations: NameRows[];
  /** Rows whose user is a local account, `U…@C…`: a user whose domain is a computer. */
  localAccountRows: number;
  /** Day 0 holds the seconds 0 to 86,399. Days without rows are left out. */
  days: { day: number; rows: number }[];
  /** The earliest attack_time, seconds; null for an empty file. */
  firstTime: number | null;
  /** The latest attack_time, seconds; null for an empty file. */
  lastTime: number | null;
}

const SECONDS_PER_DAY = 86_400;
const LOCAL_ACCOUNT = /^U[^@]*@C\d+$/;

/** Counts the rows of a red-team file in every way that `cmsc redteam` shows. */
export function summarizeRedTeam(index: RedTeamIndex): RedTeamSummary {
  const { tuples, times } = index;
  const local = tuples.filter((tuple) => LOCAL_ACCOUNT.test(tuple.src_user));
  const days = rowsBy(tuples, (tuple) => Math.floor(tuple.attack_time / SECONDS_PER_DAY));
  return {
    rows: index.rows,
    distinct: index.distinct,
    surplusRows: index.rows - index.distinct,
    repeatedTuples: tuples.filter((tuple) => tuple.rows > 1).length,
    users: ranked(rowsBy(tuples, (tuple) => tuple.src_user)),
    sources: ranked(rowsBy(tuples, (tuple) => tuple.src_machine)),
    destinations: ranked(rowsBy(tuples, (tuple) => tuple.dst_machine)),
    localAccountRows: local.reduce((sum, tuple) => sum + tuple.rows, 0),
    days: Array.from(days, ([day, rows]) => ({ day, rows })).sort((a, b) => a.day - b.day),
    firstTime: times[0] ?? null,
    lastTime: times.at(-1) ?? null,
  };
}

function rowsBy<K>(tuples: readonly RedTeamTuple[], keyOf: (tuple: RedTeamTuple) => K): Map<K, number> {
  const rows = new Map<K, number>();
  for (const tuple of tuples) rows.set(keyOf(tuple), (rows.get(keyOf(tuple)) ?? 0) + tuple.rows);
  return rows;
}

function ranked(rows: Map<string, number>): NameRows[] {
  return Array.from(rows, ([name, count]) => ({ name, rows: count })).sort(
    (a, b) => b.rows - a.rows || compareBytes(a.name, b.name),
  );
}

/** All attacks of one user from one source on one destination. */
export interface RedTeamTimes {
  /** The user whose account was used, as `U620@DOM1`. */
  src_user: string;
  /** The computer that the attacks came from. */
  src_machine: string;
  /** The computer that they went to. */
  dst_machine: string;
  /** Attack times in file order; a time that the file repeats is repeated. */
  times: number[];
}

/**
 * The origin notebook's table of the red team: its times by user, source and destination.
 * Keys are sorted by the bytes of their columns.
 */
export function timesByKey(index: RedTeamIndex): RedTeamTimes[] {
  const keys = new Map<string, RedTeamTimes>();
  for (const number of index.rowTuples) {
    const { attack_time, src_user, src_machine, dst_machine } = index.tuples[number] as RedTeamTuple;
    const name = JSON.stringify([src_user, src_machine, dst_machine]);
    const key = keys.get(name) ?? { src_user, src_machine, dst_machine, times: [] };
    key.times.push(attack_time);
    keys.set(name, key);
  }
  return [...keys.values()].sort(
    (a, b) =>
      compareBytes(a.src_user, b.src_user) ||
      compareBytes(a.src_machine, b.src_machine) ||
      compareBytes(a.dst_machine, b.dst_machine),
  );
}
