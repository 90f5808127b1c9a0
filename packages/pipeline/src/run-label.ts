import type { TupleRecord } from '@cmsc/labeling';
import { openFiles } from './file-source.js';
import { labelTable } from './label-table.js';
import type { LabelOptions, RunReport } from './options.js';
import { rowsFrom } from './run-sessions.js';
import type { OpenSource } from './session-source.js';

/** What a labelling did. */
export interface LabelReport extends RunReport {
  /** Where each red-team tuple went, in the order of the red-team file. */
  redteam: TupleRecord[];
}

/**
 * Auth rows, in the order of the files, each with its red-team label. The rows go through the machine too, so that
 * the report tells of every red-team logon which session it fell into.
 *
 * @throws CmscError as `runSessions` does.
 */
export function runLabel(options: LabelOptions): Promise<LabelReport> {
  return labelsFrom(openFiles, options);
}

/**
 * The same from any source.
 *
 * @throws CmscError as {@link runLabel} does.
 */
export function labelsFrom(open: OpenSource, options: LabelOptions): Promise<LabelReport> {
  const { onlyAttacks = false } = options;
  return rowsFrom(open, options, {
    command: 'label',
    isSorted: false,
    rows: (source) => labelTable(source.rows(onlyAttacks)),
    more: (source) => ({ redteam: source.records() }),
  });
}
