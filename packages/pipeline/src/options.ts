import type { Dialect, OnBadRow } from '@cmsc/loaders';
import type { Manifest, OutputFormat, Partition } from '@cmsc/store';
import type { RuleOptions } from './session-plan.js';

/** How far a run has come. */
export interface Progress {
  /** Rows read so far. */
  rows: number;
  /** Bytes of the inputs read so far, as they are stored (compressed). */
  bytes: number;
  /** Size of all inputs, when it is known: not for standard input. */
  bytesTotal?: number;
  /** Sessions or process runs so far. */
  sessions?: number;
  /** What the run is at, in a few words, where it does several things one after the other. */
  phase?: string;
  /** How much of all that it does is through, from 0 to 1, where that is more than reading, and known. */
  share?: number;
}

/** How a run is watched and called off: nothing of its result depends on it. */
export interface HookOptions {
  /** Threads to use at most; all cores by default. */
  threads?: number;
  /** Calls the run off: it ends with INTERRUPTED, and nothing stays of its outputs. */
  signal?: AbortSignal;
  /** Told now and then how far the run is. */
  onProgress?: (progress: Progress) => void;
  /** Told, in a line, what a person should know who takes the result for what was asked for. */
  onWarning?: ((line: string) => void) | undefined;
  /** Told which reader was chosen, and why: for --debug. */
  onDebug?: (line: string) => void;
}

/** What every run that reads CMSC files can be told. */
export interface InputOptions extends HookOptions {
  /** Files, folders, globs; `-` is standard input. Several are one stream. */
  inputs: readonly string[];
  /** How the files are written, when not as LANL's. */
  dialect?: Dialect;
  /** What a bad row does: end the run (the default), or be counted and handed to `rejects`. */
  onBadRow?: OnBadRow;
  /** File for bad rows, with their reasons. */
  rejects?: string;
  /** First second wanted; no limit when absent. */
  from?: number;
  /** Last second wanted, itself inside; no limit when absent. */
  to?: number;
}

/** Whose rows are wanted. */
export interface FilterOptions {
  /** Patterns (`*`, `?`), between commas, for dst_user; for user_domain of proc, UserName of wls. */
  user?: string;
  /** Patterns (`*`, `?`), between commas, for dst_machine; for computer of proc, LogHost of wls. */
  computer?: string;
}

/** Where rows go, and how. */
export interface OutputOptions {
  /** A path, or `-` for standard output. Nothing is written when absent. */
  output?: string;
  /** The format, when not the one of the path's extension. */
  format?: OutputFormat;
  /** The output is a folder with a file for each day: for rows of sessions, process runs and labels. */
  partition?: Partition;
  /** Replaces files that exist. */
  force?: boolean;
  /** File for the manifest. */
  report?: string;
}

/** What a run of sessions can be told, whatever it is that it writes. */
export interface SessionRunOptions extends InputOptions, RuleOptions, FilterOptions, OutputOptions {
  /** Red-team file: labels the sessions. Not for `processes`. */
  redteam?: string;
  /** State of the run before, which this one carries on. */
  stateIn?: string;
  /** Where to leave the state for the next run. */
  stateOut?: string;
}

/** What `runSessions` can be told. */
export interface SessionsOptions extends SessionRunOptions {
  /** What the events are of: logons, or processes. */
  command: 'sessions' | 'processes';
  /** Shortest duration of a finished session, seconds. */
  minDurationSeconds?: number;
  /** Sessions without an end too. */
  keepOpen?: boolean;
  /** A column `session_id` behind the others: the numbers that `runBuild` gives to the complete sessions. */
  sessionIds?: boolean;
  /** One row a key. */
  grouped?: boolean;
  /** Rows by key and start (`key`, the default), or as sessions close, in constant memory (`close`). */
  order?: 'key' | 'close';
}

/** What `runLabel` can be told. */
export interface LabelOptions extends InputOptions, FilterOptions, OutputOptions {
  /** Red-team file. */
  redteam: string;
  /** Only rows with label 1. */
  onlyAttacks?: boolean;
}

/** What a run did: what `--report` writes. */
export type RunReport = Manifest;
