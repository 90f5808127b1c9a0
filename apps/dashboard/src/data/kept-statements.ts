import { sqlIdentifier } from '@cmsc/core';
import { type Column, isList } from '../lists/column.js';
import { MOST_VALUES, TIME_STEP_SECONDS } from '../lists/frequency-list.js';
import type { FrequencyRef, ListName, PlainRef, Scope } from '../lists/list-ref.js';
import { columnIndex, type ListSpec } from '../lists/list-spec.js';
import type { Facts } from '../lists/facts.js';
import { AROUND_SECONDS, MOST_TRAFFIC } from '../lists/traffic-lists.js';
import { columnOf, type Relation, whereSql } from './relation.js';
import { statement, type Parameters, type Statement } from './statement.js';

/** What the statement of a kept list may draw on. */
interface KeptSource {
  facts: Facts;
  sessionsOf: (scope: Scope | null) => Relation;
}

type Writer = (scope: Scope | null, source: KeptSource, parameters: Parameters) => string;

/** Lists that are counted or joined together first. Each statement gives the columns of the list's spec. */
const WRITERS: Partial<Record<ListName, Writer>> = {
  users: accountsWriter('userColumn'),
  computers: accountsWriter('computerColumn'),
  origins: accountsWriter('originColumn'),
  reached: accountsWriter('computerColumn'),
  redteam: (scope, _, parameters) => redTeamSql(scope, parameters),
  'redteam-users': () => redTeamGroupSql('src_user'),
  'redteam-sources': () => redTeamGroupSql('src_machine'),
  'redteam-destinations': () => redTeamGroupSql('dst_machine'),
  processes: processesSql,
  flows: trafficWriter(
    'flows',
    'time, duration, src_machine, src_port, dst_machine, dst_port, protocol, packets, bytes',
    ['src_machine', 'dst_machine'],
  ),
  dns: trafficWriter('dns', 'time, src_machine, resolved_machine', ['src_machine', 'resolved_machine']),
  inputs: () =>
    `SELECT ${ENTRY}, * FROM (SELECT format, path, rows, bytes, sha256 FROM db.inputs ORDER BY ALL)`,
  ledger: () => `SELECT ${ENTRY}, source, name AS counter, value FROM db.ledger`,
  rejected: () => `SELECT source, rejected, rows, coalesce(rejected / nullif(rows, 0), 0) AS share FROM (
    SELECT source, max(value) FILTER (name = 'rejected') AS rejected, max(value) FILTER (name = 'rows') AS rows
    FROM db.ledger GROUP BY source) WHERE rejected IS NOT NULL`,
  anomalies: () => `SELECT ${ENTRY}, kind, source, reason, time, key FROM db.anomalies`,
  options: () => 'SELECT name, value FROM db.options',
};

const ENTRY = 'row_number() OVER () AS entry';

/**
 * The statement of a list that is kept.
 * @throws Error for one that isn't: a bug
 */
export function keptStatement(
  { list, scope }: PlainRef,
  facts: Facts,
  sessionsOf: KeptSource['sessionsOf'],
): Statement {
  const write = WRITERS[list];
  if (write === undefined) throw new Error(`${list} is not a list that is kept`);
  return statement((parameters) => write(scope, { facts, sessionsOf }, parameters));
}

function accountsWriter(named: 'userColumn' | 'computerColumn' | 'originColumn'): Writer {
  return (scope, { facts, sessionsOf }, parameters) => {
    const column = facts[named];
    const sessions = sessionsOf(scope);
    const value = column === 'origins' ? 'unnest(origins)' : column === null ? 'NULL' : sqlIdentifier(column);
    const name = column === null ? 'value' : columnOf(sessions, column).shown('value');
    return `SELECT ${name}::VARCHAR AS name, sessions, attacked, first, last FROM (
      SELECT value, count(*) AS sessions, sum(label)::BIGINT AS attacked, min(start_time) AS first, max(end_time) AS last
      FROM (SELECT ${value} AS value, label, start_time, end_time FROM ${sessions.table}
        WHERE ${whereSql(sessions, [], parameters)})
      GROUP BY value) WHERE value IS NOT NULL`;
  };
}

// What lasts is around a session as long as any of it is. Of rows of one second the order is that of the database.
function trafficWriter(table: string, columns: string, machines: readonly string[]): Writer {
  return (scope, { facts }, parameters) => {
    const any = (test: (machine: string) => string) => machines.map(test).join(' OR ');
    const until = columns.includes('duration') ? 'time + coalesce(duration, 0)' : 'time';
    const where =
      scope?.by === 'session'
        ? `(${any((machine) => `list_contains(machines, ${machine})`)}) AND time <= last AND ${until} >= first`
        : any((machine) => `${machine} = ${parameters.add(scope?.by === 'computer' ? scope.name : '')}`);
    const from =
      scope?.by === 'session' ? `db.${table}, (${aroundSql(scope.id, facts, parameters)})` : `db.${table}`;
    return `SELECT ${columns}, CASE WHEN redteam_host THEN 'yes' ELSE '' END AS redteam_host, ${ENTRY} FROM (
      SELECT ${columns}, redteam_host FROM ${from} WHERE ${where} ORDER BY time LIMIT ${MOST_TRAFFIC})`;
  };
}

