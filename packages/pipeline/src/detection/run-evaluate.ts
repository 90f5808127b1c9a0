import { CmscError, LineDigest } from '@cmsc/core';
import { protocolNamed, type Metrics } from '@cmsc/detection';
import { hashOf, readFailed, writeWhole } from '@cmsc/files';
import type { EvaluatedDetector, EvaluationFacts } from '@cmsc/report';
import { TableFiles, type InputSummary, type Manifest, type OutputSummary } from '@cmsc/store';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { nameOfInput, placeOf, refuseSameStream, withCopies } from '@cmsc/loaders';
import { withBuilt } from '../built-database.js';
import type { OutputOptions } from '../options.js';
import { loadRedTeam } from '../red-team.js';
import { checkTargets, refuseSharedFiles, reported } from '../report.js';
import { checkScoreFile } from './check-score-file.js';
import { evaluateColumns } from './evaluate-columns.js';
import { logonUnit, sessionUnit, type EvaluatedUnit } from './evaluated-unit.js';
import { KeptScores, scoreColumns } from './kept-scores.js';
import { writeMetrics } from './metric-table.js';

/** What `runEvaluate` can be told. */
export interface EvaluateOptions extends OutputOptions {
  /** Files with scores: CSV with a header, JSON lines, Parquet, or a DuckDB database with the table `scores`. Several are one. */
  scores: readonly string[];
  /** Red-team file, or the database whose sessions were scored. */
  redteam: string;
  /** `lmdeval` by default. */
  protocol?: string;
  /** What a row is about: a logon of the protocol (the default), or a session of the database that `redteam` is then. */
  unit?: 'logon' | 'session';
  /** File for a drawing (SVG) of precision against recall and of alerts against attacked account-days found. */
  plot?: string;
  /** Report of the `score` that made the candidates: the units must be the same ones. */
  candidates?: string;
  /** Alerts a day (100). */
  budget?: number;
  /** Seed of the bootstrap (1). */
  seed?: number;
  /** Threads of DuckDB; all cores by default. */
  threads?: number;
  /** Calls the run off. */
  signal?: AbortSignal;
  /** Told, in a line, what a person should know of the red-team file and the scores. */
  onWarning?: (line: string) => void;
}

/** What an evaluation found. */
export interface EvaluationReport extends Pick<
  Manifest,
  'version' | 'command' | 'options' | 'inputs' | 'outputs' | 'timing'
> {
  labels: {
    /** Rows of the red-team file. */
    redteamRows: number;
    /** Distinct tuples among them. */
    distinct: number;
    /** Tuples that a unit meets. */
    tuplesMet: number;
    /** Positive units. */
    positives: number;
  };
  /** The metrics of each column of scores. */
  columns: Record<string, Metrics>;
}

/**
 * Compares scores of any origin with the red team, exactly, in memory that does not grow with them.
 *
 * @throws CmscError of kind data when the units are not those of `candidates`, or a score is none; usage for columns that are missing; io.
 */
export async function runEvaluate(options: EvaluateOptions): Promise<EvaluationReport> {
  return reported('evaluate', options, async () => {
    const { scores, signal } = options;
    const inputs = [...scores, options.redteam, options.candidates];
    await checkTargets(options);
    await refuseSharedFiles(options, inputs);
    await refuseSameStream(inputs);
    await refuseSameScores(scores);
    const candidates =
      options.candidates === undefined ? undefined : await readCandidates(options.candidates);
    const answers = await (options.unit === 'session' ? sessionAnswers : logonAnswers)(options);
    return withCopies(scores, signal, (paths) => evaluateFiles(paths, { answers, candidates }, options));
  });
}

/** What is reported of scores that lie in files, and how many units they are of. */
async function evaluateFiles(
  paths: readonly string[],
  { answers, candidates }: { answers: Answers; candidates: Candidates | undefined },
  options: EvaluateOptions,
): Promise<{ facts: Omit<EvaluationReport, 'version' | 'command' | 'timing'>; rows: number }> {
  const { budget = 100, seed = 1, signal, threads, scores, onWarning } = options;
  const names = scores.map(nameOfInput);
  for (const [i, path] of paths.entries()) await checkScoreFile(path, scores[i], signal);
  const files = await TableFiles.open(paths, { signal, threads, table: 'scores', names });
  try {
    const path = names.join(', ');
    const columns = scoreColumns(answers.unit, files.columns, path);
    for (const name of columns.aside)
      onWarning?.(`${path}: ${name} numbers the rows, and is taken for no score`);
    const kept = await KeptScores.make(files, columns, answers.unit, path);
    const { units, positives } = await kept.counts();
    if (candidates) await compareUnits(kept, units, candidates, path);
    else await warnOfRepeats(kept, answers.unit, path, onWarning);
    const ofColumns: [string, Metrics][] = [];
    const detectors: EvaluatedDetector[] = [];
    for await (const { name, metrics, curves } of evaluateColumns(kept, columns.scores, { budget, seed })) {
      ofColumns.push([name, metrics]);
      if (options.plot !== undefined) detectors.push({ name, curves: curves() });
    }
    const found = Object.fromEntries(ofColumns);
    // Whoever calls it off finds no output: nothing that may still end it comes after them.
    const inputs = [...(await scoreInputs(kept, paths, options)), ...answers.inputs];
    const tuplesMet = await kept.tuplesMet();
    const outputs = [
      ...(options.output === undefined ? [] : [await writeMetrics(options.output, found, options)]),
      ...(options.plot === undefined
        ? []
        : [await writePlot(options.plot, detectors, { unit: answers.unit.name, units, positives }, options)]),
    ];
    const facts = {
      options: { ...answers.options, budget, seed },
      inputs,
      labels: {
        ...answers.labels,
        tuplesMet,
        positives,
      },
      outputs,
      columns: found,
    };
    return { facts, rows: units };
  } finally {
    await files.close();
  }
}

