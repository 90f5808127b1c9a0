import { openFiles } from './file-source.js';
import type { RunReport, SessionsOptions } from './options.js';
import { provenance, publishReport, startReport } from './report.js';
import { RunProgress } from './run-phases.js';
import { withSource, type OpenSource } from './session-source.js';
import { sessionRows } from './session-rows.js';
import { writeRows } from './write-rows.js';

/**
 * Logon sessions out of auth files, or process runs out of proc files: the main job.
 *
 * @throws CmscError of kind usage for options that can't be, data for bad rows, io for files that can't be read or
 * written, interrupted when the signal was aborted. Nothing is left under the output's name then.
 * @example
 * const report = await runSessions({ command: 'sessions', inputs: ['auth.txt.gz'], output: 'sessions.csv' });
 * console.log(report.ledger.sessions);
 */
export function runSessions(options: SessionsOptions): Promise<RunReport> {
  // Without rows or a state to go on from nobody reads the origins of sessions: they need not be looked up.
  const origins = [options.output, options.stateIn, options.stateOut].some((path) => path !== undefined);
  return sessionsFrom((command, given) => openFiles(command, given, { origins }), options);
}

/**
 * The same from any source: open it, pump its sessions into the output, account for all of it.
 *
 * @throws CmscError as {@link runSessions} does.
 */
export async function sessionsFrom(
  open: OpenSource,
  options: SessionsOptions & { keep?: string | undefined },
): Promise<RunReport> {
  const { command, output, order } = options;
  const finishReport = startReport(command);
  const isSorted = output !== undefined && order !== 'close';
  const progress = new RunProgress(options.onProgress, { isSorted });
  return withSource(await open(command, { ...options, onProgress: progress.onProgress }), async (source) => {
    const metadata = () => provenance({ command, ...source.origin() });
    const how = { order: source.inOrder ? 'close' : order, metadata, onWriting: progress.write } as const;
    const rows = { ...options, ...how };
    const written =
      output === undefined ? await source.takeAll() : await writeRows(sessionRows(source, options), rows);
    const { outputs, engine, ...facts } = await source.finish();
    const report = {
      ...finishReport({ ...facts, outputs: [...written, ...outputs] }),
      ...(engine && { engine }),
    };
    await publishReport(report, options);
    return report;
  });
}
