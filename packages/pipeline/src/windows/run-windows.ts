import { availableParallelism } from 'node:os';
import {
  findInputs,
  labelWindows,
  readWindows,
  readWindowsLabels,
  refuseSameStream,
  sizeOfInputs,
  eventWindow,
  timeZone,
  WINDOWS_FILES,
  windowsLedgerProblems,
  type LeftOut,
  type WindowsLabelLedger,
  type WindowsResult,
} from '@cmsc/loaders';
import type { OutputSummary } from '@cmsc/store';
import { inputsOf } from '../event-source.js';
import { withRejects, type Rejects } from '../rejects.js';
import { checkTargets, mustAddUp, refuseSharedFiles, reported } from '../report.js';
import { unmetWarning } from '../row-filter.js';
import { writeRows } from '../write-rows.js';
import { unmetNames } from './windows-names.js';
import type { WindowsOptions, WindowsReport } from './windows-options.js';
import { windowsProcesses, windowsSessions } from './windows-tables.js';

/** What was read of Windows events, and the labels that they got. */
export interface ReadWindows extends WindowsResult {
  leftOut: LeftOut[] | undefined;
  labels: WindowsLabelLedger | undefined;
}

/** What the report of a run tells that the run knows itself. */
export type WindowsRunFacts = Omit<WindowsReport, 'version' | 'command' | 'timing'>;

/**
 * Logon sessions, or process runs, out of Windows Security events as any known tool exports them.
 *
 * @throws CmscError of kind usage for options that can't be, data for bad rows, io for files that can't be read or
 * written, interrupted when the signal was aborted. Nothing is left under the output's name then.
 */
export async function runWindows(
  command: 'sessions' | 'processes',
  options: WindowsOptions,
): Promise<WindowsReport> {
  return windowsReport(command, options, async (rejects) => {
    const run = await readAllWindows(options, rejects);
    const rows = command === 'sessions' ? windowsSessions(run, options) : windowsProcesses(run, options);
    const written = await writeRows(rows, { ...options, order: 'close' });
    return windowsFacts(run, options, [...written, ...(await rejects.finish())]);
  });
}

/**
 * Does a run over Windows events, with a file for bad rows, and makes the report of it.
 *
 * @throws CmscError as {@link runWindows} does.
 */
export function windowsReport(
  command: string,
  options: WindowsOptions,
  run: (rejects: Rejects) => Promise<WindowsRunFacts>,
): Promise<WindowsReport> {
  return reported(command, options, async () => {
    await checkTargets(options);
    const facts = await withRejects(options, run);
    return { facts, rows: facts.ledger.rows };
  });
}

/**
 * Reads the events of a run, and its labels.
 *
 * @throws CmscError as {@link runWindows} does.
 */
export async function readAllWindows(options: WindowsOptions, rejects: Rejects): Promise<ReadWindows> {
  const { processes, onBadRow, signal, onProgress, threads = availableParallelism() } = options;
  await refuseSameStream([...options.inputs, options.labels]);
  const zone = timeZone(options.timeZone ?? 'UTC');
  const window = eventWindow(options, zone);
  const { paths, leftOut } = await findInputs(options.inputs, WINDOWS_FILES);
  await refuseSharedFiles(options, [...paths, options.labels]);
  const labels =
    options.labels === undefined ? undefined : await readWindowsLabels(options.labels, zone, signal);
  const bytesTotal = onProgress && (await sizeOfInputs(paths));
  const run = await readWindows(paths, {
    ...{ timeZone: options.timeZone, processes, window, threads, onBadRow, signal },
    onReject: rejects.onReject,
    async onProgress(rows, bytes) {
      onProgress?.({ rows, bytes, bytesTotal });
      await rejects.flush();
    },
  });
  mustAddUp(windowsLedgerProblems(run.ledger));
  for (const unmet of unmetNames(run, options)) options.onWarning?.(unmetWarning('windows', unmet));
  return { ...run, leftOut, labels: labels && labelWindows(run, labels) };
}

/** What is reported of a run. */
export function windowsFacts(
  run: ReadWindows,
  options: WindowsOptions,
  outputs: OutputSummary[],
): WindowsRunFacts {
  const { leftOut, ledger, labels } = run;
  const { timeZone: zone = 'UTC', processes = 'security', userKinds, user, computer } = options;
  const { from, to, keepOpen, minDurationSeconds, onBadRow, labels: labelFile, format } = options;
  const said = {
    from,
    to,
    userKinds,
    user,
    computer,
    keepOpen,
    minDurationSeconds,
    onBadRow,
    labels: labelFile,
    format,
  };
  return {
    options: { source: 'windows', timeZone: zone, processes, ...withoutAbsent(said) },
    inputs: inputsOf(run),
    ...(leftOut && { leftOut }),
    ...{ outputs, ledger },
    ...(labels && { labels }),
  };
}

function withoutAbsent(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
