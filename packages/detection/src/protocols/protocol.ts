import type { AuthColumn } from '@cmsc/core';
import type { LogonColumns, LogonDictionaries } from '../logon-columns.js';

/** Picks the candidates among rows of auth. */
export interface Candidates {
  /** Puts the places of the rows that are candidates into `kept`, which has room for all, and gives their number. */
  keep(rows: LogonColumns, kept: Int32Array): number;
}

/** Which rows a detector sees, what it is asked about, and what counts as found: a published way to evaluate on this data, as a descriptor. */
export interface Protocol {
  /** What `--protocol` calls it. */
  name: string;
  /** Whose it is. */
  title: string;
  /** Which rows of auth it keeps, in words that go on from "rows". */
  holds: string;
  /** What the time of a unit is called: seconds in `time`, or the number of longer units since 0, such as `hour`. */
  timeColumn: string;
  /** The columns of a unit's key after its time. */
  key: readonly AuthColumn[];
  /** Seconds that a unit reaches over: 1 where every row is a unit, else its rows of that time and key are one. */
  unitSeconds: number;
  /** Whether rows of one key are one unit, so that each is there once at most; absent where every row is one. */
  isDistinct?: boolean;
  /** Seconds of a period, when nobody says. */
  every: number;
  /** The second after the training, where the published code has one; what follows up to the test is for validation. */
  trainTo?: number;
  /** First second of the test: what is scored when nobody says. */
  testFrom: number;
  /** The second after the test; no end when absent. */
  testTo?: number;
  /** The first second that nothing is learned from, as published; learning goes on when absent. */
  learnUntil?: number;
  /** The column of the key that an account-day is of. */
  account: AuthColumn;
  /** Starts picking. */
  start(dictionaries: LogonDictionaries): Candidates;
}
