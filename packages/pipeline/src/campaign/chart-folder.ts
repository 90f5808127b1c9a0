import { WholeFolder, writeFailed } from '@cmsc/files';
import type { DrawnCharts } from '@cmsc/report';
import type { WrittenFile } from './report-options.js';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Writes charts, or nothing where nobody wants them. */
export type WriteCharts = (charts: () => Promise<DrawnCharts>) => Promise<WrittenFile[]>;

/** The names that charts of a report have. */
const CHART = /^(when|hour-of-week|path|labels|scores|ledger-\w+|session-\d+)\.svg$/;

/**
 * Runs something that may write charts into a folder, which is there whole once it is through, or not at all.
 *
 * @throws CmscError of kind io when the folder can't be made, or may not be replaced.
 */
export async function withCharts<T>(
  folder: string | undefined,
  force: boolean | undefined,
  run: (write: WriteCharts) => Promise<T>,
): Promise<T> {
  if (folder === undefined) return run(async () => []);
  const target = await WholeFolder.open(folder, { force: force ?? false, foreignIn: foreignAmongCharts });
  try {
    const result = await run(async (charts) => writeAll(target, folder, await charts()));
    await target.publish();
    return result;
  } catch (error) {
    await target.abort();
    throw error;
  }
}

async function writeAll(target: WholeFolder, folder: string, charts: DrawnCharts): Promise<WrittenFile[]> {
  let bytes = 0;
  for (const [name, svg] of charts) {
    const file = `${name}.svg`;
    await writeFile(join(target.path, file), svg).catch((error: unknown) => {
      throw writeFailed(join(folder, file), error);
    });
    bytes += Buffer.byteLength(svg);
  }
  return [{ path: folder, bytes, files: charts.size }];
}

async function foreignAmongCharts(folder: string): Promise<string | undefined> {
  const foreign = (await readdir(folder)).find((name) => !CHART.test(name));
  return foreign === undefined ? undefined : `holds ${foreign}, which no report has put there`;
}
