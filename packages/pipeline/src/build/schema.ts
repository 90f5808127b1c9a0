/** Version of the tables of a built database. It goes up when a table or column changes its meaning or goes away. */
export const SCHEMA_VERSION = 1;

/** The tables whose columns do not depend on the options of a build. */
export const FIXED_TABLES: readonly string[] = [
  `CREATE TABLE session_processes (session_id BIGINT, position INTEGER, time INTEGER, gap INTEGER, process_name VARCHAR)`,
  `CREATE TABLE redteam (tuple_id INTEGER, attack_time INTEGER, src_user VARCHAR, src_machine VARCHAR, dst_machine VARCHAR,
    rows INTEGER, match VARCHAR, fate VARCHAR, exact_rows INTEGER, origin_rows INTEGER, sessions INTEGER,
    reason_codes VARCHAR[], reasons VARCHAR[])`,
  `CREATE TABLE red_team_matches (tuple_id INTEGER, session_id BIGINT)`,
  `CREATE TABLE activity (source VARCHAR, hour INTEGER, rows BIGINT, starts BIGINT, ends BIGINT)`,
  `CREATE TABLE anomalies (kind VARCHAR, source VARCHAR, reason VARCHAR, time INTEGER, key VARCHAR[])`,
  `CREATE TABLE ledger (source VARCHAR, name VARCHAR, value BIGINT)`,
  `CREATE TABLE inputs (format VARCHAR, path VARCHAR, bytes BIGINT, sha256 VARCHAR, rows BIGINT)`,
  `CREATE TABLE options (name VARCHAR, value VARCHAR)`,
  `CREATE TABLE meta (schema_version INTEGER, cmsc_version VARCHAR)`,
];

/** The table of process runs where there is no proc file. */
export const NO_PROCESS_RUNS = `CREATE TABLE process_runs (run_id BIGINT, user_domain VARCHAR, computer VARCHAR,
  process_name VARCHAR, start_time INTEGER, end_time INTEGER, duration INTEGER, starts INTEGER, ends INTEGER)`;

/** Columns of flows and dns in SQL, from rows whose values are text. Hosts of the red team are marked. */
export const NETWORK_SELECTS = {
  flows: `time, duration::BIGINT AS duration, src_machine, src_port, dst_machine, dst_port, protocol,
    packets::BIGINT AS packets, bytes::BIGINT AS bytes,
    src_machine IN (SELECT name FROM redteam_hosts) OR dst_machine IN (SELECT name FROM redteam_hosts) AS redteam_host`,
  dns: `time, src_machine, resolved_machine,
    src_machine IN (SELECT name FROM redteam_hosts) OR resolved_machine IN (SELECT name FROM redteam_hosts) AS redteam_host`,
} as const;

/** The machines that the red team came from or went to. */
export const REDTEAM_HOSTS = `CREATE TEMP TABLE redteam_hosts AS
  SELECT src_machine AS name FROM redteam UNION SELECT dst_machine FROM redteam`;

/** Which complete sessions each tuple lies in, by the rule of @cmsc/labeling. */
export function redTeamMatchesSql(key: readonly string[]): string {
  const source = key.includes('src_machine')
    ? 's.src_machine = r.src_machine'
    : 'list_contains(s.origins, r.src_machine)';
  return `INSERT INTO red_team_matches
    SELECT tuple_id, session_id FROM redteam r JOIN sessions s
      ON s.dst_user = r.src_user AND s.dst_machine = r.dst_machine AND r.attack_time BETWEEN s.start_time AND s.end_time AND ${source}
    ORDER BY tuple_id, session_id`;
}
