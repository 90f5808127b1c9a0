import { NULL_INT, type TableBatch, type TableColumn, type TableRows, type TableSpec } from '@cmsc/store';
import type { SessionsOptions } from './options.js';
import type { SessionPlan } from './session-plan.js';
import type { PassBatch, KeyedSessions, SessionSource } from './session-source.js';
import type { SessionLabels } from '@cmsc/labeling';
import { groupedTable, SessionGroups } from './grouped-table.js';
import { NO_END, type ListColumn, type SessionColumns } from '@cmsc/core';

/** Which finished sessions go to the output. */
export interface SelectionOptions {
  /** Sessions without an end too. */
  keepOpen: boolean;
  /** Shortest duration, seconds; sessions without an end have none and pass. */
  minDurationSeconds: number;
}

type RowOptions = Pick<SessionsOptions, 'grouped' | 'keepOpen' | 'minDurationSeconds' | 'sessionIds'>;

/** The rows of `cmsc sessions` or `cmsc processes`: one a session, or one a key with its sessions. */
export function sessionRows(
  source: SessionSource,
  { grouped = false, keepOpen = false, minDurationSeconds = 0, sessionIds = false }: RowOptions,
): TableRows {
  const sessions = source.sessions({ keepOpen, minDurationSeconds });
  const { keys, batches } = sessions;
  if (grouped) return { spec: groupedTable(source.plan), keys, batches: groupedBatches(sessions) };
  const spec = sessionTable(source, source.labelled);
  const rows = tableBatches(batches, source.plan);
  return sessionIds ? { spec: withIds(spec), keys, batches: idBatches(rows) } : { spec, keys, batches: rows };
}

/** The table with a column that numbers its complete sessions. */
function withIds(spec: TableSpec): TableSpec {
  const column = 'session_id';
  const columns: TableColumn[] = [...spec.columns, { name: column, type: 'int' }];
  return { ...spec, columns, number: { column, unless: 'end_time' } };
}

/** Rows with room for their numbers, which are given when they are sorted. */
async function* idBatches(batches: AsyncIterable<TableBatch>): AsyncGenerator<TableBatch> {
  for await (const batch of batches)
    yield { ...batch, columns: [...batch.columns, new Int32Array(batch.length)] };
}

/** The table of sessions or process runs in a database, where sessions have labels whether there is a red team or not. */
export function builtTable(source: SessionSource): TableSpec {
  return sessionTable(source, source.plan.command === 'sessions');
}

/** Rows of {@link builtTable}. */
export function builtBatch({ sessions, labels }: PassBatch, { command, origin }: SessionPlan): TableBatch {
  const ofAuth = command === 'sessions' ? (labels ?? noLabels(sessions.length)) : undefined;
  return toTableBatch(sessions, origin !== undefined, ofAuth);
}

/** All rows of {@link builtTable} that are wanted, in the order in which they come. */
export function builtRows(source: SessionSource, selection: SelectionOptions): TableRows {
  const { keys, batches } = source.sessions(selection);
  async function* built(): AsyncGenerator<TableBatch> {
    for await (const batch of batches) yield builtBatch(batch, source.plan);
  }
  return { spec: builtTable(source), keys, batches: built() };
}

async function* tableBatches(
  batches: AsyncIterable<PassBatch>,
  { origin }: SessionPlan,
): AsyncGenerator<TableBatch> {
  for await (const { sessions, labels } of batches)
    yield toTableBatch(sessions, origin !== undefined, labels);
}

async function* groupedBatches({ keys, batches }: KeyedSessions): AsyncGenerator<TableBatch> {
  const groups = new SessionGroups();
  for await (const batch of batches) groups.add(batch.sessions);
  yield* groups.batches(keys.size);
}

