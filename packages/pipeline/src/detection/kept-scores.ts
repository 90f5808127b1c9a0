import { CmscError, sqlIdentifier } from '@cmsc/core';
import type { AccountDay } from '@cmsc/detection';
import { FILE_NUMBER, type NumberBatch, type TableFiles } from '@cmsc/store';
import { namesSql, type EvaluatedUnit } from './evaluated-unit.js';
import { otherSessionsSql } from './session-scores.js';
import {
  isRowNumber,
  nameSql,
  noScoreSql,
  OTHER_UNITS,
  otherUnits,
  scoreSql,
  wholeSql,
} from './score-values.js';

/** Columns of these names give the answer away: no score has one of them. */
const ANSWERS =
  /^(is_)?(labels?|red|red_?team|attack|attacked|malicious)$|^(y_true|attack_times?|redteam_rows)$/i;

/** Scores of a detector, told by names of columns, whatever their order. */
export interface ScoreColumns {
  /** The columns that name a unit. */
  key: readonly string[];
  /** All others that score. */
  scores: readonly string[];
  /** Those that number the rows, and are left aside. */
  aside: readonly string[];
}

/**
 * Sorts out which columns are the key and which are scores.
 *
 * @throws CmscError MISSING_COLUMN (usage) without one of the key's columns or any score; ANSWER_GIVEN (data) when a column gives away
 * what is to be found.
 */
export function scoreColumns(
  { name, key, others }: EvaluatedUnit,
  columns: readonly string[],
  file: string,
): ScoreColumns {
  const names = columns.map((name) => name.toLowerCase());
  const missing = key.filter((name) => !names.includes(name));
  if (missing.length > 0)
    throw new CmscError(
      'usage',
      'MISSING_COLUMN',
      `has no column ${missing.join(', ')}, by which ${name} names a unit`,
      {
        file,
        hint: `its columns are ${columns.join(', ')}; ${names.includes('session_id') ? 'evaluate sessions with --unit session' : `choose the protocol that it was made for, or name its columns ${key.join(', ')}`}`,
      },
    );
  const beside = new Set([...key, ...others]);
  const left = columns.filter((name) => !beside.has(name.toLowerCase()));
  const [scores, aside] = [left.filter((name) => !isRowNumber(name)), left.filter(isRowNumber)];
  if (scores.length === 0)
    throw new CmscError('usage', 'MISSING_COLUMN', 'has no column with scores', {
      file,
      hint: 'add one besides the key',
    });
  const answer = scores.find((name) => ANSWERS.test(name));
  if (answer !== undefined)
    throw new CmscError('data', 'ANSWER_GIVEN', `has a column ${answer}: scores are made without labels`, {
      file,
      hint: 'leave that column away, and make sure that the detector has not seen it',
    });
  return { key, scores, aside };
}

/** Scores with their labels, kept on disk in the form in which metrics are taken from them. */
export class KeptScores {
  readonly #files: TableFiles;
  readonly #columns: ScoreColumns;
  readonly #unit: EvaluatedUnit;

  private constructor(files: TableFiles, columns: ScoreColumns, unit: EvaluatedUnit) {
    this.#files = files;
    this.#columns = columns;
    this.#unit = unit;
  }

  /**
   * Reads all scores once, and labels them.
   *
   * @throws CmscError BAD_SCORE (data) for a key without a time, or a score that is no finite number.
   */
  static async make(
    files: TableFiles,
    columns: ScoreColumns,
    unit: EvaluatedUnit,
    path: string,
  ): Promise<KeptScores> {
    const kept = new KeptScores(files, columns, unit);
    await unit.prepare(files);
    await kept.#keep();
    await kept.#check(path);
    return kept;
  }

  /** Number of units, and of those that are positive. */
  async counts(): Promise<{ units: number; positives: number }> {
    const [row] = await this.#files.rows('SELECT count(*), count(*) FILTER (positive) FROM kept.scores');
    return { units: Number(row?.[0]), positives: Number(row?.[1]) };
  }

