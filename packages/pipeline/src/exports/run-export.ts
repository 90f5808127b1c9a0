import { checkWindow, CmscError } from '@cmsc/core';
import { refuseSameStream } from '@cmsc/loaders';
import { exportNamed, type Variant, VARIANTS } from '@cmsc/exports';
import { checkSplitPoint, FIRST_RED_TEAM_EVENT } from '@cmsc/sequences';
import { refuseFilesInside, WholeFolder } from '@cmsc/files';
import { checkTargets, CMSC_VERSION, refuseSharedFiles, reported } from '../report.js';
import { exportAuth } from './auth-export.js';
import { withSessions } from './database-sessions.js';
import { ExportFolder, foreignInExport } from './export-folder.js';
import type { ExportManifest, ExportOptions, ExportReport } from './export-options.js';
import { exportSessions } from './session-export.js';

const SESSIONS = 'sessions';
/** Where a database is built of which nothing stays. */
const WORK_FOLDER = '.building';

/**
 * Writes what a published detector reads: a folder of files, and a manifest among them. It is complete or absent.
 *
 * @throws CmscError of kind usage for options that can't be, data for bad rows, io for files that can't be read or
 * written, interrupted when the signal was aborted. Nothing is left under the folder's name then, or what was there before.
 * @example
 * const report = await runExport({ name: 'euler', inputs: ['auth.txt.gz'], redteam: 'redteam.txt.gz', output: 'euler' });
 * console.log(report.auth?.rows.written, report.auth?.differences);
 */
export function runExport(options: ExportOptions): Promise<ExportReport> {
  return reported('export', options, async () => {
    check(options);
    await checkTargets(options);
    const inputs = [...options.inputs, options.redteam, ...(options.flows ?? [])];
    await refuseSameStream(inputs);
    await refuseSharedFiles(options, inputs);
    await refuseFilesInside(options.output, [...inputs, options.report, options.rejects]);
    const { manifest, rejects } = await writeExport(options);
    return { facts: { ...manifest, rejects }, rows: rowsOf(manifest) };
  });
}

/** Writes the folder, which is complete or absent. */
async function writeExport(
  options: ExportOptions,
): Promise<Pick<ExportReport, 'rejects'> & { manifest: ExportManifest }> {
  const { output, force, signal } = options;
  const target = await WholeFolder.open(output, { force, foreignIn: foreignInExport });
  const folder = new ExportFolder(target, signal);
  try {
    const { rejects, inputs = [], leftOut, splitSeconds, ...facts } = await fill(folder, options);
    const about = { version: CMSC_VERSION, command: 'export' } as const;
    const told = reportedOptions({ ...options, splitSeconds });
    const manifest = await folder.finish((outputs) => ({
      ...{ ...about, options: told, inputs, leftOut, outputs },
      ...facts,
    }));
    await target.publish();
    return { manifest, rejects };
  } catch (error) {
    await folder.abort();
    await target.abort();
    throw error;
  }
}

/**
 * Checks what can be checked before anything is read.
 *
 * @throws CmscError BAD_OPTION for a name, a variant, a window or a folder that is none.
 */
function check({ name, variant, output, from, to }: ExportOptions): void {
  checkWindow({ from, to });
  if (name !== SESSIONS) exportNamed(name);
  if (output === '-')
    throw new CmscError('usage', 'BAD_OPTION', 'an export is a folder, not a stream', {
      hint: 'name it with --output',
    });
  if (variant === undefined || VARIANTS.includes(variant)) return;
  throw new CmscError('usage', 'BAD_OPTION', 'there is no such variant', {
    text: variant,
    hint: `use one of ${VARIANTS.join(', ')}`,
  });
}

/** What is in the folder, and where sessions were split in the end. */
type Filled = Partial<Omit<ExportReport, 'timing'>> & { splitSeconds?: number };

async function fill(folder: ExportFolder, options: ExportOptions): Promise<Filled> {
  const { name, sessions } = options;
  if (name !== SESSIONS) return exportAuth(options, folder);
  if (sessions) {
    const facts = { splitSeconds: secondOf(options), onProgress: options.onProgress };
    return exportSessions(sessions, options, facts, folder);
  }
  return withSessions(options, folder.pathOf(WORK_FOLDER), (source, facts) =>
    exportSessions(source, options, facts, folder),
  );
}

/**
 * Where sessions that are no database's are split.
 *
 * @throws CmscError BAD_OPTION for what only a database has.
 */
function secondOf({ splitSeconds = FIRST_RED_TEAM_EVENT }: ExportOptions): number {
  checkSplitPoint(splitSeconds);
  if (typeof splitSeconds === 'number') return splitSeconds;
  throw new CmscError('usage', 'BAD_OPTION', 'these sessions are split at a second', { hint: 'say which' });
}

/** The options that the result depends on. */
function reportedOptions(options: ExportOptions): Record<string, unknown> {
  const { name, variant = 'corrected' satisfies Variant, from, to, onBadRow, dialect } = options;
  if (name !== SESSIONS) return { name, variant, from, to, onBadRow, dialect };
  const { gaps = true, cutoff = 1, splitSeconds } = options;
  return { name, gaps, cutoff, splitSeconds, from, to };
}

/** Rows read: those of the files, or sessions. */
function rowsOf({ auth, flows, sessions }: Partial<ExportManifest>): number {
  const read = (auth?.rows.read ?? 0) + (flows?.rows.read ?? 0);
  return sessions ? read + sessions.train + sessions.test : read;
}
