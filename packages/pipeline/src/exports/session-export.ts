import { SessionExport, type SessionRow } from '@cmsc/exports';
import type { ExportFolder } from './export-folder.js';
import type { ExportOptions, SessionExportCounts, SessionSource } from './export-options.js';
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
  splitSeconds: number,
  folder: ExportFolder,
): Promise<{ sessions: SessionExportCounts; splitSeconds: number }> {
  const { signal } = options;
  const exporting = new SessionExport(folder, { ...options, splitSeconds });
  const parquet = options.parquet === false ? undefined : new SessionParquet(folder, signal);
  try {
    await eachSession(sessions, options, (row) => exporting.count(row));
    let rows = 0;
    await eachSession(sessions, options, async (row) => {
      const written = exporting.write(row);
      parquet?.add(written);
      if (++rows % FLUSH_ROWS === 0) await folder.flush();
    });
    exporting.finish();
    await folder.flush();
    await parquet?.finish();
  } finally {
    await parquet?.close();
  }
  return { sessions: exporting.tally, splitSeconds };
}

/** Goes through the sessions that are wholly inside the time window. */
async function eachSession(
  sessions: SessionSource,
  { from = 0, to = Infinity, signal }: ExportOptions,
  take: (row: SessionRow) => void | Promise<void>,
): Promise<void> {
  for await (const row of sessions()) {
    signal?.throwIfAborted();
    if (row.start_time < from || row.end_time > to) continue;
    const taken = take(row);
    if (taken) await taken;
  }
}
