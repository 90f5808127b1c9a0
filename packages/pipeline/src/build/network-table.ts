import type { Dictionary } from '@cmsc/core';
import { formats, type FormatName } from '@cmsc/loaders';
import { openSink, type InputSummary, type TableSpec } from '@cmsc/store';
import { openEvents } from '../event-source.js';
import type { InputOptions } from '../options.js';
import { Activity } from './activity.js';

/** What came of a file of flows or dns. */
export interface NetworkTable {
  inputs: InputSummary[];
  rows: number;
  rejected: number;
  activity: Activity;
}

/** Writes all rows of flows or dns files, as text but for the time, into a temporary Parquet file. */
export async function stageNetworkTable(
  name: Extract<FormatName, 'flows' | 'dns'>,
  input: InputOptions,
  path: string,
): Promise<NetworkTable> {
  const format = formats[name];
  const select = format.columns.filter(({ kind }) => kind !== 'time').map((column) => column.name);
  const { reader, dictionaries } = await openEvents(format, input, { select, others: 'emit' });
  const names = select.map((column, i) => ({
    name: column,
    type: 'name' as const,
    names: dictionaries[i] as Dictionary,
  }));
  const spec: TableSpec = { name, key: [], columns: [{ name: 'time', type: 'int' }, ...names] };
  const sink = await openSink(path, spec, () => ({ size: 1, name: () => '' }), {
    format: 'parquet',
    order: 'close',
    signal: input.signal,
  });
  const activity = new Activity();
  try {
    for await (const events of reader) {
      activity.add(events);
      const { length, time, ids } = events;
      await sink.write({ length, key: new Int32Array(length), columns: [time, ...ids] });
    }
    await sink.finish();
  } catch (error) {
    await sink.abort();
    throw error;
  }
  const inputs = reader.inputs.map((file) => ({ ...file, sha256: file.sha256 ?? '' }));
  return { inputs, rows: reader.counts.rows, rejected: reader.counts.rejected, activity };
}
