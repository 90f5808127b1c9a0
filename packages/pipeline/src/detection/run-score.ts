import { AUTH_COLUMNS, grown, type AuthColumn, type Dictionary } from '@cmsc/core';
import {
  type LogonColumns,
  type LogonDictionaries,
  protocolNamed,
  type ScoredUnits,
  type ScoringOptions,
  ScoringPass,
  wantedSeconds,
} from '@cmsc/detection';
import { type ColumnReader, findInputs, formats } from '@cmsc/loaders';
import type { TableRows } from '@cmsc/store';
import type { InputOptions, OutputOptions } from '../options.js';
import { inputsOf, openEvents } from '../event-source.js';
import { namesDatabase } from '../built-database.js';
import { type Rejects, withRejects } from '../rejects.js';
import { provenance, checkTargets, refuseSharedFiles } from '../report.js';
import { ThreadedScoring } from './threaded-scoring.js';
import { writeRows } from '../write-rows.js';
import { reportScoring, type ScoreReport, type ScoringFacts } from './score-report.js';
import { scoreSessions } from './score-sessions.js';

/** What `runScore` can be told. `from` and `to` choose the units that are written; all rows are learned. */
export interface ScoreOptions extends Omit<InputOptions, 'from' | 'to'>, OutputOptions, ScoringOptions {}

/**
 * Scores logons, without labels, in one pass: rows of auth in, the key and the scores of each unit out, in the order of time. A
 * built database has its sessions scored.
 *
 * @throws CmscError for whatever ends a run before its time. Nothing is left under the names of its outputs then.
 */
export async function runScore(options: ScoreOptions): Promise<ScoreReport> {
  const [first, ...others] = options.inputs;
  if (first !== undefined && (await namesDatabase(first))) return scoreSessions(first, others, options);
  return reportScoring(options, () => scoreFiles(options));
}

/** Scores the logons of files. */
async function scoreFiles(options: ScoreOptions): Promise<ScoringFacts> {
  await checkTargets(options);
  const { paths: inputs, leftOut } = await findInputs(options.inputs, formats.auth);
  await refuseSharedFiles(options, inputs);
  return withRejects(options, async (rejects) => {
    const { reader, dictionaries, threads } = await openEvents(
      formats.auth,
      // Earlier rows are learned; what comes after the last unit changes nothing.
      { ...options, inputs, from: undefined, to: lastSecond(options) },
      { select: AUTH_COLUMNS, others: 'emit', onReject: rejects.onReject },
    );
    const ofColumns = byColumn<Dictionary>(dictionaries);
    const pass = new ScoringPass(options, ofColumns, ({ isCostly = false }) => isCostly && threads > 1);
    const apart = pass.apart.length > 0 ? new ThreadedScoring(pass) : undefined;
    const logons = logonsOf(reader, rejects);
    const table = scoreTable(pass, ofColumns, apart ? apart.units(logons) : unitsOf(pass, logons));
    const metadata = () => provenance({ command: 'score', options: pass.options, inputs: inputsOf(reader) });
    const written = await writeRows(table, { ...options, metadata });
    const outputs = [...written, ...(await rejects.finish())];
    const { kept, filtered, units, keyDigest, entries } = pass.counts;
    const { rows, rejected, filtered: behind } = reader.counts;
    return {
      options: pass.options,
      inputs: inputsOf(reader),
      leftOut,
      outputs,
      ledger: { rows, kept, filtered: filtered + behind, rejected },
      candidates: { units, keyDigest },
      entries: { ...entries, ...apart?.entries },
    };
  });
}

/** The last second that units are wanted of, if there is one. */
function lastSecond(options: ScoreOptions): number | undefined {
  const { end } = wantedSeconds(protocolNamed(options.protocol), options);
  return end < Infinity ? end - 1 : undefined;
}

async function* logonsOf(reader: ColumnReader, rejects: Rejects): AsyncGenerator<LogonColumns> {
  for await (const { length, time, ids } of reader) {
    yield { ...byColumn<Int32Array>(ids), length, time };
    await rejects.flush();
  }
}

async function* unitsOf(
  pass: ScoringPass,
  batches: AsyncIterable<LogonColumns>,
): AsyncGenerator<ScoredUnits> {
  for await (const rows of batches) yield* pass.push(rows);
  yield* pass.finish();
}

function byColumn<T>(values: readonly T[]): Record<AuthColumn, T> {
  return Object.fromEntries(AUTH_COLUMNS.map((name, i) => [name, values[i]])) as Record<AuthColumn, T>;
}

/** The table of `cmsc score`, in the order of time: the key of each unit, and a column for each scorer. */
function scoreTable(
  { protocol, scorers }: ScoringPass,
  dictionaries: LogonDictionaries,
  units: AsyncIterable<ScoredUnits>,
): TableRows {
  const names = protocol.key.map((name) => ({ name, type: 'name' as const, names: dictionaries[name] }));
  const scores = scorers.map((name) => ({ name, type: 'number' as const }));
  async function* batches() {
    let noKey = new Int32Array(0);
    for await (const { length, time, key, scores } of units) {
      noKey = grown(noKey, length);
      yield { length, key: noKey, columns: [time, ...key, ...scores] };
    }
  }
  return {
    spec: {
      name: 'scores',
      key: [],
      columns: [{ name: protocol.timeColumn, type: 'int' }, ...names, ...scores],
    },
    batches: batches(),
  };
}
