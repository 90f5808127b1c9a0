import type { TupleRecord } from '@cmsc/labeling';
import { openFiles } from './file-source.js';
import { labelTable } from './label-table.js';
import type { LabelOptions, RunReport } from './options.js';
import { provenance, publishReport, startReport } from './report.js';
import { RunProgress } from './run-phases.js';
import { withSource, type OpenSource } from './session-source.js';
import { writeRows } from './write-rows.js';

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
export async function labelsFrom(open: OpenSource, options: LabelOptions): Promise<LabelReport> {
  const { output, onlyAttacks = false } = options;
  const finishReport = startReport('label');
  const progress = new RunProgress(options.onProgress, { isSorted: false });
  return withSource(await open('label', { ...options, onProgress: progress.onProgress }), async (source) => {
    const written =
      output === undefined
        ? await source.takeAll()
        : await writeRows(labelTable(source.rows(onlyAttacks)), {
            ...options,
            metadata: () => provenance({ command: 'label', ...source.origin() }),
            onWriting: progress.write,
          });
    const { outputs, engine, ...facts } = await source.finish();
    const report = {
      ...finishReport({ ...facts, outputs: [...written, ...outputs] }),
      redteam: source.records(),
      ...(engine && { engine }),
    };
    await publishReport(report, options);
    return report;
  });
}
