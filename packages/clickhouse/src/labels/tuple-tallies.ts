import {
  compareBytes,
  tallyOf,
  type FailedLogons,
  type LabelLedger,
  type RedTeamTuple,
  type TupleTally,
} from '@cmsc/core';
import { type ClickHouseCluster, totalOf } from '../connection/cluster.js';
import { type EventFilter, eventsSql, filterSql, type StoredEvents } from '../load/stored-events.js';
import type { TemporaryTable } from '../sessions/temporary-tables.js';
import { comesFrom, reach, sessionsSql, type SessionTables } from '../sql/session-sql.js';

/** What the red team has to do with the sessions. */
export interface ExtractionLabels {
  /** Where the tuples went, in numbers. */
  ledger: LabelLedger;
  /** What was met of each distinct tuple, in order of first appearance. */
  tuples: readonly TupleTally[];
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
): Promise<TupleTally[]> {
  const events = eventsSql(cluster, source, ['dst_user', 'src_machine', 'dst_machine'], failedLogons);
  const sql = `SELECT number, countIf(same_destination), countIf(same_destination AND st = 1), countIf(same_destination AND st = 3), countIf(NOT same_destination), groupArrayIf((seq, dst_machine), NOT same_destination)
FROM (
  SELECT number, seq, st, toString(events.dst_machine) AS dst_machine, dst_machine = redteam.destination AS same_destination
  FROM (SELECT * FROM (${events}) WHERE t IN (SELECT attack_time FROM ${redteam.name}) AND ${filterSql(source.kind, filter)}) AS events
  INNER JOIN (SELECT number, attack_time, src_user, src_machine AS source, dst_machine AS destination FROM ${redteam.name}) AS redteam
  ON events.t = redteam.attack_time AND events.dst_user = redteam.src_user AND events.src_machine = redteam.source
)
GROUP BY number`;
  const tallies = tuples.map(tallyOf);
  const appeared = tallies.map((): Appearance[] => []);
  for (const rows of await cluster.onEach((node) => node.rows<EventRow>(sql, [0, 0, 0, 0, 0, []])))
    for (const [number, exact, logons, failed, origin, others] of rows) {
      const tally = tallies[number] as TupleTally;
      tally.exactRows += exact;
      tally.logonRows += logons;
      tally.failedLogonRows += failed;
      tally.originRows += origin;
      appeared[number]?.push(...others);
    }
  tallies.forEach((tally, number) => (tally.otherDestinations = inOrder(appeared[number] as Appearance[])));
  return tallies;
}

/** The names, each once, in the order of their first appearance. */
function inOrder(appeared: Appearance[]): string[] {
  appeared.sort(([a, first], [b, second]) => a - b || compareBytes(first, second));
  return [...new Set(appeared.map(([, name]) => name))];
}

/**
 * Adds to `tallies` the sessions that each tuple lies in.
 *
 * @returns how many complete sessions have at least one.
 * @throws CmscError ENGINE_FAILED or INTERRUPTED.
 */
export async function matchSessions(
  cluster: ClickHouseCluster,
  tables: SessionTables & { redteam: TemporaryTable },
  tallies: readonly TupleTally[],
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
      const tally = tallies[number] as TupleTally;
      tally.sessions += sessions;
      tally.openSessions += open;
    }
  return totalOf(cluster, `SELECT count() FROM (${sessionsSql(tables, {})}) WHERE notEmpty(attack_times)`);
}
