import { isList, type Cell, type Column } from '../../lists/column.js';
import { MOST_VALUES, TIME_STEP_SECONDS } from '../../lists/frequency-list.js';
import type { RowSet } from './row-set.js';
import type { Chunk, SessionColumns } from './session-columns.js';

// Counters that are kept side by side; more values than that are looked up in a map.
const MOST_COUNTERS = 4_000_000;

/** Users, computers or origins with their sessions: name, sessions, attacked ones, first start, last end. */
export async function accountRows(
  columns: SessionColumns,
  column: string,
  rows: RowSet | null,
  signal: AbortSignal,
): Promise<Cell[][]> {
  const names = columns.names.get(column) ?? [];
  const [sessions, attacked] = [new Int32Array(names.length), new Int32Array(names.length)];
  const [first, last] = [new Int32Array(names.length).fill(2 ** 31 - 1), new Int32Array(names.length)];
  await columns.visit(columns.chunks, signal, (chunk) => {
    const [labels, starts, ends] = [
      chunk.column('label'),
      chunk.column('start_time'),
      chunk.column('end_time'),
    ];
    eachValue(columns, chunk, column, rows, (code, row) => {
      sessions[code] = (sessions[code] as number) + 1;
      if ((labels[row] as number) > 0) attacked[code] = (attacked[code] as number) + 1;
      if ((starts[row] as number) < (first[code] as number)) first[code] = starts[row] as number;
      if ((ends[row] as number) > (last[code] as number)) last[code] = ends[row] as number;
    });
  });
  return names.flatMap((name, code) =>
    sessions[code] === 0
      ? []
      : [[name, ...[sessions, attacked, first, last].map((values) => values[code] ?? 0)]],
  );
}

/** How often each value stands in a column: value, rows, share, attacked ones. Times count by the hour. */
export async function frequencyRows(
  columns: SessionColumns,
  { name, kind }: Column,
  rows: RowSet | null,
  signal: AbortSignal,
): Promise<Cell[][]> {
  const step = kind === 'time' ? TIME_STEP_SECONDS : 1;
  const names = columns.names.get(name);
  const [counts, attacked] = [tallyFor(columns, name, step), tallyFor(columns, name, step)];
  await columns.visit(columns.chunks, signal, (chunk) => {
    const labels = chunk.column('label');
    eachValue(columns, chunk, name, rows, (value, row) => {
      const counted = step === 1 ? value : Math.floor(value / step);
      counts.add(counted);
      if ((labels[row] as number) > 0) attacked.add(counted);
    });
  });
  const entries = counts.entries();
  const all = entries.reduce((sum, [, count]) => sum + count, 0);
  const shown = (value: number) => (names === undefined ? value * step : (names[value] ?? ''));
  const sorted = entries.sort(([, left], [, right]) => right - left).slice(0, MOST_VALUES);
  return sorted.map(([value, count]) => [shown(value), count, count / all, attacked.count(value)]);
}

/** Sessions by the hour of the day they began in: hour, sessions, attacked ones, first start, last end. */
export async function hourRows(
  columns: SessionColumns,
  rows: RowSet | null,
  signal: AbortSignal,
): Promise<number[][]> {
  const hours = Array.from({ length: 24 }, (_, hour) => [hour, 0, 0, Infinity, -Infinity]);
  await columns.visit(columns.chunks, signal, (chunk) => {
    if (rows !== null && rows.countBetween(chunk.first, chunk.first + chunk.count) === 0) return;
    const [labels, ends] = [chunk.column('label'), chunk.column('end_time')];
    eachValue(columns, chunk, 'start_time', rows, (start, row) => {
      const hour = hours[Math.floor(start / 3600) % 24] as [number, number, number, number, number];
      hour[1]++;
      hour[2] += (labels[row] as number) > 0 ? 1 : 0;
      hour[3] = Math.min(hour[3], start);
      hour[4] = Math.max(hour[4], ends[row] as number);
    });
  });
  return hours.filter(([, sessions]) => sessions !== 0);
}

/** Whether the index can count the values of a column: of lists only those with names. */
export function canCount(columns: SessionColumns, { name, kind }: Column): boolean {
  return columns.has(name) && (!isList(kind) || columns.items.has(name));
}

/** Each value of a column, or each item of its lists, in the rows that are wanted. */
function eachValue(
  columns: SessionColumns,
  chunk: Chunk,
  name: string,
  wanted: RowSet | null,
  visit: (value: number, row: number) => void,
): void {
  const { first, count } = chunk;
  if (wanted !== null && wanted.countBetween(first, first + count) === 0) return;
  const values = chunk.column(name);
  if (!columns.items.has(name)) {
    for (let row = 0; row < count; row++) {
      if (wanted === null || wanted.has(first + row)) visit(values[row] as number, row);
    }
    return;
  }
  const items = chunk.items(name);
  for (let row = 0, item = 0; row < count; row++) {
    const end = item + (values[row] as number);
    if (wanted === null || wanted.has(first + row))
      for (let at = item; at < end; at++) visit(items[at] as number, row);
    item = end;
  }
}

/** Counts values. */
interface Tally {
  add(value: number): void;
  count(value: number): number;
  /** Values that were counted, with their counts. */
  entries(): [number, number][];
}

function tallyFor(columns: SessionColumns, name: string, step: number): Tally {
  const names = columns.names.get(name);
  const values = names === undefined ? Math.floor(greatest(columns, name) / step) + 1 : names.length;
  return values <= MOST_COUNTERS ? denseTally(values) : sparseTally();
}

function greatest(columns: SessionColumns, name: string): number {
  return columns.chunks.reduce((most, chunk) => Math.max(most, columns.file(name).rangeOf(chunk).most), 0);
}

function denseTally(values: number): Tally {
  const counts = new Int32Array(values);
  return {
    add: (value) => {
      counts[value] = (counts[value] as number) + 1;
    },
    count: (value) => counts[value] ?? 0,
    entries: () =>
      Array.from(counts, (count, value): [number, number] => [value, count]).filter(([, count]) => count > 0),
  };
}

function sparseTally(): Tally {
  const counts = new Map<number, number>();
  return {
    add: (value) => {
      counts.set(value, (counts.get(value) ?? 0) + 1);
    },
    count: (value) => counts.get(value) ?? 0,
    entries: () => [...counts],
  };
}
