import { formatDuration, type SessionRule } from '@cmsc/core';
import {
  type EngineReport,
  type RunReport,
  runSessions,
  runSessionsOnEngine,
  runWindows,
  type SessionsOptions,
} from '@cmsc/pipeline';
import type { Cli } from '../cli.js';
import { toEngine } from '../options/engine.js';
import { type SessionsFlags, toSessionsOptions } from '../options/sessions.js';
import { takesWindows, toWindowsOptions, type WindowsFlags } from '../options/windows.js';
import { engineSummary, showRun } from '../summaries/run-summary.js';
import { labelSummary, ledgerSummary, type Nouns, WLS_NOUNS } from '../summaries/ledger-summary.js';
import { windowsSummary } from '../summaries/windows-summary.js';

/** What a filter does to what crosses its border: part of the help. */
export const BORDER_NOTES = borderNotes(
  ' (--keep-open\n                      writes it)',
  `
  --min-duration      Works on finished sessions: one that lasts exactly so long
                      is kept, none is cut, and no count of the report changes.
                      One with no end has no duration and is kept.`,
);

/** The same for a command that has these filters alone, and keeps open sessions. */
export const WINDOW_NOTES = borderNotes('', '');

function borderNotes(ofOpen: string, more: string): readonly string[] {
  return [
    `At the border of a filter:
  --from, --to        Rows outside are not read into the machine. What began before
                      --from has lost its start: it begins at its first start
                      inside, or its end is an orphan. What ends after --to ends
                      at its last end inside, or counts as open${ofOpen}.
  --user, --computer  Rows of other names are not read into the machine. A session
                      whose key holds the column is there whole or not at all.${more}`,
  ];
}

/** What `sessions` and `processes` can be told of either kind of rows. */
export type EventFlags = Omit<SessionsFlags, 'source'> & WindowsFlags;

/**
 * Runs `sessions` or `processes` on rows of CMSC or on Windows events, and says what came of it.
 *
 * @throws CmscError as {@link takesWindows}, the options and the run do.
 */
export async function runAndSummarize(
  command: SessionsOptions['command'],
  nouns: Nouns,
  inputs: readonly string[],
  flags: EventFlags,
  cli: Cli,
): Promise<void> {
  if (await takesWindows(inputs, flags, cli)) await runOnWindows(command, inputs, flags, cli);
  else await runOnRows(command, nouns, inputs, flags as SessionsFlags, cli);
}

async function runOnRows(
  command: SessionsOptions['command'],
  nouns: Nouns,
  inputs: readonly string[],
  flags: SessionsFlags,
  cli: Cli,
): Promise<void> {
  const engine = toEngine(flags);
  const { keep, output } = flags;
  const options = toSessionsOptions(command, inputs, flags, cli);
  if (keep !== undefined && output === undefined) options.output = undefined;
  const report: RunReport & Partial<EngineReport> = await cli.withProgress(
    options.output,
    nouns.session,
    (onProgress) =>
      engine
        ? runSessionsOnEngine({ ...options, onProgress, engine, keep })
        : runSessions({ ...options, onProgress }),
  );
  // The rule that was settled on: what was not said depends on what kind of rows the files hold.
  const { source, ...rule } = report.options as unknown as SessionRule & { source?: string };
  const open = flags.stateOut !== undefined ? 'carried on' : flags.keepOpen ? 'written' : 'left out';
  const lines = ledgerSummary(report.ledger, { nouns: source === 'wls' ? WLS_NOUNS : nouns, rule, open });
  if (flags.minDuration)
    lines.push(
      `  only ${nouns.session}s of ${formatDuration(flags.minDuration)} and longer go out (--min-duration)`,
    );
  if (report.labels) lines.push(...labelSummary(report.labels));
  if (report.engine) lines.push(...engineSummary(report.engine));
  showRun(report, lines, flags, cli);
}

async function runOnWindows(
  command: SessionsOptions['command'],
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
