import type { Dictionary, EventColumns, SessionColumns } from '@cmsc/core';
import type { AttackedRow, SessionLabels, TupleRecord } from '@cmsc/labeling';
import type { KeyNames, OutputSummary } from '@cmsc/store';
import type { EngineFacts } from './engine/engine-options.js';
import type { LabelledRows } from './label-table.js';
import type { RunReport, SessionRunOptions } from './options.js';
import type { SessionCommand, SessionPlan } from './session-plan.js';
import type { SelectionOptions } from './session-rows.js';

/** Commands whose rows come out of the machine, or go through it. */
export type RunCommand = SessionCommand | 'label';

/** What came of a source, for the report. */
export interface SourceFacts extends Pick<RunReport, 'inputs' | 'leftOut' | 'ledger' | 'labels'> {
  /** The rule and the filters that it went by. */
  options: Record<string, unknown>;
  /** Files that it has written: bad rows. */
  outputs: OutputSummary[];
  /** How a cluster did it, where one did. */
  engine?: EngineFacts;
}

/** Sessions, with their labels when there is a red team. */
export interface PassBatch {
  sessions: SessionColumns;
  labels?: SessionLabels;
}

/** Events that went through a pass. */
export interface EventBatch {
  /** The events that passed the filters. */
  events: EventColumns;
  /** The red-team logons among them. */
  attacked: readonly AttackedRow[];
}

/** Sessions, and the keys that they have. */
export interface KeyedSessions {
  /** Those so far. */
  keys: KeyNames;
  /** Each batch is good until the next; empty ones come too. */
  batches: AsyncIterable<PassBatch>;
}

/** Sessions and labels of a run, worked out here or on a cluster: one pass over its events, as its rows are pulled. */
export interface SessionSource {
  readonly plan: SessionPlan;
  /** The dictionary of each column of `plan.select`. */
  readonly dictionaries: readonly Dictionary[];
  /** Whether there is a red team to label with. */
  readonly labelled: boolean;
  /** Whether sessions come by key and start; they come as they close otherwise. */
  readonly inOrder: boolean;
  /** The sessions that are wanted. */
  sessions(selection: SelectionOptions): KeyedSessions;
  /** Rows of auth, all or the red team's alone. */
  rows(onlyAttacks: boolean): LabelledRows;
  /** Goes through all events without anyone looking at what comes out. Nothing is written of it. */
  takeAll(): Promise<[]>;
  /** What the rows were made of, and by which options. To be asked for once all of these were taken. */
  origin(): Pick<SourceFacts, 'options' | 'inputs'>;
  /** Makes what stands beside the rows complete, once all of these were taken. */
  finish(): Promise<SourceFacts>;
  /** Where each red-team tuple went; none without a red team. To be asked for once all is finished. */
  records(): TupleRecord[];
  /** Lets go of it. `error` is what has ended the run, if it was that. Never throws. */
  close(error?: unknown): Promise<void>;
}

/** Opens the source of a run. */
export type OpenSource = (command: RunCommand, options: SessionRunOptions) => Promise<SessionSource>;
