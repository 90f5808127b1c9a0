import { sqlIdentifier, sqlLiteral, sqlPathLiteral, type RedTeamEvent } from '@cmsc/core';
import type { Protocol } from '@cmsc/detection';
import type { TableFiles } from '@cmsc/store';
import { BESIDE_SCORES } from './session-scores.js';

const DAY = 86_400;
const ATTACKS_AT_ONCE = 1000;

/** What a row of scores is about, and how it is known which of them are attacks. */
export interface EvaluatedUnit {
  /** What it is called, in messages and the report. */
  name: string;
  /** The columns of the scores that name a unit: a whole number first, then names. */
  key: readonly string[];
  /** Columns that may stand beside, and are no scores. */
  others: readonly string[];
  /** Whether each is there once at most. */
  isDistinct: boolean;
  /** SQL: the table of sessions of which each is one; undefined for rows of auth. */
  sessions?: string;
  /** Makes what the answers come from, in the database `kept`. */
  prepare(files: TableFiles): Promise<void>;
  /** SQL: `units` with `day`, `account` and whether it is `positive`; of a unit that is none all three are empty. */
  answers: string;
  /** SQL: number of distinct red-team tuples that the positive units in `kept.scores` meet. */
  tuplesMet: string;
}

/** Logons, as a protocol makes units of them. */
export function logonUnit(
  protocol: Protocol,
  { tuples }: { tuples: readonly RedTeamEvent[] },
): EvaluatedUnit {
  const { timeColumn, key: names, unitSeconds, account, isDistinct = false } = protocol;
  const key = [timeColumn, ...names];
  const time = sqlIdentifier(timeColumn);
  const columns = names.map((name) => `${name === 'dst_user' ? 'src_user' : name} AS ${sqlIdentifier(name)}`);
  return {
    name: protocol.name,
    key,
    others: [],
    isDistinct,
    async prepare(files) {
      await files.run(
        'CREATE TABLE kept.tuples (attack_time BIGINT, src_user VARCHAR, src_machine VARCHAR, dst_machine VARCHAR)',
      );
      for (let from = 0; from < tuples.length; from += ATTACKS_AT_ONCE)
        await files.run(
          `INSERT INTO kept.tuples VALUES ${tuples
            .slice(from, from + ATTACKS_AT_ONCE)
            .map(tupleSql)
            .join(', ')}`,
        );
      // Several tuples may be one unit.
      await files.run(`CREATE TABLE kept.attacks AS
        SELECT attack_time // ${unitSeconds} AS ${time}, ${columns.join(', ')}, count(*) AS tuples FROM kept.tuples GROUP BY ALL`);
    },
    answers: `SELECT units.*, units.${time} * ${unitSeconds} // ${DAY} AS day, units.${sqlIdentifier(account)} AS account,
        attacks.tuples IS NOT NULL AS positive
      FROM units LEFT JOIN kept.attacks USING (${namesSql(key)})`,
    tuplesMet: `SELECT coalesce(sum(tuples), 0) FROM kept.attacks SEMI JOIN (FROM kept.scores WHERE positive) USING (${namesSql(key)})`,
  };
}

function tupleSql({ attack_time, src_user, src_machine, dst_machine }: RedTeamEvent): string {
  return `(${attack_time}, ${[src_user, src_machine, dst_machine].map(sqlLiteral).join(', ')})`;
}

/** Columns of sessions, in SQL: the second of their start, and whose they are. */
const CMSC_SESSIONS = { second: 's.start_time', account: 's.dst_user' };

/** The same of sessions of Windows events. */
export const WINDOWS_SESSIONS = { second: 'epoch(s.start_time)::BIGINT', account: 's."user"' };

/** Sessions of a built database, which has their labels. */
export function sessionUnit(database: string, { second, account } = CMSC_SESSIONS): EvaluatedUnit {
  return {
    name: 'session',
    key: ['session_id'],
    others: BESIDE_SCORES,
    isDistinct: true,
    sessions: 'answers.sessions',
    prepare: (files) => files.run(`ATTACH ${sqlPathLiteral(database)} AS answers (TYPE duckdb, READ_ONLY)`),
    answers: `SELECT units.*, ${second} // ${DAY} AS day, ${account} AS account, s.label = 1 AS positive
      FROM units LEFT JOIN answers.sessions s USING (session_id)`,
    tuplesMet: `SELECT count(DISTINCT tuple_id) FROM answers.red_team_matches SEMI JOIN kept.scores USING (session_id)`,
  };
}

/** Columns in SQL. */
export function namesSql(columns: readonly string[]): string {
  return columns.map(sqlIdentifier).join(', ');
}
