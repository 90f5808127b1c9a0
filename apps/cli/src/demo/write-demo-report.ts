import { runBuild, runReport } from '@cmsc/pipeline';
import { join } from 'node:path';
import type { Cli } from '../cli.js';

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
