import { compareBytes } from '@cmsc/core';
import type { RedTeamIndex } from './red-team-index.js';
import type { RedTeamTuple } from '@cmsc/core';

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
