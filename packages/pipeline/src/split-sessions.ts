import { CmscError } from '@cmsc/core';
import { checkSplitPoint, type Part, type SplitPoint } from '@cmsc/sequences';
import type { SourceDatabase } from '@cmsc/store';

/** Where sessions are split in two, and how many there are on either side. */
export interface SplitFacts {
  /** Sessions that have ended before this second are for training; of Windows events a second since 1970. */
  second: number;
  train: number;
  test: number;
  /** Those of them with label 1; null where sessions have no labels, for want of a red team. */
  attackedTrain: number | null;
  attackedTest: number | null;
}

/**
 * The second at which sessions are split.
 *
 * @param database one that `runBuild` made.
 * @param splitAt where its sessions are split.
 * @param where which sessions there are: a condition in SQL.
 * @throws CmscError BAD_OPTION for no such place, and when there is no attack to split at.
 */
export async function splitSecond(
  database: SourceDatabase,
  splitAt: SplitPoint,
  where = 'true',
): Promise<number> {
  checkSplitPoint(splitAt);
  if (typeof splitAt === 'number') return splitAt;
  const sql =
    splitAt === 'first-attack'
      ? 'SELECT min(attack_time) FROM redteam'
      : `SELECT coalesce(quantile_disc(${await endSecondSql(database)}, ${splitAt.percent / 100}) + 1, 0) FROM sessions WHERE ${where}`;
  const { rows } = await database.rows(sql);
  const second = rows[0]?.[0];
  if (typeof second === 'number') return second;
  throw new CmscError(
    'usage',
    'BAD_OPTION',
    'there is no first attack to split at: the database has no red team',
    {
      hint: 'say a second or a percentage, or build it with a red-team file',
    },
  );
}

/**
 * Splits the sessions of a database.
 *
 * @param database one that `runBuild` made.
 * @param splitAt where they are split.
 * @param where which of them there are: a condition in SQL.
 * @throws CmscError as {@link splitSecond} does.
 */
export async function splitSessions(
  database: SourceDatabase,
  splitAt: SplitPoint,
  where: string,
): Promise<SplitFacts> {
  const second = await splitSecond(database, splitAt, where);
  const end = await endSecondSql(database);
  const sides = [partSql('train', second, end), partSql('test', second, end)];
  const all = sides.map((side) => `count(*) FILTER (${side})`);
  const attacked = sides.map((side) => `count(*) FILTER (${side} AND label = 1)`);
  const counts = [...all, ...attacked.map((count) => `if(count(label) < count(*), NULL, ${count})`)];
  const { rows } = await database.rows(`SELECT ${counts.join(', ')} FROM sessions WHERE ${where}`);
  const [train, test, attackedTrain, attackedTest] = rows[0] as [
    number,
    number,
    number | null,
    number | null,
  ];
  return { second, train, test, attackedTrain, attackedTest };
}

/** Which sessions a part has: a condition in SQL. `end` is the second of a session's end, as {@link endSecondSql} has it. */
export function partSql(part: Part, second: number, end: string): string {
  return `${end} ${part === 'train' ? '<' : '>='} ${second}`;
}

/** The second of a session's end, in SQL: sessions of Windows events have a time there. */
export async function endSecondSql(database: SourceDatabase): Promise<string> {
  const { rows } = await database.rows(
    `SELECT data_type FROM duckdb_columns() WHERE database_name = current_database()
     AND table_name = 'sessions' AND column_name = 'end_time'`,
  );
  return rows[0]?.[0] === 'TIMESTAMP' ? 'floor(epoch(end_time))::BIGINT' : 'end_time';
}
