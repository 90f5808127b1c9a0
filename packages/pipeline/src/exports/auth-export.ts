import { CmscError } from '@cmsc/core';
import type { RedTeamIndex } from '@cmsc/labeling';
import {
  findInputs,
  formats,
  sizeOfInputs,
  withCopies,
  type ColumnReader,
  type Dictionaries,
  type LeftOut,
} from '@cmsc/loaders';
import {
  exportNamed,
  type ExportFormat,
  type ExportRun,
  type ExportTally,
  type RowRange,
  TimeWindow,
} from '@cmsc/exports';
import { inputsOf, openEvents, type EventSource } from '../event-source.js';
import { loadRedTeam } from '../red-team.js';
import { withRejects, type Rejects } from '../rejects.js';
import { RunPhases, type Phases } from '../run-phases.js';
import type { ExportFolder } from './export-folder.js';
import type { ExportCounts, ExportManifest, ExportOptions, ExportReport } from './export-options.js';

/** The part of a manifest that an export of auth rows knows. */
export type AuthExportFacts = Pick<ExportManifest, 'inputs' | 'leftOut' | 'auth' | 'flows' | 'candidates'> &
  Pick<ExportReport, 'rejects'>;

const COUNTING = 'counting auth';
const WRITING = 'reading auth';
const FLOWS = 'reading flows';

/** What a pass needs, whichever it is. */
interface Passes {
  /** Their inputs are files. */
  options: ExportOptions;
  format: ExportFormat;
  redteam: RedTeamIndex;
  folder: ExportFolder;
  rejects: Rejects;
  phases: RunPhases;
  /** Shared by all passes, so that a name has one id. */
  dictionaries: Dictionaries;
}

/**
 * Writes an export of auth rows into a folder.
 *
 * @throws CmscError for options that can't be, bad rows, and files that can't be read or written.
 */
export async function exportAuth(given: ExportOptions, folder: ExportFolder): Promise<AuthExportFacts> {
  const format = exportNamed(given.name);
  const { options, leftOut } = await withFiles(given, format);
  const phases = new RunPhases(given.onProgress, await phasesOf(options, format));
  const { index: redteam, inputs: redteamInputs } = await loadRedTeam(checkFiles(options, format), options);
  return withRejects(options, async (rejects) => {
    const passes = { options, format, redteam, folder, rejects, phases, dictionaries: {} };
    const readTwice = format.passes === 2 ? options.inputs : [];
    const facts = await withCopies(readTwice, options.signal, () => run(passes));
    const inputs = [...facts.inputs, ...redteamInputs];
    const [written] = await rejects.finish();
    return { ...facts, inputs, leftOut, rejects: written };
  });
}

/**
 * The red-team file, if the files that were named are those that the export reads.
 *
 * @throws CmscError BAD_OPTION when one is missing, or one is too many.
 */
function checkFiles({ name, redteam, flows = [] }: ExportOptions, { flowColumns }: ExportFormat): string {
  const refuse = (what: string, hint: string): CmscError =>
    new CmscError('usage', 'BAD_OPTION', what, { text: name, hint });
  if (redteam === undefined) throw refuse('this export needs a red-team file', 'add --redteam FILE');
  if (flows.length > 0 && !flowColumns) throw refuse('this export reads no flows', 'leave --flows away');
  return redteam;
}

/** What is read one after the other: auth twice where rows are counted first. */
async function phasesOf({ inputs, flows = [] }: ExportOptions, { passes }: ExportFormat): Promise<Phases> {
  const reads = await sizeOfInputs(inputs);
  return {
    ...(passes === 2 && { [COUNTING]: { reads } }),
    [WRITING]: { reads },
    ...(flows.length > 0 && { [FLOWS]: { reads: await sizeOfInputs(flows) } }),
  };
}

