import type { Dictionary } from '@cmsc/core';
import {
  placeStarts,
  processLedgerProblems,
  type PlacedProcesses,
  type ProcessLedger,
  type ProcessStarts,
  type SessionSpans,
} from '@cmsc/sequences';
import type { DatabaseBuild, SortedRows, TableBatch, TableColumn, TableSpec } from '@cmsc/store';
import { mustAddUp } from '../report.js';

const ints = (...names: string[]): TableColumn[] => names.map((name) => ({ name, type: 'int' }));

/** Sessions by the number of their pair, then start. */
export const SPANS: TableSpec = {
  name: 'spans',
  key: ['pair'],
  columns: ints('start', 'end', 'session'),
  start: 'start',
};

/** Process starts by the number of their pair, then time. */
export const STARTS: TableSpec = {
  name: 'starts',
  key: ['pair'],
  columns: ints('time', 'process'),
  start: 'time',
};

/** What {@link fillSessionProcesses} goes through. */
export interface PlacedRows {
  spans: SortedRows;
  starts: SortedRows;
  /** Told how many of the starts are through. */
  onPlaced?: ((done: number, total: number) => void) | undefined;
}

const TABLE = 'session_processes';

/**
 * Fills the table `session_processes`, by session and position, going through sessions and starts side by side. `names` are
 * those of the processes; `ledger` is counted up.
 *
 * @throws Error when the ledger does not add up, which is a bug.
 */
export async function fillSessionProcesses(
  database: DatabaseBuild,
  { spans, starts, onPlaced }: PlacedRows,
  names: Dictionary,
  ledger: ProcessLedger,
): Promise<void> {
  const placed = new PlacedBatches(placeStarts(spansOf(spans), startsOf(starts, onPlaced), ledger));
  const spec: TableSpec = {
    name: TABLE,
    key: [],
    columns: [
      ...ints('session_id', 'position', 'time', 'gap'),
      { name: 'process_name', type: 'name', names },
    ],
  };
  const rows = { spec, batches: placed.batches() };
  await database.fill(TABLE, rows, { types: { session_id: 'BIGINT' } });
  if (!placed.inOrder) await sortTable(database);
  mustAddUp(processLedgerProblems(ledger));
}

/**
 * Placed starts as rows. Pairs are numbered in the order of their sessions, so under key destination the rows are in order;
 * under a key with the source the sessions of a pair lie apart, and under `lifo` they take turns.
 */
class PlacedBatches {
  readonly #placed: AsyncIterable<PlacedProcesses>;
  inOrder = true;

  constructor(placed: AsyncIterable<PlacedProcesses>) {
    this.#placed = placed;
  }

  async *batches(): AsyncGenerator<TableBatch> {
    let last = 0;
    for await (const { length, session, position, time, gap, process } of this.#placed) {
      for (let row = 0; row < length; row++) {
        if ((session[row] as number) < last) this.inOrder = false;
        last = session[row] as number;
      }
      yield { length, key: new Int32Array(length), columns: [session, position, time, gap, process] };
    }
  }
}

async function sortTable(database: DatabaseBuild): Promise<void> {
  await database.run(`CREATE TABLE sorted AS FROM ${TABLE} ORDER BY session_id, position`);
  await database.run(`DROP TABLE ${TABLE}`);
  await database.run(`ALTER TABLE sorted RENAME TO ${TABLE}`);
}

async function* spansOf(rows: SortedRows): AsyncGenerator<SessionSpans> {
  for await (const { length, key: pair, columns } of rows.batches) {
    const [start, end, session] = columns as readonly Int32Array[] as [Int32Array, Int32Array, Int32Array];
    yield { length, pair, session, start, end };
  }
}

async function* startsOf(rows: SortedRows, onPlaced: PlacedRows['onPlaced']): AsyncGenerator<ProcessStarts> {
  const total = rows.rows;
  let done = 0;
  for await (const { length, key: pair, columns } of rows.batches) {
    const [time, process] = columns as readonly Int32Array[] as [Int32Array, Int32Array];
    yield { length, pair, time, process };
    onPlaced?.((done += length), total);
  }
}
