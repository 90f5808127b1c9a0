import { formatCount } from '@cmsc/core';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runBuild, type RunReport, runReport, runSessions } from '@cmsc/pipeline';
import type { Cli } from '../cli.js';
import { generateWithProgress, type Truth } from './generate-with-progress.js';
import type { SessionRow } from './truth-check.js';

/** What the demo made. */
export interface DemoResult {
  truth: Truth;
  sessions: RunReport;
  processes: RunReport;
  /** Sessions with label 1, as they stand in the output. */
  attacked: SessionRow[];
}

/**
 * The main job on made-up data: generate, extract sessions with red-team labels, extract process runs.
 *
 * @param folder takes the data and the results.
 * @throws CmscError as the runs do.
 */
export async function runDemo(folder: string, events: number, force: boolean, cli: Cli): Promise<DemoResult> {
  const { signal } = cli;
  cli.say(`making ${formatCount(events)} rows of auth, and proc, flows, dns and redteam to go with them …`);
  const { truth } = await generateWithProgress({ directory: folder, events, force, signal }, cli);
  cli.say('extracting logon sessions with red-team labels, and process runs …');
  const output = join(folder, 'sessions.jsonl');
  const sessions = await cli.withProgress(output, 'session', (onProgress) =>
    runSessions({
      command: 'sessions',
      inputs: [join(folder, 'auth.txt.gz')],
      redteam: join(folder, 'redteam.txt.gz'),
      output,
      force,
      signal,
      onProgress,
    }),
  );
  const processes = await cli.withProgress(undefined, 'run', (onProgress) =>
    runSessions({
      command: 'processes',
      inputs: [join(folder, 'proc.txt.gz')],
      output: join(folder, 'processes.csv'),
      force,
      signal,
      onProgress,
    }),
  );
  return { truth, sessions, processes, attacked: await readAttacked(output) };
}

async function readAttacked(path: string): Promise<SessionRow[]> {
  const attacked: SessionRow[] = [];
  for await (const line of createInterface(createReadStream(path))) {
    const row = JSON.parse(line) as SessionRow;
    if (row.label === 1) attacked.push(row);
  }
  return attacked;
}

/** Runs something in a folder that is gone afterwards, also when the process ends in between. */
export async function inTemporaryFolder<T>(run: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'cmsc-demo-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await run(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

const INPUTS = ['auth.txt.gz', 'proc.txt.gz', 'redteam.txt.gz', 'flows.txt.gz', 'dns.txt.gz'];

/**
 * Builds a database of the data in a folder, and the report of it, both beside the data.
 *
 * @returns the path of the report.
 * @throws CmscError as the runs do.
 */
export async function writeDemoReport(folder: string, force: boolean, cli: Cli): Promise<string> {
  const { signal } = cli;
  const [database, output] = [join(folder, 'cmsc.duckdb'), join(folder, 'report.html')];
  cli.say('writing the campaign on one page …');
  const inputs = INPUTS.map((name) => join(folder, name));
  await cli.withProgress(undefined, 'session', (onProgress) =>
    runBuild({ inputs, output: database, force, signal, onProgress }),
  );
  await runReport({ database, output, title: 'The campaign of cmsc demo', force, signal });
  return output;
}
