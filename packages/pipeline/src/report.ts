import { createRequire } from 'node:module';
import type { SessionRule } from '@cmsc/core';
import { findTarget, refuseSameFiles } from '@cmsc/files';
import { addressOf } from '@cmsc/loaders';
import {
  companionsOf,
  formatOfPath,
  type InputSummary,
  isDatabase,
  type SourceDatabase,
  writeManifest,
} from '@cmsc/store';
import type {
  HookOptions,
  LabelOptions,
  OutputOptions,
  RunReport,
  SessionRunOptions,
  SessionsOptions,
} from './options.js';
import { checkOptions } from './check-options.js';

// By the name of the package, so that it is found wherever a bundle with this module lies.
const { version } = createRequire(import.meta.url)('@cmsc/pipeline/package.json') as { version: string };

/** The version of cmsc that a report names. */
export const CMSC_VERSION = version;

/** What every report has around what its run knows itself. */
type ReportFrame = Pick<RunReport, 'version' | 'command' | 'timing'>;

/** What a run accounts for. */
interface Account<Facts, More> {
  /** What stands between the version and the timing of its report, in this order. */
  facts: Facts;
  /** What stands behind the timing. */
  more?: More;
  /** The rows that its speed is told by. */
  rows: number;
}

/**
 * Does a run and makes the report of it, which is written where `--report` wants it, if it does.
 *
 * @throws CmscError BAD_OPTION (usage) for options that can't be; of kind io when the report can't be written; what the run throws.
 */
export async function reported<Facts extends object, More extends object = object>(
  command: string,
  options: Pick<OutputOptions, 'report' | 'force'> & Pick<HookOptions, 'signal'>,
  run: () => Promise<Account<Facts, More>>,
): Promise<ReportFrame & Facts & More> {
  checkOptions(options);
  const { report: path, force, signal } = options;
  const started = performance.now();
  const { facts, rows, more } = await run();
  const frame = { version: CMSC_VERSION, command };
  const report = { ...frame, ...facts, timing: timingOf(started, rows), ...(more as More) };
  if (path !== undefined) await writeManifest(path, report, { force, signal });
  return report;
}

function timingOf(started: number, rows: number): RunReport['timing'] {
  const seconds = (performance.now() - started) / 1000;
  return {
    seconds: Math.round(seconds * 1000) / 1000,
    rowsPerSecond: Math.round(rows / seconds),
    // Node gives kilobytes.
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
  };
}

/**
 * Ends a run whose ledger does not add up.
 *
 * @param problems what is wrong with the ledger: nothing with one that adds up.
 * @throws Error for the problems, which are a bug.
 */
export function mustAddUp(problems: readonly string[]): void {
  if (problems.length > 0) throw new Error(`a bug in cmsc: ${problems.join('; ')}`);
}

/** The options that the rows of a run depend on. All others say where things are, or how the run is watched. */
const REPORTED = {
  input: ['dialect', 'onBadRow', 'redteam'],
  rule: ['source', 'preset', 'key', 'ties', 'pairing', 'failedLogons', 'events'],
  filter: ['from', 'to', 'user', 'computer', 'minDurationSeconds', 'keepOpen', 'onlyAttacks'],
  output: ['format', 'grouped', 'order', 'sessionIds', 'partition'],
} as const satisfies Record<string, readonly (keyof (SessionsOptions & LabelOptions) | 'events')[]>;

const REPORTED_NAMES: readonly string[] = Object.values(REPORTED).flat();

/** The options that a result depends on, for the report: those given, and the rule that was settled on. */
export function reportedOptions(options: SessionRunOptions, rule: SessionRule): Record<string, unknown> {
  const given = Object.entries(options).filter(
    ([name, value]) => REPORTED_NAMES.includes(name) && value !== undefined,
  );
  return {
    ...(options.source === undefined && { preset: 'destination' }),
    ...Object.fromEntries(given),
    ...rule,
  };
}

/** The options that name what a run is to write. */
export interface OutputPaths {
  output?: string;
  format?: string;
  report?: string;
  rejects?: string;
  stateOut?: string;
  plot?: string;
}

/**
 * Refuses outputs of a run that are not files of their own: one is another, or is read by the run, or belongs to a database
 * that the run reads or writes.
 *
 * @throws CmscError BAD_OPTION (usage) for the first of them.
 */
export async function refuseSharedFiles(
  options: OutputPaths,
  inputs: readonly (string | undefined)[],
): Promise<void> {
  const { output, report, rejects, stateOut, plot } = options;
  const paths = {
    ...{ '--output': output, '--report': report, '--rejects': rejects },
    ...{ '--state-out': stateOut, '--plot': plot },
  };
  const files = inputs.map((input) => input && addressOf(input).file);
  const taken = await Promise.all((await databasesOf(options, files)).map(companionsOf));
  await refuseSameFiles(paths, files, taken.flat());
}

/** The databases that a run reads or writes. */
async function databasesOf(
  { output, format }: OutputPaths,
  inputs: readonly (string | undefined)[],
): Promise<string[]> {
  const read: string[] = [];
  for (const input of inputs)
    if (input !== undefined && (await isDatabase(input).catch(() => false))) read.push(input);
  const isWritten = output !== undefined && (format ?? formatOfPath(output)) === 'duckdb';
  return [...read, ...(isWritten ? [output] : [])];
}

/**
 * Looks, before any work is done, whether outputs are files of their own, and whether those can be written that come last.
 *
 * @throws CmscError BAD_OPTION (usage) for two of one name; of kind io when one exists and may not be replaced, or has no
 * folder to be in.
 */
export async function checkTargets(options: OutputPaths & Pick<OutputOptions, 'force'>): Promise<void> {
  await refuseSharedFiles(options, []);
  for (const path of [options.report, options.stateOut, options.plot])
    if (path !== undefined) await findTarget(path, options);
}

/** What a file was made of, and how. */
interface Origin {
  command: string;
  /** The options that the rows depend on, as a report has them. */
  options: Readonly<Record<string, unknown>>;
  inputs: readonly Pick<InputSummary, 'path' | 'bytes' | 'sha256' | 'rows'>[];
}

/**
 * Where the rows of a Parquet file come from, as its key-value metadata: `cmsc.version`, `cmsc.command`, and as JSON
 * `cmsc.options` and `cmsc.inputs`, as the report of the run has them.
 */
export function provenance({ command, options, inputs }: Origin): Record<string, string> {
  const files = inputs.map(({ path, bytes, sha256, rows }) => ({ path, bytes, sha256, rows }));
  return {
    'cmsc.version': CMSC_VERSION,
    'cmsc.command': command,
    'cmsc.options': JSON.stringify(options),
    'cmsc.inputs': JSON.stringify(files),
  };
}

/** The files that a database was built from, as its table `inputs` has them. */
export async function builtFrom(database: SourceDatabase): Promise<Origin['inputs']> {
  const sql = 'SELECT path, bytes, sha256, rows FROM inputs ORDER BY rowid';
  const { rows } = await database.rows(sql).catch(() => ({ rows: [] }));
  return (rows as [string, number, string | null, number][]).map(([path, bytes, sha256, rows]) => ({
    ...{ path, bytes, sha256, rows },
  }));
}
