import { openFiles } from './file-source.js';
import type { RunReport, SessionRunOptions, SessionsOptions } from './options.js';
import { provenance, reported } from './report.js';
import type { OpenSource, RunCommand, SessionSource } from './session-source.js';
import { sessionRows } from './session-rows.js';
import { RunProgress, writeRows, type RowsOptions } from './write-rows.js';
import type { EngineFacts } from './engine/engine-options.js';
import type { TableRows } from '@cmsc/store';

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
 * The same from any source.
 *
 * @throws CmscError as {@link runSessions} does.
 */
export function sessionsFrom(
  open: OpenSource,
  options: SessionsOptions & { keep?: string | undefined },
): Promise<RunReport> {
  const { command, output, order } = options;
  const isSorted = output !== undefined && order !== 'close';
  return rowsFrom(open, options, { command, isSorted, rows: (source) => sessionRows(source, options) });
}

/** What is made of a source. */
interface SourceRun<More> {
  command: RunCommand;
  /** Whether its rows are sorted before they are written. */
  isSorted: boolean;
  /** The rows that are written. */
  rows(source: SessionSource): TableRows;
  /** What the report tells besides, once all is through. */
  more?(source: SessionSource): More;
}

/**
 * A run over a source, whatever it makes of it: opens the source, pumps its rows into the output, accounts for all of it.
 *
 * @throws CmscError as {@link runSessions} does.
 */
export function rowsFrom<More extends object>(
  open: OpenSource,
  options: SessionRunOptions & Pick<RowsOptions, 'order' | 'keep'>,
  { command, isSorted, rows, more }: SourceRun<More>,
): Promise<RunReport & More & { engine?: EngineFacts }> {
  return reported(command, options, async () => {
    const progress = new RunProgress(options.onProgress, { isSorted });
    const opened = await open(command, { ...options, onProgress: progress.onProgress });
    return withSource(opened, async (source) => {
      const metadata = () => provenance({ command, ...source.origin() });
      const order = source.inOrder ? 'close' : options.order;
      const how = { ...options, order, metadata, onWriting: progress.write };
      const written =
        options.output === undefined ? await source.takeAll() : await writeRows(rows(source), how);
      const { engine, ...facts } = await source.finish();
      return {
        facts: { ...facts, outputs: [...written, ...facts.outputs] },
        rows: facts.ledger.rows,
        more: { ...(more?.(source) as More), ...(engine && { engine }) },
      };
    });
  });
}

/** Uses a source, and lets go of it. */
export async function withSource<Source extends SessionSource, T>(
  source: Source,
  use: (source: Source) => Promise<T>,
): Promise<T> {
  try {
    const result = await use(source);
    await source.close();
    return result;
  } catch (error) {
    await source.close(error);
    throw error;
  }
}
