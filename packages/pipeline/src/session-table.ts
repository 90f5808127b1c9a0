import { NO_END, type Dictionary, type SessionColumns } from '@cmsc/core';
import type { SessionLabels } from '@cmsc/labeling';
import { NULL_INT, type TableBatch, type TableColumn, type TableSpec } from '@cmsc/store';
import type { SessionPlan } from './session-plan.js';

/** What, besides start, end and counts, a table of sessions has to hold. */
export interface TableOptions {
  /** The dictionary of origins, when sessions remember them. */
  origins?: Dictionary;
  labels: boolean;
}

/** The table that `cmsc sessions` or `cmsc processes` writes: columns and names as the command line's contract has them. */
export function sessionTable(
  { command, rule, originsName }: SessionPlan,
  { origins, labels }: TableOptions,
): TableSpec {
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
export function toTableBatch(
  sessions: SessionColumns,
  withOrigins: boolean,
  labels?: SessionLabels,
): TableBatch {
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
export function noLabels(length: number): SessionLabels {
  return {
    label: new Int32Array(length).fill(NULL_INT),
    attackTimes: { offsets: new Int32Array(length + 1), values: new Int32Array(0) },
  };
}
