import type { SessionRule } from '@cmsc/core';
import { quoteName, quoteNames } from './sql-text.js';

/** What sessions are to be made of. */
export interface FormInput {
  /** A SELECT of the starts and ends alone, with the columns t, seq, st (1 or 0), those of the key, and the origin's. */
  events: string;
  rule: SessionRule;
  /** The column whose distinct values a session's starts are remembered by. */
  origin?: string;
}

/**
 * A SELECT of runs out of the events of a node, by the rules of core's machine, ties and pairings:
 * columns of the key, `start_time` (Int32), `end_time` (Int32, -1 for none), `starts`, `ends`, `n` (UInt64: runs of one
 * key that start in one second come out in its order) and `origins`.
 * A run without ends is an open session; a run without starts is the orphaned ends of its key.
 */
export type SessionForm = (input: FormInput) => string;

/** The columns of runs after those of the key, for a table that holds them. */
export const RUN_COLUMNS =
  'start_time Int32, end_time Int32, starts UInt32, ends UInt32, n UInt64, origins Array(LowCardinality(String))';

/** The columns of the key, quoted and separated by commas. */
export function keySql(rule: SessionRule): string {
  return quoteNames(rule.key);
}

/** The origin of an event as SQL; the same for all where none is asked for. */
export function originSql(origin: string | undefined): string {
  return origin === undefined ? `''` : quoteName(origin);
}
