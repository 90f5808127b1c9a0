import {
  AUTH_EVENTS,
  type ClickHouseCluster,
  type EventKind,
  PROC_EVENTS,
  type StoredEvents,
  type TableEvents,
} from '@cmsc/clickhouse';
import { CmscError } from '@cmsc/core';
import { contentOf } from '@cmsc/files';
import type { InputSummary } from '@cmsc/store';
import type { EngineFacts } from './engine-options.js';
import { loadFiles } from './load-files.js';
import type { InputOptions } from '../options.js';
import type { SessionPlan } from '../session-plan.js';

/** The events of a run, where they lie in the cluster. */
export interface EngineEvents extends Pick<EngineFacts, 'loads' | 'table'> {
  source: StoredEvents;
  /** The files that they are from. */
  inputs: InputSummary[];
}

/**
 * The events of the inputs: of files, which are loaded unless they are in the cluster already, or of a table that exists.
 *
 * @throws CmscError as `loadFiles` and `mappedTable` do.
 */
export async function findEvents(
  cluster: ClickHouseCluster,
  { command, format }: SessionPlan,
  options: InputOptions,
  { fromTable = false }: { fromTable?: boolean | undefined },
): Promise<EngineEvents> {
  const kind = command === 'sessions' ? AUTH_EVENTS : PROC_EVENTS;
  if (fromTable) {
    const source = await mappedTable(options.inputs, kind);
    return { source, inputs: [], loads: [], table: source.table };
  }
  const files = await loadFiles(cluster, kind, format, options);
  const loads = files.map(({ load }) => load);
  return {
    source: { type: 'loads', kind, loads },
    inputs: files.map(({ path, bytes, sha256, load }) => ({
      ...{ path, bytes, sha256, rows: load.counts.rows },
      complete: true,
    })),
    loads: files.map(({ path, load }) => ({ path, wasLoaded: load.wasLoaded })),
  };
}

const NEEDED = ['table', 'time', 'start', 'end'] as const;
const KNOWN: readonly string[] = [...NEEDED, 'order', 'columns'];

/**
 * Events in a table of the cluster that exists, as a JSON file describes them: `table`, and SQL over its columns for
 * `time`, `start`, `end`, for `order` (where there is one) and, under `columns`, for the columns of the data.
 *
 * @throws CmscError BAD_OPTION (usage) when there is not one such file; NOT_FOUND or READ_FAILED (io).
 */
async function mappedTable(inputs: readonly string[], kind: EventKind): Promise<TableEvents> {
  const [file] = inputs;
  if (inputs.length !== 1 || file === undefined)
    throw new CmscError('usage', 'BAD_OPTION', '--from-table takes one file', {
      hint: 'name the JSON file that describes the table',
    });
  const mapping = parsed((await contentOf(file)).toString('utf8'), file);
  const { order, columns } = mapping;
  for (const name of NEEDED) checkSql(mapping[name], name, file);
  if (order !== undefined) checkSql(order, 'order', file);
  if (!isRecord(columns)) throw badMapping('columns has to be an object', file);
  for (const [name, sql] of Object.entries(columns)) {
    if (!kind.columns.includes(name)) throw badMapping(`the data has no column ${name}`, file);
    checkSql(sql, `columns.${name}`, file);
  }
  return { ...(mapping as unknown as Omit<TableEvents, 'type' | 'kind'>), type: 'table', kind };
}

function parsed(text: string, file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw badMapping((error as Error).message, file);
  }
  if (!isRecord(value)) throw badMapping('has to be an object', file);
  const unknown = Object.keys(value).find((name) => !KNOWN.includes(name));
  if (unknown !== undefined) throw badMapping(`${unknown} is not known here`, file);
  return value;
}

function checkSql(sql: unknown, name: string, file: string): void {
  if (typeof sql !== 'string' || sql === '') throw badMapping(`${name} has to be SQL, as a string`, file);
}

function badMapping(what: string, file: string): CmscError {
  return new CmscError('usage', 'BAD_OPTION', what, {
    file,
    hint: `it describes a table in JSON with ${KNOWN.join(', ')}`,
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
