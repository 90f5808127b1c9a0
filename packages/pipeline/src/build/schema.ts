/** Version of the tables of a built database. It goes up when a table or column changes its meaning or goes away. */
export const SCHEMA_VERSION = 1;

/**
 * The tables of small facts. The large ones are made of the rows that fill them: sessions, open_sessions, process_runs,
 * session_processes, flows, dns.
 */
export const FIXED_TABLES: readonly string[] = [
  `CREATE TABLE redteam (tuple_id INTEGER, attack_time INTEGER, src_user VARCHAR, src_machine VARCHAR, dst_machine VARCHAR,
    rows INTEGER, match VARCHAR, fate VARCHAR, exact_rows INTEGER, origin_rows INTEGER, sessions INTEGER,
    reason_codes VARCHAR[], reasons VARCHAR[])`,
  `CREATE TABLE red_team_matches (tuple_id INTEGER, session_id BIGINT)`,
  `CREATE TABLE activity (source VARCHAR, hour INTEGER, rows BIGINT, starts BIGINT, ends BIGINT)`,
  `CREATE TABLE anomalies (kind VARCHAR, source VARCHAR, reason VARCHAR, time INTEGER, key VARCHAR[])`,
  `CREATE TABLE ledger (source VARCHAR, name VARCHAR, value BIGINT)`,
  `CREATE TABLE inputs (format VARCHAR, path VARCHAR, bytes BIGINT, sha256 VARCHAR, rows BIGINT, complete BOOLEAN)`,
  `CREATE TABLE options (name VARCHAR, value VARCHAR)`,
  `CREATE TABLE meta (schema_version INTEGER, cmsc_version VARCHAR)`,
];

/** The columns that `open_sessions` does not have: what sessions without an end have no value for. */
export const NOT_OF_OPEN: readonly string[] = ['end_time', 'duration', 'logoffs'];

/** The table of process runs where there is no proc file. */
export const NO_PROCESS_RUNS = `CREATE TABLE process_runs (run_id BIGINT, user_domain VARCHAR, computer VARCHAR,
  process_name VARCHAR, start_time INTEGER, end_time INTEGER, duration INTEGER, starts INTEGER, ends INTEGER)`;

/**
 * Which complete sessions each tuple lies in: those with its time among their attack times and its source in them. Lists are taken
 * apart one by one: a session may hold a hundred thousand attacks from as many sources.
 */
export function redTeamMatchesSql(key: readonly string[]): string {
  const sources = key.includes('src_machine') ? 'src_machine' : 'unnest(origins)';
  return `INSERT INTO red_team_matches
    SELECT tuple_id, session_id FROM redteam r
    JOIN (SELECT session_id, dst_user, dst_machine, unnest(attack_times) AS time FROM sessions WHERE label = 1) s
      ON s.time = r.attack_time AND s.dst_user = r.src_user AND s.dst_machine = r.dst_machine
    SEMI JOIN (SELECT session_id, ${sources} AS source FROM sessions WHERE label = 1) o
      ON o.session_id = s.session_id AND o.source = r.src_machine
    ORDER BY tuple_id, session_id`;
}
