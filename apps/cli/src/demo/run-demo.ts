import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { runSessions, type RunReport } from '@cmsc/pipeline';
import type { Cli } from '../cli.js';
import { formatCount } from '../terminal/numbers.js';
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
