import { NO_END, type ListColumn, type SessionColumns } from '@cmsc/core';
import type { SessionLabels } from '@cmsc/labeling';

/** Which finished sessions go to the output. */
export interface SelectionOptions {
  /** Sessions without an end too. */
  keepOpen: boolean;
  /** Shortest duration, seconds; sessions without an end have none and pass. */
  minDurationSeconds: number;
}

/** Row numbers of the sessions that go to the output, or undefined when all of them do. */
export function selectSessions(
  { length, start, end }: SessionColumns,
  { keepOpen, minDurationSeconds }: SelectionOptions,
): number[] | undefined {
  const selected: number[] = [];
  for (let i = 0; i < length; i++) {
    const isOpen = end[i] === NO_END;
    if (isOpen ? keepOpen : (end[i] as number) - (start[i] as number) >= minDurationSeconds) selected.push(i);
  }
  return selected.length === length ? undefined : selected;
}

/** The sessions with the given row numbers. */
export function pickSessions(sessions: SessionColumns, rows: readonly number[]): SessionColumns {
  return {
    length: rows.length,
    key: pick(sessions.key, rows),
    start: pick(sessions.start, rows),
    end: pick(sessions.end, rows),
    starts: pick(sessions.starts, rows),
    ends: pick(sessions.ends, rows),
    origins: pickLists(sessions.origins, rows),
  };
}

/** The labels of the sessions with the given row numbers. */
export function pickLabels({ label, attackTimes }: SessionLabels, rows: readonly number[]): SessionLabels {
  return { label: pick(label, rows), attackTimes: pickLists(attackTimes, rows) };
}

function pick(column: Int32Array, rows: readonly number[]): Int32Array {
  return Int32Array.from(rows, (row) => column[row] as number);
}

function pickLists({ offsets, values }: ListColumn, rows: readonly number[]): ListColumn {
  const lists = rows.map((row) => values.subarray(offsets[row], offsets[row + 1]));
  const picked: ListColumn = { offsets: new Int32Array(rows.length + 1), values: new Int32Array(0) };
  lists.forEach((list, i) => (picked.offsets[i + 1] = (picked.offsets[i] as number) + list.length));
  picked.values = new Int32Array(picked.offsets[rows.length] as number);
  lists.forEach((list, i) => picked.values.set(list, picked.offsets[i]));
  return picked;
}
