import type { RunReport, SessionsOptions } from './options.js';
import type { RunContext } from './run-output.js';
import { openSessionOutput } from './session-output.js';
import { runThroughMachine } from './session-run.js';

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
  const { command } = options;
  const openOutput = (context: RunContext) => openSessionOutput(options, context);
  return runThroughMachine({ command, source: command, rows: false, openOutput }, options);
}
