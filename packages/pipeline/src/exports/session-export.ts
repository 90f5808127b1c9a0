import { throwIfInterrupted } from '@cmsc/core';
import { SessionExport, type SessionRow } from '@cmsc/exports';
import type { ExportFolder } from './export-folder.js';
import type { ExportOptions, SessionExportCounts, SessionSource } from './export-options.js';
import { RunPhases, type Phases } from '../run-phases.js';
import { SessionParquet } from './session-parquet.js';

const FLUSH_ROWS = 8192;

/**
 * Writes sessions with their tokens into a folder, going through them twice: to count tokens, and to write.
 *
 * @throws CmscError for a cutoff that can't be, and files that can't be written; what the source throws.
 */
export async function exportSessions(
  sessions: SessionSource,
  options: ExportOptions,
  { splitSeconds, total, onProgress }: SessionFacts,
  folder: ExportFolder,
): Promise<{ sessions: SessionExportCounts; splitSeconds: number }> {
  const { signal } = options;
  const phases = new RunPhases(onProgress, phasesOf(total));
  const exporting = new SessionExport(folder, { ...options, splitSeconds });
  const parquet = options.parquet === false ? undefined : new SessionParquet(folder, signal);
  try {
    await eachSession(
      () => sessions({ bare: false }),
      options,
      (row) => exporting.count(row),
    );
    phases.begin('writing sessions');
    let rows = 0;
    await eachSession(sessions, options, async (row) => {
      const written = exporting.write(row);
      parquet?.add(written);
      if (++rows % FLUSH_ROWS !== 0) return;
      phases.read({ rows, bytes: rows, ...(total !== undefined && { bytesTotal: total }) });
      await folder.flush();
    });
    phases.read({ rows, bytes: rows, bytesTotal: rows });
    exporting.finish();
    await folder.flush();
    phases.begin('writing Parquet');
    await parquet?.finish((done) => phases.did(done, rows));
  } finally {
    await parquet?.close();
  }
  return { sessions: exporting.tally, splitSeconds };
}

/** What is known of the sessions before they are read. */
export interface SessionFacts {
  /** Where they are split. */
  splitSeconds: number;
  /** How many there are, those outside the time window too; undefined where nobody knows. */
  total?: number;
  /** Told how far the export of them is. */
  onProgress: ExportOptions['onProgress'];
}

/** What is done one after the other, in sessions that would be written meanwhile. */
function phasesOf(total: number | undefined): Phases {
  const part = (share: number) => ({ work: total && share * total });
  return { 'counting tokens': part(0.1), 'writing sessions': part(1), 'writing Parquet': part(0.2) };
}

/** Goes through the sessions that are wholly inside the time window. */
async function eachSession(
  sessions: SessionSource,
  { from = 0, to = Infinity, signal }: ExportOptions,
  take: (row: SessionRow) => void | Promise<void>,
): Promise<void> {
  for await (const row of sessions()) {
    throwIfInterrupted(signal);
    if (row.start_time < from || row.end_time > to) continue;
    const taken = take(row);
    if (taken) await taken;
  }
}