/** Units of a file that is there twice would count twice. */
async function refuseSameScores(scores: readonly string[]): Promise<void> {
  const seen = new Set<string>();
  for (const file of scores) {
    const { identity } = await placeOf(file);
    if (seen.has(identity))
      throw new CmscError('usage', 'BAD_OPTION', 'the file is given twice', { file, hint: 'name it once' });
    seen.add(identity);
  }
}

/** What is known of the units. */
interface Answers {
  unit: EvaluatedUnit;
  options: Record<string, unknown>;
  inputs: InputSummary[];
  labels: Pick<EvaluationReport['labels'], 'redteamRows' | 'distinct'>;
}

async function logonAnswers({
  protocol: name,
  redteam: path,
  signal,
  onWarning,
}: EvaluateOptions): Promise<Answers> {
  const protocol = protocolNamed(name);
  const { index, inputs } = await loadRedTeam(path, { signal, onWarning });
  return {
    unit: logonUnit(protocol, index),
    options: { protocol: protocol.name },
    inputs,
    labels: { redteamRows: index.rows, distinct: index.tuples.length },
  };
}

/** @throws CmscError BAD_OPTION (usage) with a protocol; UNKNOWN_FORMAT (data) for a database without a red team; as opening one does. */
async function sessionAnswers({ protocol, redteam: path, signal }: EvaluateOptions): Promise<Answers> {
  if (protocol !== undefined)
    throw new CmscError('usage', 'BAD_OPTION', 'a protocol is about logons, not about sessions', {
      text: protocol,
      hint: 'leave --protocol away',
    });
  return withBuilt(path, { signal }, async (database) => {
    const { rows } = await database.rows(
      `SELECT (SELECT count(*) FROM sessions), count(*), coalesce(sum(rows), 0),
        (SELECT count(*) FROM ledger WHERE source = 'labels') FROM redteam`,
    );
    const [sessions, distinct, redteamRows, labels] = (rows[0] ?? []).map(Number) as [
      ...[number, number, number, number],
    ];
    if (labels === 0)
      throw new CmscError('data', 'UNKNOWN_FORMAT', 'this database was built without a red team', {
        file: path,
        hint: 'build it again with the red-team file',
      });
    return {
      unit: sessionUnit(path),
      options: { unit: 'session' },
      inputs: [{ path, ...(await hashOf(path, signal)), rows: sessions, complete: true }],
      labels: { redteamRows, distinct },
    };
  });
}

async function writePlot(
  path: string,
  detectors: readonly EvaluatedDetector[],
  facts: EvaluationFacts,
  options: EvaluateOptions,
): Promise<OutputSummary> {
  const { evaluationChart, renderChart } = await import('@cmsc/report');
  const svg = Buffer.from(await renderChart(evaluationChart(detectors, facts)));
  const rows = detectors.reduce((sum, { curves }) => sum + curves.precisionRecall.length, 0);
  await writeWhole(path, options, (temporary) => writeFile(temporary, svg));
  return { path, bytes: svg.length, sha256: createHash('sha256').update(svg).digest('hex'), rows };
}

async function scoreInputs(
  kept: KeptScores,
  files: readonly string[],
  { scores, signal }: EvaluateOptions,
): Promise<InputSummary[]> {
  const units = await kept.unitsByFile(files.length);
  const inputs: InputSummary[] = [];
  for (const [i, file] of files.entries())
    inputs.push({ path: scores[i]!, ...(await hashOf(file, signal)), rows: units[i]!, complete: true });
  return inputs;
}

/** The units that a report of `score` names. */
interface Candidates {
  units: number;
  keyDigest: string;
}

async function readCandidates(path: string): Promise<Candidates> {
  const found = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw readFailed(path, cause);
  });
  const candidates = candidatesIn(found);
  if (candidates) return candidates;
  throw new CmscError('usage', 'BAD_OPTION', 'is no report of score', {
    file: path,
    hint: 'give the file that cmsc score wrote with --report, or the manifest of an export that has candidates',
  });
}

function candidatesIn(text: string): Candidates | undefined {
  try {
    const { units, keyDigest } = (JSON.parse(text) as { candidates: Candidates }).candidates;
    return typeof units === 'number' && typeof keyDigest === 'string' ? { units, keyDigest } : undefined;
  } catch {
    return undefined;
  }
}

/** Where a protocol makes one unit of all rows of a key, another one counts as if there were more to find, or to raise. */
async function warnOfRepeats(
  kept: KeptScores,
  { name, sessions }: EvaluatedUnit,
  file: string,
  onWarning: EvaluateOptions['onWarning'],
): Promise<void> {
  // Of sessions it has been looked for, and refused.
  if (sessions !== undefined) return;
  const repeated = await kept.repeated();
  if (!repeated) return;
  const { units, key } = repeated;
  onWarning?.(
    `${file}: units are there more than once, and count each time, though ${name} has each once: ${units}, such as "${key}" (give each one score)`,
  );
}

async function compareUnits(
  kept: KeptScores,
  units: number,
  candidates: Candidates,
  file: string,
): Promise<void> {
  const digest = new LineDigest();
  for await (const keys of kept.keys()) for (const key of keys) digest.add(`${key.join(',')}\n`);
  if (units === candidates.units && digest.toString() === candidates.keyDigest) return;
  const what =
    units === candidates.units
      ? `has ${units} units as the candidates do, but not the same ones`
      : `has ${units} units, not the ${candidates.units} candidates`;
  throw new CmscError('data', 'OTHER_UNITS', what, {
    file,
    hint: 'score every unit of the candidates once: with fewer, or others, figures say nothing',
  });
}
