import type { InputOptions } from '../options.js';
import type { Rejects } from '../rejects.js';
import { type Dictionary, type EventColumns, PerName } from '@cmsc/core';
import { type FormatName, formats } from '@cmsc/loaders';
import {
  type DatabaseBuild,
  type InputSummary,
  NULL_INT,
  type TableBatch,
  type TableSpec,
} from '@cmsc/store';
import { inputsOf, namesOf, openEvents } from '../event-source.js';
import { Activity, insertCounts } from './small-tables.js';

/** The files whose rows go into a table of their own, as they are. */
export type NetworkName = Extract<FormatName, 'flows' | 'dns'>;

/** Those that a build takes, in the order in which it does. */
export const NETWORK_NAMES: readonly NetworkName[] = ['flows', 'dns'];

/** What a table of flows or dns is made of. */
export interface NetworkOptions extends InputOptions {
  /** The machines that the red team came from; undefined without a red team. */
  redteamHosts: ReadonlySet<string> | undefined;
  badRows: Rejects;
}

/** Columns that are numbers. All else is text, also ports, some of which are de-identified (`N1`). */
const NUMBERS = ['duration', 'packets', 'bytes'];

/**
 * Makes the table `flows` or `dns` of all rows of such files, each with `redteam_host`: whether the red team came from one
 * of its machines, NULL where nobody knows. Its counts and its hours go into the tables of these.
 *
 * @returns the files.
 */
export async function fillNetworkTable(
  database: DatabaseBuild,
  name: NetworkName,
  { redteamHosts, badRows, ...input }: NetworkOptions,
): Promise<InputSummary[]> {
  const format = formats[name];
  const select = namesOf(format);
  const { onReject } = badRows;
  const { reader, dictionaries } = await openEvents(format, input, { select, others: 'emit', onReject });
  const machines = select.flatMap((column, i) => (column.endsWith('machine') ? [i] : []));
  const hosts =
    redteamHosts &&
    new PerName(dictionaries[machines[0] as number] as Dictionary, (name) =>
      redteamHosts.has(name) ? 1 : 0,
    );
  const activity = new Activity();
  async function* batches(): AsyncGenerator<TableBatch> {
    for await (const events of reader) {
      activity.add(events);
      const { length, time, ids } = events;
      const marks =
        (hosts && marksOf(events, machines, hosts.refresh())) ?? new Int32Array(length).fill(NULL_INT);
      yield { length, key: new Int32Array(length), columns: [time, ...ids, marks] };
      await badRows.flush();
    }
  }
  const rows = { spec: tableOf(name, select, dictionaries), batches: batches() };
  const types = Object.fromEntries(NUMBERS.map((column) => [column, 'BIGINT'] as const));
  await database.fill(name, rows, { types: { ...types, redteam_host: 'BOOLEAN' } });
  const { rows: read, rejected } = reader.counts;
  await insertCounts(database, name, { rows: read, rejected });
  await database.insert('activity', activity.rows(name));
  return inputsOf(reader);
}

function tableOf(
  name: NetworkName,
  select: readonly string[],
  dictionaries: readonly Dictionary[],
): TableSpec {
  const names = select.map((column, i) => ({
    name: column,
    type: 'name' as const,
    names: dictionaries[i] as Dictionary,
  }));
  return {
    name,
    key: [],
    columns: [{ name: 'time', type: 'int' }, ...names, { name: 'redteam_host', type: 'int' }],
  };
}

/** For each event, 1 when one of these columns has a marked name, else 0. */
function marksOf({ length, ids }: EventColumns, columns: readonly number[], marked: Int32Array): Int32Array {
  const marks = new Int32Array(length);
  for (const column of columns) {
    const names = ids[column] as Int32Array;
    for (let row = 0; row < length; row++)
      marks[row] = (marks[row] as number) | (marked[names[row] as number] as number);
  }
  return marks;
}