  /** Number of units in each file. */
  async unitsByFile(files: number): Promise<number[]> {
    const units = new Array<number>(files).fill(0);
    const sql = `SELECT ${FILE_NUMBER}, count(*) FROM kept.scores GROUP BY ALL`;
    for (const [file, count] of await this.#files.rows(sql)) units[Number(file)] = Number(count);
    return units;
  }

  /** Of units of which each is there once at most: those that are there again, and the key of one; undefined when none is. */
  async repeated(): Promise<{ units: number; key: string } | undefined> {
    if (!this.#unit.isDistinct) return undefined;
    const key = namesSql(this.#columns.key);
    // Hashes first: they take little room, and few keys are left then.
    const [row] = await this.#files.rows(
      `SELECT count(*) OVER (), ${key} FROM kept.scores
        WHERE hash(${key}) IN (SELECT hash(${key}) FROM kept.scores GROUP BY ALL HAVING count(*) > 1)
        GROUP BY ${key} HAVING count(*) > 1 ORDER BY ${key} LIMIT 1`,
    );
    return row && { units: Number(row[0]), key: row.slice(1).map(String).join(',') };
  }

  /** Number of distinct red-team tuples that a unit meets. */
  async tuplesMet(): Promise<number> {
    const [row] = await this.#files.rows(this.#unit.tuplesMet);
    return Number(row?.[0]);
  }

  /** The score of each unit, whether it is positive, and its day. */
  units(score: string): AsyncGenerator<NumberBatch> {
    return this.#files.numbers(`SELECT ${sqlIdentifier(score)}, positive, day FROM kept.scores`);
  }

  /** The scores of the units that are not positive. */
  negatives(score: string): AsyncGenerator<NumberBatch> {
    return this.#files.numbers(`SELECT ${sqlIdentifier(score)} FROM kept.scores WHERE NOT positive`);
  }

  /** Accounts by day, with their highest score and their positives. */
  async accountDays(score: string): Promise<AccountDay[]> {
    const found: AccountDay[] = [];
    const sql = `SELECT day, max(${sqlIdentifier(score)}), count(*) FILTER (positive) FROM kept.scores GROUP BY day, account`;
    for await (const { length, columns } of this.#files.numbers(sql)) {
      const [day, highest, positives] = columns as [Float64Array, Float64Array, Float64Array];
      for (let row = 0; row < length; row++)
        found.push({ day: day[row]!, score: highest[row]!, positives: positives[row]! });
    }
    return found;
  }

  /** The columns of the key of all units, as text, in the order of the files: for their digest. */
  async *keys(): AsyncGenerator<string[][]> {
    yield* this.#files.texts(`SELECT ${namesSql(this.#columns.key)} FROM kept.scores`);
  }

  async #keep(): Promise<void> {
    const [number = '', ...names] = this.#unit.key;
    const values = [wholeSql(number), ...names.map(nameSql), ...this.#columns.scores.map(scoreSql)];
    await this.#files.run(`CREATE TABLE kept.scores AS
      WITH units AS (SELECT ${FILE_NUMBER}, ${values.join(', ')} FROM input) ${this.#unit.answers}`);
  }

  async #check(file: string): Promise<void> {
    const { key, scores } = this.#columns;
    const [number = ''] = key;
    const conditions = [`${sqlIdentifier(number)} IS NULL`, 'positive IS NULL', ...scores.map(noScoreSql)];
    const columns = [...conditions.map((condition) => `(${condition})`), ...key.map(sqlIdentifier)];
    const [bad] = await this.#files.rows(
      `SELECT ${columns.join(', ')} FROM kept.scores WHERE ${conditions.join(' OR ')} LIMIT 1`,
    );
    if (!bad) return this.#checkSessions(file);
    const at = bad.slice(conditions.length).map(String).join(',');
    const score = scores[bad.slice(2).findIndex(Boolean)] ?? '';
    if (bad[0] !== true && bad[1] === true) throw this.#otherUnits(file, at, OTHER_UNITS.unknown);
    const [what, hint] =
      bad[0] === true
        ? [`a unit has no whole number as its ${number}`, `write ${number} as the data has it`]
        : [
            `the score ${score} of a unit is no finite number`,
            'give every unit a number, the higher the more suspicious',
          ];
    throw new CmscError('data', 'BAD_SCORE', what, { file, text: at, hint });
  }

  /** A session has one score, and is the one that the database has under its number. */
  async #checkSessions(file: string): Promise<void> {
    const { sessions } = this.#unit;
    if (sessions === undefined) return;
    const repeated = await this.repeated();
    if (repeated) throw this.#otherUnits(file, repeated.key, OTHER_UNITS.twice);
    const ask = (sql: string): Promise<unknown[][]> => this.#files.rows(sql);
    const [other] = await ask(`${await otherSessionsSql('input', { ask, sessions })} LIMIT 1`);
    if (other) throw this.#otherUnits(file, other.map(String).join(','), OTHER_UNITS.other);
  }

  #otherUnits(file: string, text: string, what: string): CmscError {
    const hint = 'score each once, of the database that is given';
    return otherUnits(file, this.#unit.name, what, text, hint);
  }
}