/** The table that a source gives: columns and names as the command line's contract has them. */
function sessionTable({ plan, dictionaries }: SessionSource, labels: boolean): TableSpec {
  const { command, rule, origin, originsName } = plan;
  const origins = origin === undefined ? undefined : dictionaries[origin];
  const [starts, ends] = command === 'sessions' ? ['logons', 'logoffs'] : ['starts', 'ends'];
  const columns: TableColumn[] = [
    { name: 'start_time', type: 'int' },
    { name: 'end_time', type: 'int' },
    { name: 'duration', type: 'int' },
    { name: starts, type: 'int' },
    { name: ends, type: 'int' },
  ];
  if (origins) columns.push({ name: originsName, type: 'name[]', names: origins });
  if (labels) columns.push({ name: 'label', type: 'int' }, { name: 'attack_times', type: 'int[]' });
  return {
    name: command === 'sessions' ? 'sessions' : 'process_runs',
    key: rule.key,
    columns,
    start: 'start_time',
  };
}

/** Turns sessions, and their labels when there are any, into rows of {@link sessionTable}. */
function toTableBatch(sessions: SessionColumns, withOrigins: boolean, labels?: SessionLabels): TableBatch {
  const { length, key, start, end, starts, ends, origins } = sessions;
  const endTime = new Int32Array(length);
  const duration = new Int32Array(length);
  for (let i = 0; i < length; i++) {
    const isOpen = end[i] === NO_END;
    endTime[i] = isOpen ? NULL_INT : (end[i] as number);
    duration[i] = isOpen ? NULL_INT : (end[i] as number) - (start[i] as number);
  }
  const columns: TableBatch['columns'][number][] = [start, endTime, duration, starts, ends];
  if (withOrigins) columns.push(origins);
  if (labels) columns.push(labels.label, labels.attackTimes);
  return { length, key, columns };
}

/** The labels of sessions where there is no red team to tell: NULL, for nobody knows whether they were attacked. */
function noLabels(length: number): SessionLabels {
  return {
    label: new Int32Array(length).fill(NULL_INT),
    attackTimes: { offsets: new Int32Array(length + 1), values: new Int32Array(0) },
  };
}

/** The sessions of a batch that go to the output, with their labels. */
export function selected(batch: PassBatch, selection: SelectionOptions): PassBatch {
  const rows = selectSessions(batch.sessions, selection);
  return rows === undefined ? batch : picked(batch, rows);
}

/** Row numbers of the sessions that go to the output, or undefined when all of them do. */
function selectSessions(
  sessions: SessionColumns,
  selection: SelectionOptions,
): readonly number[] | undefined {
  const { length } = sessions;
  // Nearly every batch goes out whole: nothing is made for it then.
  let first = 0;
  while (first < length && isSelected(sessions, first, selection)) first++;
  if (first === length) return undefined;
  const rows = Array.from({ length: first }, (_, i) => i);
  for (let i = first; i < length; i++) if (isSelected(sessions, i, selection)) rows.push(i);
  return rows;
}

function isSelected(
  { start, end }: SessionColumns,
  row: number,
  { keepOpen, minDurationSeconds }: SelectionOptions,
): boolean {
  return end[row] === NO_END ? keepOpen : end[row]! - start[row]! >= minDurationSeconds;
}

/** The sessions of a batch with the given row numbers, with their labels. */
export function picked({ sessions, labels }: PassBatch, rows: readonly number[]): PassBatch {
  return { sessions: pickSessions(sessions, rows), ...(labels && { labels: pickLabels(labels, rows) }) };
}

/** The sessions with the given row numbers. */
function pickSessions(sessions: SessionColumns, rows: readonly number[]): SessionColumns {
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
function pickLabels({ label, attackTimes }: SessionLabels, rows: readonly number[]): SessionLabels {
  return { label: pick(label, rows), attackTimes: pickLists(attackTimes, rows) };
}

function pick(column: Int32Array, rows: readonly number[]): Int32Array {
  const values = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) values[i] = column[rows[i] as number] as number;
  return values;
}

function pickLists({ offsets, values }: ListColumn, rows: readonly number[]): ListColumn {
  const pickedOffsets = new Int32Array(rows.length + 1);
  let length = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    length += (offsets[row + 1] as number) - (offsets[row] as number);
    pickedOffsets[i + 1] = length;
  }
  const items = new Int32Array(length);
  for (let i = 0, at = 0; i < rows.length; i++) {
    const row = rows[i] as number;
    for (let value = offsets[row] as number; value < (offsets[row + 1] as number); value++)
      items[at++] = values[value] as number;
  }
  return { offsets: pickedOffsets, values: items };
}
