import { PerName, type Dictionary, type EventColumns } from '@cmsc/core';
import { formats, type FormatName } from '@cmsc/loaders';
import { NULL_INT, type DatabaseBuild, type InputSummary, type TableSpec } from '@cmsc/store';
import { inputsOf, namesOf, openEvents } from '../event-source.js';
import type { InputOptions } from '../options.js';
import type { Rejects } from '../rejects.js';
import { Activity } from './activity.js';

/** The files whose rows go into a table of their own, as they are. */
export type NetworkName = Extract<FormatName, 'flows' | 'dns'>;

/** What came of files of flows or dns. */
export interface NetworkTable {
  inputs: InputSummary[];
  rows: number;
  rejected: number;
  activity: Activity;
}

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
 * of its machines, NULL where nobody knows.
 */
export async function fillNetworkTable(
  database: DatabaseBuild,
  name: NetworkName,
  { redteamHosts, badRows, ...input }: NetworkOptions,
): Promise<NetworkTable> {
  const format = formats[name];
  const select = namesOf(format);
  const { onReject } = badRows;
  const { reader, dictionaries } = await openEvents(format, input, { select, others: 'emit', onReject });
  const rows = database.sortedRows(tableOf(name, select, dictionaries));
  const machines = select.flatMap((column, i) => (column.endsWith('machine') ? [i] : []));
  const hosts =
    redteamHosts &&
    new PerName(dictionaries[machines[0] as number] as Dictionary, (name) =>
      redteamHosts.has(name) ? 1 : 0,
    );
  const activity = new Activity();
  for await (const events of reader) {
    activity.add(events);
    const { length, time, ids } = events;
    const marks =
      (hosts && marksOf(events, machines, hosts.refresh())) ?? new Int32Array(length).fill(NULL_INT);
    await rows.add({ length, key: new Int32Array(length), columns: [time, ...ids, marks] });
    await badRows.flush();
  }
  const types = Object.fromEntries(NUMBERS.map((column) => [column, 'BIGINT'] as const));
  await database.fill(name, rows, { types: { ...types, redteam_host: 'BOOLEAN' } });
  return { inputs: inputsOf(reader), rows: reader.counts.rows, rejected: reader.counts.rejected, activity };
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
