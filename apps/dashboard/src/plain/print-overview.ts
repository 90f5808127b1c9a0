import { openDuckDb } from '../data/duckdb/duckdb-data.js';
import type { DashboardSource } from '../source.js';
import { plainOverview } from './plain-overview.js';

/**
 * Prints the overview of a database; of one that is being built when it is done.
 * @throws CmscError of kind io or data for a database that can't be read, and whatever the build failed with
 */
export async function printOverview(
  source: DashboardSource,
  stdout: NodeJS.WriteStream,
  signal?: AbortSignal,
): Promise<void> {
  if (source.kind === 'database') return printDatabase(source.path, stdout);
  const { build } = source;
  signal?.addEventListener('abort', () => build.cancel(), { once: true });
  try {
    await printDatabase(await build.done, stdout);
  } finally {
    await build.close();
  }
}

async function printDatabase(path: string, stdout: NodeJS.WriteStream): Promise<void> {
  const data = await openDuckDb(path);
  try {
    const text = await plainOverview(data);
    await new Promise<void>((resolve) => stdout.write(text, () => resolve()));
  } finally {
    await data.close();
  }
}
