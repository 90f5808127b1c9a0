import type { Dictionary, EventColumns } from '@cmsc/core';
import { formats } from '@cmsc/loaders';
import type { TableBatch, TableRows } from '@cmsc/store';
import { namesOf } from './event-source.js';
import type { EventBatch } from './session-source.js';

/** Rows of auth with the red-team logons among them. */
export interface LabelledRows {
  /** The columns of the events. */
  columns: readonly string[];
  /** The dictionary of each of them. */
  dictionaries: readonly Dictionary[];
  batches: AsyncIterable<EventBatch>;
}

/**
 * The table of `cmsc label`: auth rows as they are, in the order in which they come, each with its label. Without
 * `redteamRows` it has no column of that name.
 */
export function labelTable(
  { columns, dictionaries, batches }: LabelledRows,
  { redteamRows = true } = {},
): TableRows {
  const names = namesOf(formats.auth);
  const places = names.map((name) => columns.indexOf(name));
  const labels = redteamRows ? ['label', 'redteam_rows'] : ['label'];
  return {
    spec: {
      name: 'auth',
      key: [],
      columns: [
        { name: 'time', type: 'int' },
        ...names.map((name, i) => {
          return { name, type: 'name' as const, names: dictionaries[places[i] as number] as Dictionary };
        }),
        ...labels.map((name) => ({ name, type: 'int' as const })),
      ],
    },
    batches: tableBatches(batches, places, labels.length),
  };
}

async function* tableBatches(
  batches: AsyncIterable<EventBatch>,
  places: readonly number[],
  labels: number,
): AsyncGenerator<TableBatch> {
  for await (const { events, attacked } of batches) {
    const { length, time, ids } = events;
    const label = new Int32Array(length);
    const redteamRows = new Int32Array(length);
    for (const { row, redteamRows: rows } of attacked) {
      label[row] = 1;
      redteamRows[row] = rows;
    }
    const names = places.map((place) => ids[place] as Int32Array);
    const columns = [time, ...names, ...[label, redteamRows].slice(0, labels)];
    yield { length, key: new Int32Array(length), columns };
  }
}

/** The attacked rows of a batch as a batch of their own. */
export function onlyAttacked({ events, attacked }: EventBatch): EventBatch {
  const rows = attacked.map(({ row }) => row);
  return {
    events: pickEvents(events, rows),
    attacked: attacked.map(({ redteamRows }, row) => ({ row, redteamRows })),
  };
}

/** A batch with the given rows of another, in their order; a row may be taken several times. */
export function pickEvents({ time, edge, ids }: EventColumns, rows: readonly number[]): EventColumns {
  return {
    length: rows.length,
    time: Int32Array.from(rows, (row) => time[row] as number),
    edge: Uint8Array.from(rows, (row) => edge[row] as number),
    ids: ids.map((column) => Int32Array.from(rows, (row) => column[row] as number)),
  };
}
