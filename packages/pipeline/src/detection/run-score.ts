import { AUTH_COLUMNS, type AuthColumn, type Dictionary, type EventColumns } from '@cmsc/core';
import { protocolNamed, ScoringPass, type LogonColumns, type ScoringOptions } from '@cmsc/detection';
import { findInputs, formats, type ColumnReader, type LeftOut } from '@cmsc/loaders';
import { writeManifest, type Manifest, type OutputSummary, type Sink } from '@cmsc/store';
import { inputsOf, openEvents } from '../event-source.js';
import { namesDatabase } from '../built-database.js';
import type { InputOptions, OutputOptions } from '../options.js';
import { giveUpRejects, openRejects, type Rejects } from '../rejects.js';
import { checkTargets, CMSC_VERSION, refuseSharedFiles, timingOf } from '../report.js';
import { endWhenUnread } from '../run-output.js';
import { ScoreTable } from './score-table.js';
import { scoreSessions } from './score-sessions.js';

/** What `runScore` can be told. `from` and `to` choose the units that are written; all rows are learned. */
export interface ScoreOptions extends Omit<InputOptions, 'from' | 'to'>, OutputOptions, ScoringOptions {}

/** Where the rows of a scoring went: rows = kept + filtered + rejected. */
export interface ScoreLedger {
  /** All rows. */
  rows: number;
  /** Rows that the protocol keeps: candidates. */
  kept: number;
  /** Rows that it does not keep. */
  filtered: number;
  /** Bad rows that were skipped. */
  rejected: number;
}

/** What a scoring did. */
export interface ScoreReport extends Omit<Manifest, 'ledger' | 'labels'> {
  ledger: ScoreLedger;
  /** The units that were scored: how many, and a digest of their keys. */
  candidates: { units: number; keyDigest: string };
  /** For each scorer what it holds in memory: keys with something learned of each. */
  scorers: Record<string, { entries: number }>;
}

/**
 * Scores logons, without labels, in one pass: rows of auth in, the key and the scores of each unit out, in the order of time. A
 * built database has its sessions scored.
 *
 * @throws CmscError for whatever ends a run before its time. Nothing is left under the names of its outputs then.
 */
export async function runScore(options: ScoreOptions): Promise<ScoreReport> {
  const [first, ...others] = options.inputs;
  if (first !== undefined && (await namesDatabase(first))) return scoreSessions(first, others, options);
  const started = performance.now();
  await checkTargets([options.report], options);
  const run = await openRun(options);
  const { reader, pass, rejects } = run;
  try {
    const outputs = await pump(run, options);
    const { kept, filtered, units, keyDigest, entries } = pass.counts;
    const { rows, rejected, filtered: behind } = reader.counts;
    const report: ScoreReport = {
      version: CMSC_VERSION,
      command: 'score',
      options: pass.options,
      inputs: inputsOf(reader),
      leftOut: run.leftOut,
      outputs,
      ledger: { rows, kept, filtered: filtered + behind, rejected },
      candidates: { units, keyDigest },
      scorers: Object.fromEntries(Object.entries(entries).map(([name, count]) => [name, { entries: count }])),
      timing: timingOf(started, rows),
    };
    if (options.report !== undefined) await writeManifest(options.report, report, options);
    return report;
  } catch (error) {
    await run.sink?.abort();
    await giveUpRejects(rejects, error);
    throw error;
  }
}

interface ScoreRun {
  reader: ColumnReader;
  leftOut: LeftOut[] | undefined;
  pass: ScoringPass;
  table: ScoreTable;
  /** None for a run without an output. */
  sink: Sink | undefined;
  rejects: Rejects;
}

async function openRun(options: ScoreOptions): Promise<ScoreRun> {
  const { paths: inputs, leftOut } = await findInputs(options.inputs, formats.auth);
  await refuseSharedFiles(options, inputs);
  const rejects = await openRejects(options);
  try {
    const { reader, dictionaries } = await openEvents(
      formats.auth,
      // Earlier rows are learned; what comes after the last unit changes nothing.
      { ...options, inputs, from: undefined, to: lastSecond(options) },
      { select: AUTH_COLUMNS, others: 'emit', onReject: rejects.onReject },
    );
    const ofColumns = byColumn<Dictionary>(dictionaries);
    const pass = new ScoringPass(options, ofColumns);
    const table = new ScoreTable(pass, ofColumns);
    const sink = options.output === undefined ? undefined : await table.open(options.output, options);
    return { reader, leftOut, pass, table, sink, rejects };
  } catch (error) {
    await rejects.abort();
    throw error;
  }
}

/** The last second that units are wanted of, if there is one. */
function lastSecond({ protocol, to }: ScoreOptions): number | undefined {
  const { testTo } = protocolNamed(protocol);
  return to ?? (testTo === undefined ? undefined : testTo - 1);
}

async function pump(
  { reader, pass, table, sink, rejects }: ScoreRun,
  options: ScoreOptions,
): Promise<OutputSummary[]> {
  for await (const events of reader) {
    for (const units of pass.push(logonsOf(events))) await sink?.write(table.rows(units));
    await rejects.flush();
    if (sink) endWhenUnread(sink, options);
  }
  for (const units of pass.finish()) await sink?.write(table.rows(units));
  return [...(sink ? [await sink.finish()] : []), ...(await rejects.finish())];
}

function logonsOf({ length, time, ids }: EventColumns): LogonColumns {
  return { ...byColumn<Int32Array>(ids), length, time };
}

function byColumn<T>(values: readonly T[]): Record<AuthColumn, T> {
  return Object.fromEntries(AUTH_COLUMNS.map((name, i) => [name, values[i]])) as Record<AuthColumn, T>;
}
