import { CmscError } from '@cmsc/core';
import { type ClickHouseCluster, totalOf } from '../connection/cluster.js';
import { engineFailure } from '../connection/engine-errors.js';
import type { EventKind } from '../load/event-kind.js';
import { uniqueName } from './temporary-tables.js';
import { keySql } from '../sql/session-form.js';
import { type SessionSelection, sessionsSql, type SessionTables } from '../sql/session-sql.js';
import { quoteName, quoteText } from '../sql/sql-text.js';

/** Which sessions are kept, and where. */
export interface KeepOptions extends SessionSelection {
  /** Replaces a table of that name (no). */
  force?: boolean;
  /** The engine of the table that holds the rows, `MergeTree` by default; see `ddl`. */
  engine?: string;
}

/**
 * Writes sessions into a table of their own, with the columns of the command line's contract. The rows come to lie in a
 * table that nobody knows of; when they are all there it gets its name. On a cluster every node has the name, as a
 * Distributed table over the rows of all nodes, and at no time does it stand for a part of them.
 *
 * @throws CmscError OUTPUT_EXISTS, ENGINE_FAILED or INTERRUPTED.
 */
export async function keepSessions(
  cluster: ClickHouseCluster,
  kind: EventKind,
  tables: SessionTables,
  name: string,
  { force = false, engine = 'MergeTree', ...selection }: KeepOptions,
): Promise<number> {
  const old = await definitionsOf(cluster, name);
  if (old.length > 0 && !force)
    throw new CmscError('io', 'OUTPUT_EXISTS', `the table ${name} exists`, {
      hint: 'choose another name, or --force',
    });
  const building = uniqueName(cluster, name);
  const rows = cluster.table(building);
  let isPublic = false;
  try {
    await cluster.onEach((node) =>
      node.define(`CREATE TABLE IF NOT EXISTS ${rows} ${structureOf(kind, tables, engine)}`),
    );
    const count = await fill(cluster, rows, kind, tables, selection);
    isPublic = cluster.config.cluster !== undefined;
    await publish(cluster, name, building, old.length > 0);
    await dropRowsOf(cluster, old);
    return count;
  } catch (error) {
    // Behind a name that some node may have by now, the rows stay.
    if (!isPublic) await dropEverywhere(cluster, building);
    throw error;
  }
}

function structureOf(
  { counts, origin }: EventKind,
  { rule, redteam }: SessionTables,
  engine: string,
): string {
  const columns = [
    ...rule.key.map((name) => `${quoteName(name)} LowCardinality(String)`),
    'start_time UInt32, end_time Nullable(UInt32), duration Nullable(UInt32)',
    ...counts.map((name) => `${name} UInt32`),
    ...(hasOrigins(origin, rule.key) ? ['origins Array(LowCardinality(String))'] : []),
    ...(redteam ? ['label UInt8, attack_times Array(UInt32)'] : []),
  ];
  return `(${columns.join(', ')}) ENGINE = ${engine} ORDER BY (${keySql(rule)}, start_time)`;
}

function hasOrigins(origin: string | undefined, key: readonly string[]): boolean {
  return origin !== undefined && !key.includes(origin);
}

async function fill(
  cluster: ClickHouseCluster,
  rows: string,
  kind: EventKind,
  tables: SessionTables,
  selection: SessionSelection,
): Promise<number> {
  const { rule, redteam } = tables;
  const sessions = sessionsSql(tables, selection);
  const columns = [
    keySql(rule),
    'start_time, if(ends = 0, NULL, end_time), if(ends = 0, NULL, end_time - start_time), starts, ends',
    ...(hasOrigins(kind.origin, rule.key) ? ['origins'] : []),
    ...(redteam ? ['notEmpty(attack_times), attack_times'] : []),
  ];
  const wanted = await totalOf(cluster, `SELECT count() FROM (${sessions})`);
  await cluster.runOnEach(`INSERT INTO ${rows} SELECT ${columns.join(', ')} FROM (${sessions})`);
  const stored = await totalOf(cluster, `SELECT count() FROM ${rows}`);
  if (stored === wanted) return wanted;
  throw engineFailure(
    cluster.first.name,
    `and the others kept ${stored} of ${wanted} sessions`,
    'run it again',
  );
}

async function publish(
  cluster: ClickHouseCluster,
  name: string,
  building: string,
  replaces: boolean,
): Promise<void> {
  const { cluster: clusterName, database } = cluster.config;
  const [table, rows] = [cluster.table(name), cluster.table(building)];
  if (clusterName === undefined) {
    await cluster.first.run(
      replaces ? `EXCHANGE TABLES ${rows} AND ${table}` : `RENAME TABLE ${rows} TO ${table}`,
    );
    if (replaces) await dropEverywhere(cluster, building);
    return;
  }
  const engine = `Distributed(${[clusterName, database, building].map(quoteText).join(', ')})`;
  await cluster.onEach((node) =>
    node.run(`CREATE ${replaces ? 'OR REPLACE ' : ''}TABLE ${table} AS ${rows} ENGINE = ${engine}`),
  );
}

/** The engines of the tables of that name, one a node that has one. */
async function definitionsOf(cluster: ClickHouseCluster, name: string): Promise<string[]> {
  const sql = `SELECT engine_full FROM system.tables WHERE database = ${quoteText(cluster.config.database)} AND name = ${quoteText(name)}`;
  return (await cluster.onEach((node) => node.rows<[string]>(sql, ['']))).flat().map(([engine]) => engine);
}

/** Drops the rows that replaced names stood for: those that earlier runs have kept. */
async function dropRowsOf(cluster: ClickHouseCluster, definitions: readonly string[]): Promise<void> {
  const names = definitions.map(
    (engine) => /^Distributed\('[^']*', '[^']*', '([^']*_cmsc_[0-9a-f]{12}_\d+)'/.exec(engine)?.[1],
  );
  for (const name of new Set(names)) if (name !== undefined) await dropEverywhere(cluster, name);
}

async function dropEverywhere(cluster: ClickHouseCluster, name: string): Promise<void> {
  await Promise.all(
    cluster.nodes.map((node) => node.tidy(`DROP TABLE IF EXISTS ${cluster.table(name)} SYNC`)),
  );
}
