/** Rows of one source in one hour of the data set. */
export interface HourActivity {
  source: string;
  /** Hours since time 0. */
  hour: number;
  rows: number;
}

/** A span of time in seconds of the data set: its first and its last second. */
export interface TimeSpan {
  from: number;
  to: number;
}

/** What is small, known at once, and needed by every screen. */
export interface Facts {
  /** The database, as it was named. */
  path: string;
  /** File with the bad rows, when there is one. */
  rejectsPath: string | null;
  /** Version of the cmsc that made it. */
  cmscVersion: string;
  /** Whether it is of Windows events: times are seconds since 1970 (UTC). */
  windows: boolean;
  /** Columns that a session is a session of. */
  keyColumns: readonly string[];
  /** The one of them that names the user, and the one that names the computer; null when there is none. */
  userColumn: string | null;
  computerColumn: string | null;
  /** The column that says where a session's logons came from: `origins`, a key column, or null. */
  originColumn: string | null;
  sessions: number;
  openSessions: number;
  /** Whether a red team was given: without one no session is known to be attacked, and none not to be. */
  labelled: boolean;
  attackedSessions: number;
  /** Counters by source: `ledger.auth.rows`. */
  ledger: Readonly<Record<string, Readonly<Record<string, number>>>>;
  activity: readonly HourActivity[];
  /** The time that the rows are from; to the hour where there are rows before or after all sessions. */
  span: TimeSpan;
  /** The lists of network traffic that there are rows for. */
  traffic: readonly ('flows' | 'dns')[];
  /** Scores of its sessions, when they were given. */
  alerts: AlertFacts | null;
  /** Times of the distinct red-team tuples, ascending. */
  attackTimes: readonly number[];
}

/** What a budget of alerts a day comes to. */
export interface AlertFacts {
  /** The columns with scores; the first that is not `edge` makes the order. */
  scores: readonly string[];
  /** Alerts a day. */
  perDay: number;
  /** Days with scored sessions, and alerts on all of them. */
  days: number;
  raised: number;
  /** Attacked sessions among the alerts, and in all. */
  attacked: number;
  ofAttacked: number;
}

/** Whether it is known how many rows of auth there are in each hour. */
export function hasHours({ activity }: Facts): boolean {
  return activity.some(({ source }) => source === 'auth');
}
