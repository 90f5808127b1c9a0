import { rmSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

/** How large a made-up database is. */
export interface FixtureSize {
  sessions: number;
  users: number;
  computers: number;
  processes: number;
}

/** Large enough for every screen to have something to show, small enough for a test. */
const SMALL: FixtureSize = { sessions: 600, users: 40, computers: 60, processes: 30 };

/** The size that the dashboard has to answer at once on. */
export const LARGE: FixtureSize = {
  sessions: 5_000_000,
  users: 12_425,
  computers: 17_684,
  processes: 60_000,
};

/** Names that a terminal, a CSV file or an SQL text could trip over. The users 1 to 7. */
export const HOSTILE_USERS = [
  'ANONYMOUS LOGON@C586',
  '\u001b[31mRED\u001b[0m@DOM1',
  '漢字ユーザー@DOM1',
  `O'Hara, "Bob" %_\\@DOM1`,
  '\u202egnol\u0007\u009b2J@DOM1',
  'U*?@DOM1',
  '👩‍👩‍👧‍👦 family\r\nname@?',
];

/** Makes the database at `path`: the same one for the same size, every time. */
export async function buildFixture(path: string, size: FixtureSize = SMALL): Promise<void> {
  rmSync(path, { force: true });
  const instance = await DuckDBInstance.create(path, { threads: '2', memory_limit: '2GB' });
  const connection = await instance.connect();
  for (const statement of fixtureSql(size)) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

// Deterministic and well spread: `i` is the row, `salt` the purpose, the result lies in 0 … m − 1.
const PICK = `CREATE TEMP MACRO pick(i, salt, m) AS
  (((i::BIGINT + 1) * 2654435761 + salt * 2246822519) % 4294967291 * 48271 % 2147483647) % m`;

const text = (value: string) => `'${value.replaceAll("'", "''")}'`;

function fixtureSql(size: FixtureSize): string[] {
  return [
    PICK,
    ...sessionSql(size),
    ...redTeamSql(),
    ...processSql(size),
    ...trafficSql(size),
    ...ledgerSql(),
    'CHECKPOINT',
  ];
}

function sessionSql({ sessions, users, computers }: FixtureSize): string[] {
  const hostile = HOSTILE_USERS.map((name, row) => `WHEN ${row + 1} THEN ${text(name)}`).join(' ');
  const attackedEvery = Math.max(50, Math.floor(sessions / 700));
  return [
    `CREATE TEMP MACRO user_name(u) AS CASE u ${hostile} ELSE 'U' || u || '@DOM1' END`,
    `CREATE TEMP TABLE raw AS SELECT i,
       user_name((pick(i, 1, 1000) / 1000.0 * pick(i, 2, 1000) / 1000.0 * ${users})::INTEGER) AS dst_user,
       'C' || (pick(i, 3, 1000) / 1000.0 * pick(i, 4, ${computers}))::INTEGER AS dst_machine,
       pick(i, 5, 5011000)::INTEGER AS start_time,
       CASE WHEN pick(i, 6, 4) = 0 THEN 0 ELSE exp(pick(i, 7, 1000) / 95.0)::INTEGER END AS duration,
       1 + pick(i, 8, 4)::INTEGER AS logons, 1 + pick(i, 9, 3)::INTEGER AS logoffs,
       list_sort(list_distinct(list_transform(range(1 + pick(i, 10, 3)),
         lambda k: 'C' || pick(i + k * 7, 11, ${computers})))) AS origins,
       (i % ${attackedEvery} = 7)::INTEGER AS label
     FROM range(${sessions}) t(i)`,
    `CREATE TABLE sessions AS SELECT row_number() OVER (ORDER BY dst_user, dst_machine, start_time, i) AS session_id,
       dst_user, dst_machine, start_time, start_time + duration AS end_time, duration, logons, logoffs,
       CASE WHEN label = 1 THEN list_sort(list_append(origins, 'C17693')) ELSE origins END AS origins, label,
       CASE WHEN label = 1 THEN [start_time + duration // 2] ELSE []::INTEGER[] END AS attack_times
     FROM raw ORDER BY dst_user, dst_machine, start_time, i`,
    'DROP TABLE raw',
    `CREATE TABLE open_sessions AS SELECT dst_user, dst_machine, end_time + 5 AS start_time, 1 AS logons, origins,
       0 AS label, []::INTEGER[] AS attack_times FROM sessions WHERE session_id % 97 = 3 ORDER BY session_id`,
  ];
}

function redTeamSql(): string[] {
  return [
    `CREATE TABLE redteam AS SELECT row_number() OVER (ORDER BY fate_order, session_id)::INTEGER AS tuple_id, * EXCLUDE (fate_order, session_id) FROM (
       SELECT 1 AS fate_order, session_id, attack_times[1] AS attack_time, dst_user AS src_user,
         'C17693' AS src_machine, dst_machine, 1 + (session_id % 5 = 0)::INTEGER AS rows, 'exact' AS match,
         'session' AS fate, 1 AS exact_rows, 1 AS origin_rows, 1 AS sessions,
         []::VARCHAR[] AS reason_codes, []::VARCHAR[] AS reasons FROM sessions WHERE label = 1
       UNION ALL SELECT 2, 1, 150885, 'U66@DOM1', 'C17693', 'C529', 1, 'exact', 'event', 1, 1, 0,
         ['ORPHAN'], ['its logon was never followed by a logoff of that key']
       UNION ALL SELECT 2, 2, 635015, 'U737@DOM1', 'C19932', 'C1', 1, 'exact', 'open', 1, 1, 0,
         ['OPEN'], ['the session was still open at the end of the input']
       UNION ALL SELECT 2, 3, 2557047, 'U1@C3', 'C18025', 'C3', 2, 'none', 'nowhere', 0, 0, 0,
         ['NO_ROW'], ['no auth row has this time, user and source'])`,
    `CREATE TABLE red_team_matches AS SELECT tuple_id, session_id FROM redteam JOIN sessions
       ON label = 1 AND attack_times[1] = attack_time AND src_user = dst_user
         AND redteam.dst_machine = sessions.dst_machine WHERE fate = 'session' ORDER BY ALL`,
  ];
}

function processSql({ processes }: FixtureSize): string[] {
  return [
    `CREATE TABLE session_processes AS SELECT session_id, k::INTEGER AS position,
       (start_time + duration * (k - 1) // 4)::INTEGER AS time,
       (CASE WHEN k = 1 THEN 0 ELSE duration // 4 END)::INTEGER AS gap,
       'P' || (pick(session_id, 20 + k, 1000) / 1000.0 * pick(session_id, 30 + k, ${processes}))::INTEGER AS process_name
     FROM sessions, range(1, 5) p(k) WHERE session_id % 3 <> 0 AND (k < 4 OR session_id % 5 = 0)
     ORDER BY session_id, position`,
    `CREATE TABLE process_runs AS SELECT row_number() OVER (ORDER BY user_domain, computer, process_name, start_time) AS run_id, *
     FROM (SELECT dst_user AS user_domain, dst_machine AS computer, process_name, time AS start_time,
       time + 7 * position AS end_time, 7 * position AS duration, 1 AS starts, 1 AS ends
       FROM session_processes JOIN sessions USING (session_id) WHERE position < 4)
     ORDER BY user_domain, computer, process_name, start_time`,
  ];
}

function trafficSql({ computers }: FixtureSize): string[] {
  const computer = (salt: number) => `'C' || pick(i, ${salt}, ${computers})`;
  return [
    `CREATE TABLE flows AS SELECT * FROM (SELECT pick(i, 50, 5011000)::INTEGER AS time, pick(i, 51, 900)::BIGINT AS duration,
       ${computer(52)} AS src_machine, 'N' || pick(i, 53, 99) AS src_port, ${computer(54)} AS dst_machine,
       '443' AS dst_port, '6' AS protocol, 1 + pick(i, 55, 9)::BIGINT AS packets, 46 * pick(i, 56, 99)::BIGINT AS bytes,
       i % 97 = 0 AS redteam_host FROM range(40000) t(i)) ORDER BY ALL`,
    `CREATE TABLE dns AS SELECT * FROM (SELECT pick(i, 60, 5011000)::INTEGER AS time, ${computer(61)} AS src_machine,
       ${computer(62)} AS resolved_machine, i % 89 = 0 AS redteam_host FROM range(60000) t(i)) ORDER BY ALL`,
  ];
}

function ledgerSql(): string[] {
  const count = (sql: string) => `(SELECT count(*) FROM ${sql})::BIGINT`;
  return [
    `CREATE TABLE activity AS SELECT 'auth' AS source, start_time // 3600 AS hour, (count(*) * 3)::BIGINT AS rows,
       count(*)::BIGINT AS starts, count(*)::BIGINT AS ends FROM sessions GROUP BY hour
     UNION ALL SELECT 'proc', time // 3600, count(*), count(*), 0 FROM session_processes GROUP BY ALL ORDER BY ALL`,
    `CREATE TABLE anomalies AS SELECT 'orphan end' AS kind, 'auth' AS source, 'nothing had started it' AS reason,
       start_time AS time, [dst_user, dst_machine] AS key FROM sessions WHERE session_id % 61 = 0 LIMIT 100`,
    `CREATE TABLE ledger AS SELECT * FROM (SELECT ${count('sessions')} AS s, ${count('open_sessions')} AS o,
         ${count('redteam')} AS t, ${count("redteam WHERE fate = 'session'")} AS i) AS c,
       LATERAL (VALUES ('auth', 'rows', s * 3 + o), ('auth', 'starts', s + o), ('auth', 'ends', s + s // 2),
         ('auth', 'other', s - s // 2), ('auth', 'filtered', 0::BIGINT), ('auth', 'rejected', 0::BIGINT),
         ('auth', 'keys', s // 3), ('auth', 'sessions', s), ('auth', 'zeroLength', s // 4),
         ('auth', 'repeatedStarts', 0::BIGINT), ('auth', 'extendingEnds', s // 4), ('auth', 'orphanEnds', s // 2 - s // 4),
         ('auth', 'open', o), ('labels', 'redteamRows', t + 1), ('labels', 'distinct', t),
         ('labels', 'matchedExact', t - 1), ('labels', 'matchedOrigin', 0::BIGINT), ('labels', 'unmatched', 1::BIGINT),
         ('labels', 'inSession', i), ('labels', 'inOpenSession', 1::BIGINT), ('labels', 'withoutSession', 1::BIGINT),
         ('labels', 'nowhere', 1::BIGINT), ('labels', 'attackedSessions', i)) AS v(source, name, value)`,
    `CREATE OR REPLACE TABLE ledger AS SELECT source, name, value FROM ledger`,
    `CREATE TABLE inputs AS SELECT * FROM (VALUES
       ('auth', 'data/auth.txt.gz', 7626505158::BIGINT, repeat('a1', 32), 1051430459::BIGINT),
       ('redteam', 'data/redteam.txt.gz', 4846, repeat('b2', 32), 749)) AS v(format, path, bytes, sha256, rows)`,
    `CREATE TABLE options AS SELECT * FROM (VALUES ('key', '["dst_user","dst_machine"]'), ('preset', '"destination"'), ('ties', '"pair"')) AS v(name, value)`,
    `CREATE TABLE meta AS SELECT 1 AS schema_version, '0.1.0' AS cmsc_version`,
  ];
}