/** The files that folders and globs stand for. */
async function withFiles(
  options: ExportOptions,
  format: ExportFormat,
): Promise<{ options: ExportOptions; leftOut: LeftOut[] | undefined }> {
  const auth = await findInputs(options.inputs, formats.auth);
  const flows = await findInputs(format.flowColumns ? (options.flows ?? []) : [], formats.flows);
  const files = { inputs: auth.paths, ...(format.flowColumns && { flows: flows.paths }) };
  return {
    options: { ...options, ...files },
    leftOut: auth.leftOut || flows.leftOut ? [...(auth.leftOut ?? []), ...(flows.leftOut ?? [])] : undefined,
  };
}

async function run(passes: Passes): Promise<Omit<AuthExportFacts, 'rejects' | 'leftOut'>> {
  const { format, options, redteam, folder, phases } = passes;
  phases.begin(format.passes === 2 ? COUNTING : WRITING);
  const { onReject } = passes.rejects;
  // Each bad row is kept once, however often it is read.
  const first = await openAuth(passes, format.passes === 1 ? onReject : undefined);
  const flows = await openFlows(passes);
  const exporting = format.start({
    variant: options.variant ?? 'corrected',
    redteam,
    files: folder,
    dictionaries: first.dictionaries,
    flowDictionaries: flows?.dictionaries,
  });
  let auth = first.reader;
  if (exporting.count) {
    await pump(passes, auth, (rows) => exporting.count?.(rows));
    phases.begin(WRITING);
    ({ reader: auth } = await openAuth(passes, onReject));
  }
  const window = await pump(passes, auth, (rows) => exporting.write(rows));
  const counts = {
    auth: countsOf(auth, window, exporting.tally),
    ...(flows && (await pumpFlows(passes, flows.reader, exporting))),
  };
  exporting.finish();
  await folder.flush();
  const candidates = exporting.candidates?.();
  return {
    inputs: inputsOf(auth, ...(flows ? [flows.reader] : [])),
    ...counts,
    ...(candidates && { candidates }),
  };
}

/** Auth up to the end of the time window: its beginning is cut off later, where it is known which row is which. */
function openAuth(
  { options, format, dictionaries, phases }: Passes,
  onReject: Rejects['onReject'],
): Promise<EventSource> {
  const input = { ...options, from: undefined, onProgress: options.onProgress && phases.read };
  return openEvents(formats.auth, input, { select: format.columns, others: 'emit', dictionaries, onReject });
}

async function openFlows({
  options,
  format,
  rejects,
  dictionaries,
  phases,
}: Passes): Promise<EventSource | undefined> {
  const { flows = [], dialect } = options;
  const { flowColumns: select } = format;
  if (flows.length === 0 || !select) return undefined;
  const input = {
    ...options,
    inputs: flows,
    from: undefined,
    // The columns of auth are not those of flows.
    dialect: dialect && { delimiter: dialect.delimiter, header: dialect.header },
    threads: 1,
    onProgress: options.onProgress && phases.read,
  };
  const { onReject } = rejects;
  return openEvents(formats.flows, input, { select, raw: true, dictionaries, onReject });
}

async function pump(
  { options, folder, rejects }: Passes,
  reader: ColumnReader,
  take: (rows: RowRange) => void,
): Promise<TimeWindow> {
  const window = new TimeWindow(options.from, options.to);
  for await (const events of reader) {
    take(window.of(events));
    await folder.flush();
    await rejects.flush();
  }
  return window;
}

async function pumpFlows(
  passes: Passes,
  reader: ColumnReader,
  run: ExportRun,
): Promise<{ flows: ExportCounts }> {
  const window = new TimeWindow(passes.options.from, passes.options.to);
  passes.phases.begin(FLOWS);
  for await (const events of reader) {
    if (events.raw) run.writeFlows?.({ ...window.of(events), raw: events.raw });
    await passes.folder.flush();
    await passes.rejects.flush();
  }
  return { flows: countsOf(reader, window, run.flowTally as ExportTally) };
}

function countsOf(
  { counts }: ColumnReader,
  window: TimeWindow,
  { rows: written, ...rest }: ExportTally,
): ExportCounts {
  const { rows: read, rejected } = counts;
  const filtered = window.filtered + counts.filtered;
  return {
    rows: { read, written, leftOut: read - written - filtered - rejected, filtered, rejected },
    ...rest,
  };
}
