import { CmscError, type Dictionary } from '@cmsc/core';
import type { OutputSummary } from '@cmsc/store';
import type { EventBatch, PassBatch, SessionPass } from './session-pass.js';
import type { SessionPlan } from './session-plan.js';

/** What a run writes. */
export interface RunOutput {
  /** Whether nobody reads the output any more: a closed pipe. */
  readonly closedEarly: boolean;
  /** Takes a batch of events, before the sessions that they bring out. */
  writeEvents(batch: EventBatch): Promise<void>;
  /** Takes sessions: those that events bring out, and those that were still inside at the end. */
  writeSessions(batch: PassBatch): Promise<void>;
  finish(): Promise<OutputSummary[]>;
  /** Leaves nothing behind. */
  abort(): Promise<void>;
}

/** What an output has to know of its run. */
export interface RunContext {
  plan: SessionPlan;
  pass: SessionPass;
  /** The dictionary of each column of `plan.select`. */
  dictionaries: readonly Dictionary[];
}

/** The output of a run that writes none. */
export const NO_OUTPUT: RunOutput = {
  closedEarly: false,
  writeEvents: async () => undefined,
  writeSessions: async () => undefined,
  finish: async () => [],
  abort: async () => undefined,
};

/** The files of a run besides its rows. */
export interface OtherFiles {
  report?: string | undefined;
  rejects?: string | undefined;
  stateOut?: string | undefined;
  /** A table on a cluster. */
  keep?: string | undefined;
}

/**
 * Ends a run whose rows nobody reads any more, unless it makes something else that was asked for by name: then it goes
 * on, and the rows are dropped.
 *
 * @throws CmscError OUTPUT_CLOSED: no fault of anyone's, and nothing to tell.
 */
export function endWhenUnread({ closedEarly }: { closedEarly: boolean }, files: OtherFiles): void {
  const { report, rejects, stateOut, keep } = files;
  if (closedEarly && (report ?? rejects ?? stateOut ?? keep) === undefined)
    throw new CmscError('io', 'OUTPUT_CLOSED', 'nobody reads the output any more');
}
