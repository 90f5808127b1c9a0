/** A red-team logon that the build has just met. */
export interface RedTeamHit {
  time: number;
  srcUser: string;
  srcMachine: string;
  dstMachine: string;
}

/** How far a build has come. Counts are totals since its start. */
export interface BuildUpdate {
  /** What is being done, in a few words: `reading auth.txt.gz`. */
  step: string;
  /** Rows read so far. */
  rows: number;
  /** Bytes of the inputs read so far, as they are stored. */
  bytes: number;
  /** Size of all inputs, when it is known. */
  bytesTotal?: number;
  /** Counters of the ledger so far, by their names in the ledger. */
  ledger?: Readonly<Record<string, number>>;
  /** Red-team logons met so far, in the order in which they came. */
  hits?: readonly RedTeamHit[];
}

/** A build that runs while the dashboard shows it. */
export interface LiveBuild {
  /** Calls `listener` whenever there is news, as often as the build likes. */
  onUpdate(listener: (update: BuildUpdate) => void): void;
  /** Asks the build to end and to leave nothing behind; `done` rejects then. */
  cancel(): void;
  /** The finished database's path. Rejects when the build fails or is cancelled. */
  done: Promise<string>;
}

/** What a dashboard shows: a database, or a build that makes one. */
export type DashboardSource = { kind: 'database'; path: string } | { kind: 'live'; build: LiveBuild };
