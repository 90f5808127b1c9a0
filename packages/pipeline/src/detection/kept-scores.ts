import { CmscError, sqlIdentifier, sqlLiteral } from '@cmsc/core';
import type { AccountDay, Protocol } from '@cmsc/detection';
import type { RedTeamIndex } from '@cmsc/labeling';
import { FILE_NUMBER, type NumberBatch, type TableFiles } from '@cmsc/store';

/** Columns of these names give the answer away: no score has one of them. */
const ANSWERS = ['label', 'red', 'attack', 'malicious'];
const DAY = 86_400;
const ATTACKS_AT_ONCE = 1000;

/** Scores of a detector, told by names of columns, whatever their order. */
export interface ScoreColumns {
  /** The columns of the protocol's key. */
  key: readonly string[];
  /** All others. */
  scores: readonly string[];
}

/**
 * Sorts out which columns are the key and which are scores.
 *
 * @throws CmscError MISSING_COLUMN (usage) without one of the key's columns or any score; ANSWER_GIVEN (data) when a column gives away
 * what is to be found.
 */
export function scoreColumns(protocol: Protocol, columns: readonly string[], file: string): ScoreColumns {
  const key = [protocol.timeColumn, ...protocol.key];
  const missing = key.filter((name) => !columns.includes(name));
  if (missing.length > 0)
    throw new CmscError(
      'usage',
      'MISSING_COLUMN',
      `has no column ${missing.join(', ')}, by which ${protocol.name} names a unit`,
      {
        file,
        hint: `its columns are ${columns.join(', ')}; choose the protocol that it was made for, or name its columns ${key.join(', ')}`,
      },
    );
  const scores = columns.filter((name) => !key.includes(name));
  if (scores.length === 0)
    throw new CmscError('usage', 'MISSING_COLUMN', 'has no column with scores', {
      file,
      hint: 'add one besides the key',
    });
  const answer = scores.find((name) => ANSWERS.includes(name.toLowerCase()));
  if (answer !== undefined)
    throw new CmscError('data', 'ANSWER_GIVEN', `has a column ${answer}: scores are made without labels`, {
      file,
      hint: 'leave that column away, and make sure that the detector has not seen it',
    });
  return { key, scores };
}

/** Scores with their labels, kept on disk in the form in which metrics are taken from them. */
export class KeptScores {
  readonly #files: TableFiles;
  readonly #columns: ScoreColumns;
  readonly #protocol: Protocol;

  private constructor(files: TableFiles, columns: ScoreColumns, protocol: Protocol) {
    this.#files = files;
    this.#columns = columns;
    this.#protocol = protocol;
  }

  /**
   * Reads all scores once, and labels them.
   *
   * @throws CmscError BAD_SCORE (data) for a key without a time, or a score that is no finite number.
   */
  static async make(
    files: TableFiles,
    columns: ScoreColumns,
    protocol: Protocol,
    redteam: RedTeamIndex,
    path: string,
  ): Promise<KeptScores> {
    const kept = new KeptScores(files, columns, protocol);
    await kept.#writeAttacks(redteam);
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

  /** Number of distinct red-team tuples that a unit meets. */
  async tuplesMet(): Promise<number> {
    const [row] = await this.#files.rows(
      `SELECT coalesce(sum(tuples), 0) FROM kept.attacks SEMI JOIN (FROM kept.scores WHERE positive) USING (${names(this.#columns.key)})`,
    );
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
    const sql = `SELECT day, max(${sqlIdentifier(score)}), count(*) FILTER (positive) FROM kept.scores GROUP BY day, ${sqlIdentifier(this.#protocol.account)}`;
    for await (const { length, columns } of this.#files.numbers(sql)) {
      const [day, highest, positives] = columns as [Float64Array, Float64Array, Float64Array];
      for (let row = 0; row < length; row++)
        found.push({ day: day[row]!, score: highest[row]!, positives: positives[row]! });
    }
    return found;
  }

