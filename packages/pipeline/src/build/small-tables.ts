import {
  ANOMALY_KINDS,
  ANOMALY_REASONS,
  commentStatements,
  EDGE_END,
  EDGE_START,
  type EventColumns,
} from '@cmsc/core';
import type { TupleRecord } from '@cmsc/labeling';
import type { DatabaseBuild, DatabaseRow, InputSummary } from '@cmsc/store';
import { CMSC_VERSION } from '../report.js';
import type { SessionPass } from '../session-pass.js';
import { SCHEMA_VERSION } from './schema.js';

/** A file that a database is made of. */
export interface BuildInput {
  /** The name of its format. */
  format: string;
  input: InputSummary;
}

/** Adds rows to the table `ledger`: a source's counters, by their names there. */
export async function insertCounts(
  database: DatabaseBuild,
  source: string,
  counts: Readonly<Record<string, number>>,
): Promise<void> {
  const rows = Object.entries(counts).map(([name, value]): DatabaseRow => [source, name, value]);
  await database.insert('ledger', rows);
}

/** Fills the tables `inputs`, `options` and `meta`: what it takes to make the same database once more. */
export async function describeBuild(
  database: DatabaseBuild,
  inputs: readonly BuildInput[],
  options: Readonly<Record<string, unknown>>,
): Promise<void> {
  const files = inputs.map(({ format, input: { path, bytes, sha256, rows, complete } }): DatabaseRow => [
    format,
    path,
    bytes,
    sha256,
    rows,
    complete,
  ]);
  await database.insert('inputs', files);
  const texts = Object.entries(options).map(([name, value]): DatabaseRow => [name, JSON.stringify(value)]);
  await database.insert('options', texts);
  await database.insert('meta', [[SCHEMA_VERSION, CMSC_VERSION]]);
}

/** Leaves in the database what its tables and columns mean. */
export async function commentTables(database: DatabaseBuild): Promise<void> {
  const tables = await database.query(
    'SELECT table_name AS name, list(column_name) AS columns FROM duckdb_columns() WHERE NOT internal GROUP BY ALL ORDER BY ALL',
  );
  const ofWindows = tables.some(({ columns }) => (columns as string[]).includes('logon_id'));
  await database.run('BEGIN');
  for (const { name, columns } of tables)
    for (const sql of commentStatements(name as string, columns as string[], { ofWindows }))
      await database.run(sql);
  await database.run('COMMIT');
}

const SECONDS_PER_HOUR = 3600;

/**
 * Counts the rows of the time window by hour: what the database shows of when things happened, whatever users, computers and red
 * team were asked for.
 */
export class Activity {
  readonly #hours = new Map<number, { rows: number; starts: number; ends: number }>();

  /** Counts the events of a batch, whose times do not go backwards. */
  add({ length, time, edge }: EventColumns): void {
    let hour = -1;
    let counts = { rows: 0, starts: 0, ends: 0 };
    for (let i = 0; i < length; i++) {
      const now = Math.floor((time[i] as number) / SECONDS_PER_HOUR);
      if (now !== hour) {
        hour = now;
        counts = this.#hours.get(hour) ?? { rows: 0, starts: 0, ends: 0 };
        this.#hours.set(hour, counts);
      }
      counts.rows++;
      if (edge[i] === EDGE_START) counts.starts++;
      else if (edge[i] === EDGE_END) counts.ends++;
    }
  }

  /** Rows of the table `activity`: source, hour, rows, starts, ends. */
  rows(source: string): DatabaseRow[] {
    return Array.from(this.#hours, ([hour, { rows, starts, ends }]) => [source, hour, rows, starts, ends]);
  }
}

/** Rows of the table `anomalies`: a sample of orphaned ends and repeated starts, each with its reason. */
export function anomalyRows(source: string, pass: SessionPass, keyWidth: number): DatabaseRow[] {
  const sample = pass.anomalies?.sample();
  if (!sample) return [];
  return Array.from({ length: sample.length }, (_, i) => {
    const names = Array.from({ length: keyWidth }, (__, column) =>
      pass.keys.name(column, sample.key[i] as number),
    );
    const kind = ANOMALY_KINDS[sample.kind[i] as number] as string;
    return [
      kind,
      source,
      ANOMALY_REASONS[sample.reason[i] as number] as string,
      sample.time[i] as number,
      names,
    ];
  });
}

/** Rows of the table `ledger` that say how often each reason was given. */
export function reasonRows(source: string, pass: SessionPass): DatabaseRow[] {
  return Object.entries(pass.anomalies?.counts() ?? {}).flatMap(([kind, reasons]) =>
    Object.entries(reasons).map(([reason, count]): DatabaseRow => [
      `${source} reasons`,
      `${kind}: ${reason}`,
      count,
    ]),
  );
}

/** Rows of the table `redteam`: where each tuple went, and why it got lost. */
export function redTeamRows(records: readonly TupleRecord[]): DatabaseRow[] {
  return records.map((record, number) => {
    const { attack_time, src_user, src_machine, dst_machine, rows } = record;
    const { match, fate, exactRows, originRows, sessions, losses } = record;
    const codes = losses.map(({ code }) => code);
    const reasons = losses.map(({ text }) => text);
    const tuple = [number + 1, attack_time, src_user, src_machine, dst_machine, rows];
    return [...tuple, match, fate, exactRows, originRows, sessions, codes, reasons];
  });
}

/** The machines that the red team came from. Where it went to are its victims, machines of others. */
export function redTeamHosts(records: readonly TupleRecord[]): Set<string> {
  return new Set(records.map(({ src_machine }) => src_machine));
}
