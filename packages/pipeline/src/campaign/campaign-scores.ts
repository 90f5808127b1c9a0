import { CmscError, type RedTeamEvent } from '@cmsc/core';
import { PROTOCOLS, type Protocol } from '@cmsc/detection';
import { nameOfInput, withCopies } from '@cmsc/loaders';
import type { CampaignScores, ScoredDetector } from '@cmsc/report';
import { TableFiles, type SourceDatabase } from '@cmsc/store';
import { askOf, isOfWindows } from '../built-database.js';
import { checkScoreFile } from '../detection/check-score-file.js';
import { evaluateColumns } from '../detection/evaluate-columns.js';
import { logonUnit, sessionUnit, WINDOWS_SESSIONS, type EvaluatedUnit } from '../detection/evaluated-unit.js';
import { KeptScores, scoreColumns, type ScoreColumns } from '../detection/kept-scores.js';
import { readSessionScores } from '../detection/session-scores.js';
import type { ReportOptions } from './report-options.js';

/** Alerts a day, and the seed of intervals, as `evaluate` has them when nobody says otherwise. */
const EVALUATED = { budget: 100, seed: 1 };
/** In memory: the database itself is only read. */
const TABLE = 'memory.session_scores';

/**
 * Reads the scores that a report is given, and compares them with the red team of its database, if it has one.
 *
 * @throws CmscError as `runEvaluate` does.
 */
export async function readCampaignScores(
  database: SourceDatabase,
  { database: path, scores, signal }: ReportOptions,
): Promise<CampaignScores | undefined> {
  if (scores === undefined) return undefined;
  return withCopies([scores], signal, async ([file = scores]) => {
    const name = nameOfInput(scores);
    await checkScoreFile(file, scores, signal);
    const files = await TableFiles.open([file], {
      table: 'scores',
      names: [name],
      ...(signal && { signal }),
    });
    try {
      const ask = askOf(database);
      const tuples = await redTeamOf(database);
      const sessions = sessionUnit(path, (await isOfWindows(ask)) ? WINDOWS_SESSIONS : undefined);
      const unit = unitOf(files.columns, tuples, sessions, name);
      const [[labels] = []] = await ask(`SELECT count(*) FROM ledger WHERE source = 'labels'`);
      const columns = scoreColumns(unit, files.columns, name);
      const table = unit.sessions !== undefined ? await sessionTable(database, file) : undefined;
      const facts = { path: name, unit: unit.name, names: columns.scores, table };
      return { ...facts, ...(await judged(files, unit, columns, Number(labels) > 0, name)) };
    } finally {
      await files.close();
    }
  });
}

async function redTeamOf(database: SourceDatabase): Promise<RedTeamEvent[]> {
  const { rows } = await database.rows(
    'SELECT attack_time, src_user, src_machine, dst_machine FROM redteam ORDER BY tuple_id',
  );
  return (rows as [number, string, string, string][]).map(
    ([attack_time, src_user, src_machine, dst_machine]) => ({
      attack_time,
      src_user,
      src_machine,
      dst_machine,
    }),
  );
}

/**
 * What the rows of a file are about, by its columns.
 *
 * @throws CmscError MISSING_COLUMN (usage) when nothing is named by them.
 */
function unitOf(
  columns: readonly string[],
  tuples: readonly RedTeamEvent[],
  sessions: EvaluatedUnit,
  file: string,
): EvaluatedUnit {
  const names = columns.map((name) => name.toLowerCase());
  if (names.includes('session_id')) return sessions;
  const has = ({ timeColumn, key }: Protocol) => [timeColumn, ...key].every((name) => names.includes(name));
  const protocol = Object.values(PROTOCOLS).find(has);
  if (protocol) return logonUnit(protocol, { tuples });
  throw new CmscError('usage', 'MISSING_COLUMN', 'has no columns that name sessions or logons', {
    file,
    hint: 'give what cmsc score wrote of this database: session_id, and a column for each detector',
  });
}

async function sessionTable(database: SourceDatabase, file: string): Promise<string> {
  await readSessionScores(file, { ask: askOf(database), sessions: 'sessions', table: TABLE });
  return TABLE;
}

async function judged(
  files: TableFiles,
  unit: EvaluatedUnit,
  columns: ScoreColumns,
  hasRedTeam: boolean,
  name: string,
): Promise<Pick<CampaignScores, 'units' | 'positives' | 'detectors'>> {
  if (!hasRedTeam) {
    const [[units] = []] = await files.rows('SELECT count(*) FROM input');
    return { units: Number(units), positives: 0, detectors: [] };
  }
  const kept = await KeptScores.make(files, columns, unit, name);
  const detectors: ScoredDetector[] = [];
  for await (const { name, metrics, curves } of evaluateColumns(kept, columns.scores, EVALUATED))
    detectors.push({ name, curves: curves(), metrics });
  return { ...(await kept.counts()), detectors };
}
