import { NO_END, type ListColumn, type SessionColumns } from '@cmsc/core';
import type { SessionLabels } from '@cmsc/labeling';
import type { PassBatch } from './session-pass.js';

/** Which finished sessions go to the output. */
export interface SelectionOptions {
  /** Sessions without an end too. */
  keepOpen: boolean;
  /** Shortest duration, seconds; sessions without an end have none and pass. */
  minDurationSeconds: number;
}

/** Row numbers of the sessions that go to the output, or undefined when all of them do. */
export function selectSessions(
  sessions: SessionColumns,
  selection: SelectionOptions,
): readonly number[] | undefined {
  const { length } = sessions;
  // Nearly every batch goes out whole: nothing is made for it then.
  let first = 0;
  while (first < length && isSelected(sessions, first, selection)) first++;
  if (first === length) return undefined;
  const selected = Array.from({ length: first }, (_, i) => i);
  for (let i = first; i < length; i++) if (isSelected(sessions, i, selection)) selected.push(i);
  return selected;
}

function isSelected(
  { start, end }: SessionColumns,
  row: number,
  { keepOpen, minDurationSeconds }: SelectionOptions,
): boolean {
  return end[row] === NO_END ? keepOpen : end[row]! - start[row]! >= minDurationSeconds;
}

/** The sessions of a batch that go to the output, with their labels. */
export function selected(batch: PassBatch, selection: SelectionOptions): PassBatch {
  const rows = selectSessions(batch.sessions, selection);
  return rows === undefined ? batch : picked(batch, rows);
}

/** The sessions of a batch with the given row numbers, with their labels. */
export function picked({ sessions, labels }: PassBatch, rows: readonly number[]): PassBatch {
  return { sessions: pickSessions(sessions, rows), ...(labels && { labels: pickLabels(labels, rows) }) };
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

/** The sessions from row `from` up to, without, `to`, as views. */
export function sessionsBetween(sessions: SessionColumns, from: number, to: number): SessionColumns {
  const { length, key, start, end, starts, ends, origins } = sessions;
  if (from === 0 && to === length) return sessions;
  return {
    length: to - from,
    key: key.subarray(from, to),
    start: start.subarray(from, to),
    end: end.subarray(from, to),
    starts: starts.subarray(from, to),
    ends: ends.subarray(from, to),
    origins: { offsets: origins.offsets.subarray(from, to + 1), values: origins.values },
  };
}

/** The labels of the sessions with the given row numbers. */
function pickLabels({ label, attackTimes }: SessionLabels, rows: readonly number[]): SessionLabels {
  return { label: pick(label, rows), attackTimes: pickLists(attackTimes, rows) };
}

function pick(column: Int32Array, rows: readonly number[]): Int32Array {
  const picked = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) picked[i] = column[rows[i] as number] as number;
  return picked;
}

function pickLists({ offsets, values }: ListColumn, rows: readonly number[]): ListColumn {
  const picked = new Int32Array(rows.length + 1);
  let length = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    length += (offsets[row + 1] as number) - (offsets[row] as number);
    picked[i + 1] = length;
  }
  const items = new Int32Array(length);
  for (let i = 0, at = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    for (let value = offsets[row] as number; value < (offsets[row + 1] as number); value++)
      items[at++] = values[value] as number;
  }
  return { offsets: picked, values: items };
}
