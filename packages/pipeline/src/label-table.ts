import type { Dictionary, EventColumns } from '@cmsc/core';
import type { AttackedRow } from '@cmsc/labeling';
import { formats } from '@cmsc/loaders';
import { openSink, type Sink, type SinkOptions, type TableBatch, type TableSpec } from '@cmsc/store';
import { namesOf } from './event-source.js';

/** The table of `cmsc label`: auth rows as they are, each with its label. */
export class LabelTable {
  readonly spec: TableSpec;
  /** For each column of the file but the time, its place in the events' ids. */
  readonly #places: number[];
  readonly #redteamRows: boolean;

  /** `select` names the columns of the events; `dictionaries` are theirs. `redteamRows`: with the column of that name. */
  constructor(select: readonly string[], dictionaries: readonly Dictionary[], { redteamRows = true } = {}) {
    this.#redteamRows = redteamRows;
    const names = namesOf(formats.auth);
    this.#places = names.map((name) => select.indexOf(name));
    const columns = names.map((name, i) => {
      const dictionary = dictionaries[this.#places[i] as number] as Dictionary;
      return { name, type: 'name' as const, names: dictionary };
    });
    const labels = (redteamRows ? ['label', 'redteam_rows'] : ['label']).map((name) => ({
      name,
      type: 'int' as const,
    }));
    this.spec = {
      name: 'auth',
      key: [],
      columns: [{ name: 'time', type: 'int' }, ...columns, ...labels],
    };
  }

  /**
   * Opens an output for its rows, which stay in the order in which they come.
   *
   * @throws CmscError as `openSink` does.
   */
  open(path: string, options: Pick<SinkOptions, 'format' | 'force' | 'signal'>): Promise<Sink> {
    const noKeys = { size: 1, name: () => '' };
    return openSink(path, this.spec, () => noKeys, { ...options, order: 'close' });
  }

  /** The rows for a batch of events. `attacked` are the red-team logons among them. */
  rows({ length, time, ids }: EventColumns, attacked: readonly AttackedRow[]): TableBatch {
    const label = new Int32Array(length);
    const redteamRows = new Int32Array(length);
    for (const { row, redteamRows: rows } of attacked) {
      label[row] = 1;
      redteamRows[row] = rows;
    }
    const names = this.#places.map((place) => ids[place] as Int32Array);
    const labels = this.#redteamRows ? [label, redteamRows] : [label];
    return { length, key: new Int32Array(length), columns: [time, ...names, ...labels] };
  }
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
