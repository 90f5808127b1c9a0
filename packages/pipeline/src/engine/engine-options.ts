import type { ChosenForm, NodeReport, NodeShare } from '@cmsc/clickhouse';
import { CmscError, type Ledger } from '@cmsc/core';
import type { TupleRecord } from '@cmsc/labeling';
import type { BuildOptions } from '../build/run-build.js';
import type { InputOptions, LabelOptions, RunReport, SessionsOptions } from '../options.js';
import type { LabelReport } from '../run-label.js';

/** Which cluster does the work, and who we are there. */
export interface EngineOptions {
  /** `clickhouse://user@host:8123,host:8123/database?cluster=name`, or `clickhouses://` for TLS. */
  url: string;
  /** Empty when neither this nor `passwordFile` says otherwise. */
  password?: string;
  /** A file with nothing in it but the password; the end of its line is no part of it. */
  passwordFile?: string;
  /** PEM file of the authority that signed the nodes' certificates; the system's own when absent. */
  caFile?: string;
  /**
   * PEM file of the client's own certificate, which takes the place of a password. Needs `keyFile` and
   * `caFile`.
   */
  certificateFile?: string;
  /** PEM file of its private key. */
  keyFile?: string;
  /** How long a node may stay silent, seconds. */
  timeoutSeconds?: number;
  /** Whether the one input is a JSON file that says which table of the cluster holds the events. */
  fromTable?: boolean;
}

/** What `runSessionsOnEngine` can be told. */
export interface EngineSessionsOptions extends SessionsOptions {
  /** The cluster that does the work. */
  engine: EngineOptions;
  /** Table of the cluster that the sessions are to stay in. */
  keep?: string;
}

/** What `runLabelOnEngine` can be told. */
export interface EngineLabelOptions extends LabelOptions {
  /** The cluster that does the work. */
  engine: EngineOptions;
}

/** What `runBuildOnEngine` can be told. */
export interface EngineBuildOptions extends BuildOptions {
  /** The cluster that does the work. */
  engine: EngineOptions;
}

/** What a node did in a run. */
export interface EngineNode extends NodeShare, NodeReport {}

/** How a cluster did a run: what a report has under `engine`. */
export interface EngineFacts {
  /** The database of the tables that cmsc makes, on every node. */
  database: string;
  /** Its name in `remote_servers`; absent when none was given. */
  cluster?: string;
  /** How the sessions were worked out, and why so. */
  form: ChosenForm;
  /** The files, and whether each was in the cluster already. */
  loads: { path: string; wasLoaded: boolean }[];
  /** The table that the events were taken from, when they came from no file. */
  table?: string;
  /** Where the sessions stay. */
  kept?: { table: string; rows: number };
  /** One for each node, in the order of the shards. */
  nodes: EngineNode[];
}

/** The report of a run on a cluster. */
export interface EngineReport extends RunReport {
  /** How the cluster did it. */
  engine: EngineFacts;
}

/** The report of a labelling on a cluster. */
export interface EngineLabelReport extends LabelReport {
  /** How the cluster did it. */
  engine: EngineFacts;
}

/** The report of a build on a cluster. */
export interface EngineBuildReport extends EngineReport {
  /** The ledger of proc, when there is one. */
  processes?: Ledger;
  /** Where each red-team tuple went. */
  redteam: TupleRecord[];
}

/** The options that need the local machine, as far as they are looked at. */
interface LocalOptions extends InputOptions {
  order?: 'key' | 'close';
  stateIn?: string;
  stateOut?: string;
  events?: string;
}

/** Options of a run, each with what is in the way of it on a cluster. */
const REASONS: readonly [option: string, isGiven: (options: LocalOptions) => boolean, why: string][] = [
  ['--state-in', ({ stateIn }) => stateIn !== undefined, 'load the days one by one, and name all of them'],
  ['--state-out', ({ stateOut }) => stateOut !== undefined, 'load the days one by one, and name all of them'],
  ['--order close', ({ order }) => order === 'close', 'a cluster gives sessions by key: leave it away'],
  ['--events', ({ events }) => events !== undefined, 'only one machine places processes in sessions'],
  ['--rejects', ({ rejects }) => rejects !== undefined, 'a file that is loaded already is not read again'],
];

/**
 * Refuses what a cluster can't do.
 *
 * @throws CmscError BAD_OPTION (usage) for the first such option.
 */
export function refuseLocalOptions(options: LocalOptions): void {
  for (const [option, isGiven, why] of REASONS)
    if (isGiven(options))
      throw new CmscError('usage', 'BAD_OPTION', `${option} does not go with --engine`, { hint: why });
}