// The time around a session, and the computers that it was on and came from.
function aroundSql(id: number, { computerColumn, originColumn }: Facts, parameters: Parameters): string {
  const computer = computerColumn === null ? 'NULL' : sqlIdentifier(computerColumn);
  const origins =
    originColumn === 'origins'
      ? 'origins'
      : `[${originColumn === null ? 'NULL' : sqlIdentifier(originColumn)}]`;
  return `SELECT start_time - ${AROUND_SECONDS} AS first, end_time + ${AROUND_SECONDS} AS last,
    list_append(${origins}, ${computer}) AS machines FROM db.sessions WHERE session_id = ${parameters.add(id)}`;
}

function redTeamSql(scope: Scope | null, parameters: Parameters): string {
  return `SELECT attack_time, src_user, src_machine, dst_machine, fate, coalesce(ids, []) AS landed_in, match, rows,
      reasons, tuple_id
    FROM db.redteam LEFT JOIN (
      SELECT tuple_id, list(session_id ORDER BY session_id) AS ids FROM db.red_team_matches GROUP BY tuple_id
    ) USING (tuple_id) WHERE ${tuplesSql(scope, parameters)}`;
}

/** SQL that is true for the red-team tuples of a user, a computer or a session. */
export function tuplesSql(scope: Scope | null, parameters: Parameters): string {
  switch (scope?.by) {
    case 'user':
      return `src_user = ${parameters.add(scope.name)}`;
    case 'computer': {
      const name = parameters.add(scope.name);
      return `(src_machine = ${name} OR dst_machine = ${name})`;
    }
    case 'session':
      return `tuple_id IN (SELECT tuple_id FROM db.red_team_matches WHERE session_id = ${parameters.add(scope.id)})`;
    default:
      return 'true';
  }
}

function redTeamGroupSql(column: string): string {
  return `SELECT ${column} AS name, count(*) AS tuples, sum(rows)::BIGINT AS rows, sum(sessions)::BIGINT AS sessions,
    min(attack_time) AS first, max(attack_time) AS last FROM db.redteam GROUP BY ${column}`;
}

function processesSql(scope: Scope | null, { sessionsOf }: KeptSource, parameters: Parameters): string {
  const runs =
    scope?.by === 'user'
      ? `user_domain = ${parameters.add(scope.name)}`
      : scope?.by === 'computer'
        ? `computer = ${parameters.add(scope.name)}`
        : 'true';
  const sessions = sessionsOf(scope);
  const inside =
    scope === null
      ? 'true'
      : `session_id IN (SELECT session_id FROM ${sessions.table} WHERE ${whereSql(sessions, [], parameters)})`;
  return `SELECT name, coalesce(runs, 0) AS runs, coalesce(total, 0) AS total,
      coalesce(total // runs, 0) AS mean, coalesce(in_sessions, 0) AS in_sessions,
      coalesce(in_attacked, 0) AS in_attacked, coalesce(in_attacked / in_sessions, 0) AS share
    FROM (SELECT process_name AS name, count(*) AS runs, sum(duration)::BIGINT AS total
      FROM db.process_runs WHERE ${runs} GROUP BY name)
    FULL JOIN (SELECT process_name AS name, count(*) AS in_sessions,
      count(*) FILTER (session_id IN (SELECT session_id FROM ${sessions.table} WHERE label > 0)) AS in_attacked
      FROM db.session_processes WHERE ${inside} GROUP BY name) USING (name)`;
}

/**
 * Counts the values of a column in the rows of `source` that meet the conditions.
 * @throws Error for a column that the list doesn't have: a bug
 */
export function frequencyStatement(ref: FrequencyRef, spec: ListSpec, source: Relation): Statement {
  const column = spec.columns[columnIndex(spec, ref.column)];
  if (column === undefined) throw new Error(`the list has no column ${ref.column}`);
  const attacked = spec.mark === undefined ? '' : ', count(*) FILTER (marked) AS attacked';
  const { shown } = columnOf(source, ref.column);
  return statement((parameters) => {
    const where = whereSql(source, ref.conditions, parameters);
    const counted = `SELECT value, count(*) AS rows, count(*) / sum(count(*)) OVER () AS share${attacked}
      FROM (${valuesSql(column, spec, source, where)}) GROUP BY value ORDER BY rows DESC LIMIT ${MOST_VALUES}`;
    return `SELECT * REPLACE (${shown('value')} AS value) FROM (${counted})`;
  });
}

function valuesSql(column: Column, { mark }: ListSpec, { table }: Relation, where: string): string {
  const marked = mark === undefined ? 'false' : `${sqlIdentifier(mark)} > 0`;
  return `SELECT ${valueSql(column)} AS value, ${marked} AS marked FROM ${table} WHERE ${where}`;
}

function valueSql({ name, kind }: Column): string {
  if (isList(kind)) return `unnest(${sqlIdentifier(name)})`;
  if (kind === 'time') return `${sqlIdentifier(name)} // ${TIME_STEP_SECONDS} * ${TIME_STEP_SECONDS}`;
  return sqlIdentifier(name);
}
