import type { Row } from '../lists/column.js';
import type { ListQuery } from '../lists/list-ref.js';
import type { Facts } from '../lists/facts.js';

/** One bar of a histogram over equal steps. */
export interface Step {
  /** Number of the step, counted from time 0. */
  step: number;
  count: number;
}

/** A red-team tuple, as far as a session's time line needs it. */
interface AttackMark {
  time: number;
  srcMachine: string;
}

/** One session in full. */
export interface SessionDetail {
  id: number;
  /** Text of the key's columns, in their order. */
  key: readonly string[];
  startTime: number;
  endTime: number;
  logons: number;
  logoffs: number;
  origins: readonly string[];
  attacks: readonly AttackMark[];
  /** Number of process starts inside it. */
  processes: number;
  /** Process starts in each step of its `fineStep`, counted from time 0, where there are any. */
  timeLine: readonly Step[];
}

/** Sessions that began, and that ended, in each step of some seconds, where there are any. */
export interface SessionSteps {
  began: readonly Step[];
  /** Of steps shorter than an hour alone: what is longer is drawn from the rows of each hour. */
  ended: readonly Step[];
}

/** A user or a computer at a glance. */
export interface AccountDetail {
  name: string;
  /** Of one that nothing is known of: names that it may have been meant for, the nearest first. */
  near: readonly string[];
  sessions: number;
  /** Null where sessions are not labelled. */
  attacked: number | null;
  firstTime: number | null;
  lastTime: number | null;
  /** Red-team tuples that name it. */
  tuples: number;
  /** Sessions that began in each hour of the day, 24 values; and the attacked ones of them. */
  hours: readonly number[];
  attackedHours: readonly number[];
}

/** Where a search starts, and which way it goes. */
export interface SearchStart {
  /** Row that the search starts beside, counted from 0. */
  index: number;
  backwards: boolean;
}

/** A name that was filtered by and that nothing has, with those that it may have been meant for, the nearest first. */
export interface NearNames {
  column: string;
  name: string;
  near: readonly string[];
}

/** A subject for a screen that was opened without one. */
export interface Defaults {
  session: number | null;
  user: string | null;
  computer: string | null;
}

/** What to write, and where. */
export interface SaveRequest {
  query: ListQuery;
  /** Its ending chooses the format: .csv, .json, .jsonl, .parquet. */
  path: string;
  /** Replaces a file that exists. */
  replace: boolean;
}

/** How far the background work has come that makes every list answer at once. */
export interface Preparation {
  done: number;
  total: number;
}

/**
 * Everything that the screens ask of a data set. Every method may be called while others are under way; an aborted
 * `signal` makes it reject, with whatever reason.
 */
export interface DashboardData {
  readonly facts: Facts;
  /** `limit` rows of a list from row `offset` on, fewer at its end. */
  rows(query: ListQuery, offset: number, limit: number, signal: AbortSignal): Promise<readonly Row[]>;
  /** Number of rows of a list. */
  count(query: ListQuery, signal: AbortSignal): Promise<number>;
  /** Index of the next row that holds `text` in a column with text, in any case; null when there is none. */
  find(query: ListQuery, text: string, start: SearchStart, signal: AbortSignal): Promise<number | null>;
  /** The names in the conditions of a list that none of its rows has. */
  near(query: ListQuery, signal: AbortSignal): Promise<NearNames[]>;
  /** Users or computers whose names hold `text`, or nearly so; those that begin with it first. */
  names(by: 'user' | 'computer', text: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Null when there is no such session. */
  session(id: number, signal: AbortSignal): Promise<SessionDetail | null>;
  account(by: 'user' | 'computer', name: string, signal: AbortSignal): Promise<AccountDetail>;
  /** Sessions in each step of so many seconds. */
  sessionSteps(seconds: number, signal: AbortSignal): Promise<SessionSteps>;
  defaults(signal: AbortSignal): Promise<Defaults>;
  /**
   * Writes a list to a file that is complete or absent, and answers with its number of rows.
   * @throws CmscError of kind usage for an unknown ending, io for a file that exists or can't be written
   */
  save(request: SaveRequest, signal: AbortSignal): Promise<number>;
  /** Starts the background work; `listener` hears how far it has come. */
  prepare(listener: (preparation: Preparation) => void): void;
  close(): Promise<void>;
}
