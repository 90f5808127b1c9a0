import { CmscError } from '@cmsc/core';
import { openDuckDb } from '../data/duckdb/duckdb-data.js';
import type { DashboardSource } from '../source.js';
import type { StartPlace } from '../state/state.js';
import { plainScreen } from './plain-screen.js';

/** What is printed, and where. */
export interface PlainOptions {
  start: StartPlace;
  stdout: NodeJS.WriteStream;
  /** Cells that a line may have. */
  columns: number;
  signal?: AbortSignal;
}

/**
 * Prints a screen of a database; of one that is being built when it is done.
 * @throws CmscError of kind io or data for a database that can't be read, usage for a filter that doesn't fit,
 * interrupted after an abort, and whatever the build failed with
 */
export async function printScreen(source: DashboardSource, options: PlainOptions): Promise<void> {
  const ending = new AbortController();
  const { signal = ending.signal } = options;
  const run =
    source.kind === 'database'
      ? printDatabase(source.path, options, signal)
      : printBuild(source.build, options, signal);
  try {
    await run;
  } catch (error) {
    throw signal.aborted
      ? new CmscError('interrupted', 'INTERRUPTED', 'ended by a signal', { cause: error })
      : error;
  }
}

type Build = Extract<DashboardSource, { kind: 'live' }>['build'];

async function printBuild(build: Build, options: PlainOptions, signal: AbortSignal): Promise<void> {
  const cancel = () => build.cancel();
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await printDatabase(await build.done, options, signal);
  } finally {
    signal.removeEventListener('abort', cancel);
    await build.close();
  }
}

async function printDatabase(
  path: string,
  { start, stdout, columns }: PlainOptions,
  signal: AbortSignal,
): Promise<void> {
  const data = await openDuckDb(path, { signal });
  try {
    const text = await plainScreen(data, { start, columns }, signal);
    await new Promise<void>((resolve) => stdout.write(text, () => resolve()));
  } finally {
    await data.close();
  }
}
