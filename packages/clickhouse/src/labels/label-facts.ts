import { compareBytes, type FailedLogons, type LabelLedger, type RedTeamTuple } from '@cmsc/core';
import { type ClickHouseCluster, totalOf } from '../connection/cluster.js';
import { type EventFilter, eventsSql, filterSql, type StoredEvents } from '../load/stored-events.js';
import type { TemporaryTable } from '../sessions/temporary-tables.js';
import { comesFrom, reach, sessionsSql, type SessionTables } from '../sql/session-sql.js';

/** What was met of one red-team tuple, in the events and in the sessions. */
export interface TupleFacts extends RedTeamTuple {
  /** Auth rows with its time, user, source and destination. */
  exactRows: number;
  /** Those of them that are LogOn rows. */
  logonRows: number;
  /** Those of them that are LogOn rows which failed and so start nothing. */
  failedLogonRows: number;
  /** Auth rows with its time, user and source, but another destination. */
  originRows: number;
  /** The destinations of those, in order of appearance. */
  otherDestinations: string[];
  /** Complete sessions that it lies in. */
  sessions: number;
  /** Open sessions that it lies in. */
  openSessions: number;
}

/** What the red team has to do with the sessions. */
export interface ExtractionLabels {
  /** Where the tuples went, in numbers. */
  ledger: LabelLedger;
  /** What was met of each distinct tuple, in order of first appearance. */
  tuples: readonly TupleFacts[];
}

type Appearance = [seq: number, name: string];
type EventRow = [
  number: number,
  exact: number,
  logons: number,
  failed: number,
  origin: number,
  others: Appearance[],
];
type SessionRow = [number: number, sessions: number, open: number];

/** Which events are looked at, and what for. */
export interface MatchOptions {
  filter: EventFilter;
  tuples: readonly RedTeamTuple[];
  /** What becomes of failed logons. */
  failedLogons: FailedLogons | undefined;
}

/**
 * Where each tuple is met among the events that pass the filter, over all nodes.
 *
 * @throws CmscError ENGINE_FAILED or INTERRUPTED.
 */
export async function matchEvents(
  cluster: ClickHouseCluster,
  source: StoredEvents,
  { filter, tuples, failedLogons }: MatchOptions,
  redteam: TemporaryTable,
): Promise<TupleFacts[]> {
  const events = eventsSql(cluster, source, ['dst_user', 'src_machine', 'dst_machine'], failedLogons);
  const sql = `SELECT number, countIf(same_destination), countIf(same_destination AND st = 1), countIf(same_destination AND st = 3), countIf(NOT same_destination), groupArrayIf((seq, dst_machine), NOT same_destination)
FROM (
  SELECT number, seq, st, toString(events.dst_machine) AS dst_machine, dst_machine = redteam.destination AS same_destination
  FROM (SELECT * FROM (${events}) WHERE t IN (SELECT attack_time FROM ${redteam.name}) AND ${filterSql(source.kind, filter)}) AS events
  INNER JOIN (SELECT number, attack_time, src_user, src_machine AS source, dst_machine AS destination FROM ${redteam.name}) AS redteam
  ON events.t = redteam.attack_time AND events.dst_user = redteam.src_user AND events.src_machine = redteam.source
)
GROUP BY number`;
  const facts = tuples.map((tuple) => ({ ...tuple, ...NOTHING_MET, otherDestinations: [] as string[] }));
  const appeared = facts.map((): Appearance[] => []);
  for (const rows of await cluster.onEach((node) => node.rows<EventRow>(sql, [0, 0, 0, 0, 0, []])))
    for (const [number, exact, logons, failed, origin, others] of rows) {
      const tuple = facts[number] as TupleFacts;
      tuple.exactRows += exact;
      tuple.logonRows += logons;
      tuple.failedLogonRows += failed;
      tuple.originRows += origin;
      appeared[number]?.push(...others);
    }
  facts.forEach((tuple, number) => (tuple.otherDestinations = inOrder(appeared[number] as Appearance[])));
  return facts;
}

/** The names, each once, in the order of their first appearance. */
function inOrder(appeared: Appearance[]): string[] {
  appeared.sort(([a, first], [b, second]) => a - b || compareBytes(first, second));
  return [...new Set(appeared.map(([, name]) => name))];
}

const NOTHING_MET = {
  exactRows: 0,
  logonRows: 0,
  failedLogonRows: 0,
  originRows: 0,
  sessions: 0,
  openSessions: 0,
};

/**
 * Adds to `facts` the sessions that each tuple lies in.
 *
 * @returns how many complete sessions have at least one.
 * @throws CmscError ENGINE_FAILED or INTERRUPTED.
 */
export async function matchSessions(
  cluster: ClickHouseCluster,
  tables: SessionTables & { redteam: TemporaryTable },
  facts: readonly TupleFacts[],
): Promise<number> {
  const { runs, rule, redteam, lastTime } = tables;
  const sql = `SELECT number, countIf(ends > 0), countIf(ends = 0)
FROM (SELECT * FROM ${runs.name} WHERE starts > 0) AS sessions
INNER JOIN (SELECT number, attack_time, src_user AS attacked_user, src_machine AS source, dst_machine AS attacked_machine FROM ${redteam.name}) AS redteam
ON sessions.dst_user = redteam.attacked_user AND sessions.dst_machine = redteam.attacked_machine
WHERE attack_time >= start_time AND attack_time <= ${reach(lastTime)} AND ${comesFrom(rule, 'source')}
GROUP BY number`;
  for (const rows of await cluster.onEach((node) => node.rows<SessionRow>(sql, [0, 0, 0])))
    for (const [number, sessions, open] of rows) {
      const tuple = facts[number] as TupleFacts;
      tuple.sessions += sessions;
      tuple.openSessions += open;
    }
  return totalOf(cluster, `SELECT count() FROM (${sessionsSql(tables, {})}) WHERE notEmpty(attack_times)`);
}

/** The label ledger of all facts. */
export function labelCounts(facts: readonly TupleFacts[], attackedSessions: number): LabelLedger {
  const isExact = ({ exactRows }: TupleFacts) => exactRows > 0;
  const isMatched = ({ exactRows, originRows }: TupleFacts) => exactRows + originRows > 0;
  const count = (test: (facts: TupleFacts) => boolean) => facts.filter(test).length;
  const isInNone = ({ sessions, openSessions }: TupleFacts) => sessions + openSessions === 0;
  return {
    redteamRows: facts.reduce((sum, { rows }) => sum + rows, 0),
    distinct: facts.length,
    matchedExact: count(isExact),
    matchedOrigin: count((tuple) => isMatched(tuple) && !isExact(tuple)),
    unmatched: count((tuple) => !isMatched(tuple)),
    inSession: count(({ sessions }) => sessions > 0),
    inOpenSession: count(({ sessions, openSessions }) => sessions === 0 && openSessions > 0),
    withoutSession: count((tuple) => isInNone(tuple) && isMatched(tuple)),
    nowhere: count((tuple) => isInNone(tuple) && !isMatched(tuple)),
    attackedSessions,
  };
}
