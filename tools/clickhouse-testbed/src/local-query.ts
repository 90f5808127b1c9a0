import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { ensureEngine, LAUNCHER } from './engine.js';

/** How a query is run. */
export interface LocalQueryOptions {
  /** Threads for the query: `max_threads`. All cores by default. */
  threads?: number;
}

/** What came of a query. */
export interface LocalQueryResult {
  /** What the query printed, in the format it names or as tab separated values. */
  output: string;
  /** From the start of the process to its end, engine start included (about 0.3 s). */
  seconds: number;
  /** The query alone, as ClickHouse measures it; of several queries, their sum. */
  querySeconds: number;
  /** The most memory that the process held. */
  peakRssBytes: number;
}

/**
 * Runs a query in a ClickHouse that lives in a process of its own: no server, no network, nothing kept.
 * `file('/any/path.csv.gz', 'CSV', '…')` reads files, also compressed ones.
 *
 * @throws Error with what ClickHouse said when the query fails.
 * @example
 * const { output, querySeconds } = await runLocalQuery("SELECT count() FROM file('/data/auth.csv.gz', 'LineAsString')");
 */
export async function runLocalQuery(
  sql: string,
  { threads }: LocalQueryOptions = {},
): Promise<LocalQueryResult> {
  await ensureEngine();
  const folder = mkdtempSync(join(tmpdir(), 'cmsc-clickhouse-'));
  try {
    const settings = threads === undefined ? [] : [`--max_threads=${threads}`];
    return await run([`--path=${folder}`, ...settings, '--time', `--query=${sql}`]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function run(args: string[]): Promise<LocalQueryResult> {
  const begin = performance.now();
  const child = spawn(process.execPath, [LAUNCHER, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  const [, stdout, stderr, memory] = child.stdio as unknown as [null, Readable, Readable, Readable];
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [output, talk, peak] = await Promise.all([text(stdout), text(stderr), text(memory)]);
  const status = await ended;
  const times = talk.split('\n').filter((line) => /^\d+\.\d+$/.test(line));
  if (status !== 0 || /^Code: \d+\. /m.test(talk)) throw new Error(`ClickHouse failed: ${talk.trim()}`);
  return {
    output,
    seconds: (performance.now() - begin) / 1000,
    querySeconds: times.reduce((sum, time) => sum + Number(time), 0),
    peakRssBytes: Number(peak),
  };
}