  /** The columns of the key of all units, as text, in the order of the files: for their digest. */
  async *keys(): AsyncGenerator<string[][]> {
    yield* this.#files.texts(`SELECT ${names(this.#columns.key)} FROM kept.scores`);
  }

  /** The red team's tuples as keys of units: one for those that are the same unit, with how many they are. */
  async #writeAttacks({ tuples }: RedTeamIndex): Promise<void> {
    const { timeColumn, key, unitSeconds } = this.#protocol;
    const ofRedTeam = { src_user: 'src_user', dst_user: 'src_user' } as Record<string, string>;
    await this.#files.run(
      'CREATE TABLE kept.tuples (attack_time BIGINT, src_user VARCHAR, src_machine VARCHAR, dst_machine VARCHAR)',
    );
    for (let from = 0; from < tuples.length; from += ATTACKS_AT_ONCE)
      await this.#files.run(
        `INSERT INTO kept.tuples VALUES ${tuples
          .slice(from, from + ATTACKS_AT_ONCE)
          .map(
            (tuple) =>
              `(${tuple.attack_time}, ${sqlLiteral(tuple.src_user)}, ${sqlLiteral(tuple.src_machine)}, ${sqlLiteral(tuple.dst_machine)})`,
          )
          .join(', ')}`,
      );
    const columns = key.map((column) => `${ofRedTeam[column] ?? column} AS ${sqlIdentifier(column)}`);
    await this.#files.run(
      `CREATE TABLE kept.attacks AS SELECT attack_time // ${unitSeconds} AS ${sqlIdentifier(timeColumn)}, ${columns.join(', ')}, count(*) AS tuples FROM kept.tuples GROUP BY ALL`,
    );
  }

  async #keep(): Promise<void> {
    const { timeColumn, key, unitSeconds } = this.#protocol;
    const { scores } = this.#columns;
    const time = `TRY_CAST(${sqlIdentifier(timeColumn)} AS BIGINT)`;
    const keyColumns = key.map((column) => `${sqlIdentifier(column)}::VARCHAR AS ${sqlIdentifier(column)}`);
    const numbers = scores.map(
      (score) => `TRY_CAST(${sqlIdentifier(score)} AS DOUBLE) AS ${sqlIdentifier(score)}`,
    );
    await this.#files.run(`CREATE TABLE kept.scores AS
      SELECT units.*, units.${sqlIdentifier(timeColumn)} * ${unitSeconds} // ${DAY} AS day, attacks.tuples IS NOT NULL AS positive
      FROM (SELECT ${FILE_NUMBER}, ${time} AS ${sqlIdentifier(timeColumn)}, ${[...keyColumns, ...numbers].join(', ')} FROM input) AS units
      LEFT JOIN kept.attacks USING (${names(this.#columns.key)})`);
  }

  async #check(file: string): Promise<void> {
    const { key, scores } = this.#columns;
    const { timeColumn } = this.#protocol;
    const conditions = [
      `${sqlIdentifier(timeColumn)} IS NULL`,
      ...scores.map((score) => `${sqlIdentifier(score)} IS NULL OR NOT isfinite(${sqlIdentifier(score)})`),
    ];
    const columns = [...conditions.map((condition) => `(${condition})`), ...key.map(sqlIdentifier)];
    const [bad] = await this.#files.rows(
      `SELECT ${columns.join(', ')} FROM kept.scores WHERE ${conditions.join(' OR ')} LIMIT 1`,
    );
    if (!bad) return;
    const at = bad.slice(conditions.length).map(String).join(',');
    const score = scores[bad.slice(1).findIndex(Boolean)] ?? '';
    const what =
      bad[0] === true
        ? `a unit has no whole number as its ${timeColumn}`
        : `the score ${score} of a unit is no finite number`;
    throw new CmscError('data', 'BAD_SCORE', what, {
      file,
      text: at,
      hint: 'give every unit a number, the higher the more suspicious',
    });
  }
}

function names(columns: readonly string[]): string {
  return columns.map(sqlIdentifier).join(', ');
}
