import type { ErrorParts } from '@cmsc/core';
import type { ScoresOptions } from '../data/alerts.js';
import type { BuildFindings, BuildOptions, RedTeamHit } from '@cmsc/pipeline';

/** How far a build has come. Counts are totals since its start. */
export interface BuildUpdate {
  /** What is being done, in a few words: `reading auth`. */
  step: string;
  /** Rows read so far, of all files. */
  rows: number;
  /** Rows read in each of the last seconds. */
  rowsPerSecond: number;
  /** Bytes of the inputs read so far, as they are stored. */
  bytes: number;
  /** Size of all inputs, when it is known. */
  bytesTotal?: number;
  /** Memory that the build takes. */
  memoryBytes: number;
  /** The ledger of the pass that is under way, or was the last one. */
  ledger?: Pick<BuildFindings, 'source' | 'ledger'>;
  /** Red-team logons met so far, in the order in which they came. */
  hits: readonly RedTeamHit[];
}

/** A build that runs while the dashboard shows it. */
export interface LiveBuild {
  /** File that the bad rows go to, if they go to one. */
  readonly rejects: string | undefined;
  /** Whether the database goes away with the dashboard. */
  readonly temporary: boolean;
  /** Calls `listener` whenever something was found, some times a second. */
  onUpdate(listener: (update: BuildUpdate) => void): void;
  /** Asks the build to end and to leave nothing behind; `done` rejects then. */
  cancel(): void;
  /** The finished database's path. Rejects when the build fails or is cancelled. */
  readonly done: Promise<string>;
  /** Ends the build if it still runs, and removes a temporary database. */
  close(): Promise<void>;
}

/** What a dashboard shows: a database, or a build that makes one. */
export type DashboardSource =
  /** `rejects`: the file with the bad rows of its inputs, `scores`: that with scores of its sessions, when there is one. */
  | { kind: 'database'; path: string; rejects?: string; scores?: ScoresOptions }
  | { kind: 'live'; build: LiveBuild };

/** What is to be built: the options of `runBuild` that can be sent to another process. */
export type BuildOrder = Omit<BuildOptions, 'signal' | 'onProgress' | 'onFindings' | 'onDebug'>;

/** What the building process is told. */
export type ToBuild =
  { type: 'start'; order: BuildOrder; temporaryFolder: string | null } | { type: 'cancel' };

/** An update with only the hits since the one before. */
export type UpdateMessage = Omit<BuildUpdate, 'hits'> & { newHits: BuildFindings['hits'] };

/** What the building process tells. */
export type FromBuild =
  { type: 'update'; update: UpdateMessage } | { type: 'done' } | { type: 'failed'; error: ErrorParts };
