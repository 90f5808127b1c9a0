import { runWindows } from '@cmsc/pipeline';
import type { Cli } from '../cli.js';
import type { SessionsFlags } from '../options/sessions.js';
import { toWindowsOptions, type WindowsFlags } from '../options/windows.js';
import { windowsSummary } from '../summaries/windows-summary.js';
import { showRun } from './show-run.js';

/** What `sessions` and `processes` can be told of either kind of rows. */
export type EventFlags = Omit<SessionsFlags, 'source'> & WindowsFlags;

/** Runs `sessions` or `processes` on Windows events, and says what came of it. */
export async function runWindowsAndSummarize(
  command: 'sessions' | 'processes',
  inputs: readonly string[],
  flags: EventFlags,
  cli: Cli,
): Promise<void> {
  const options = toWindowsOptions(inputs, flags, cli);
  const report = await cli.withProgress(options.output, 'row', (onProgress) =>
    runWindows(command, { ...options, onProgress }),
  );
  showRun(report, windowsSummary(report), flags, cli);
}
