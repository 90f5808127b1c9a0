import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const SCRIPT = fileURLToPath(new URL('write-rows.mjs', import.meta.url));

/** What `write-rows.mjs` is to write. */
export interface WriterJob {
  target: string;
  rows: number;
  options?: Record<string, unknown>;
  /** Pause after each 1000 rows. */
  pauseMs?: number;
}

/** How a writer ended. `report` is the summary, or the error, that it wrote to standard error. */
export interface WriterResult {
  status: number | null;
  signal: NodeJS.Signals | null;
  report: Record<string, unknown> | undefined;
  output: Buffer;
}

/** Starts a process that writes rows. `before` is shell text to run first, `after` what to pipe its output into. */
export function startWriter(job: WriterJob, { before = '', after = '' } = {}) {
  const command = after ? `${before} "$0" "$@" ${after}` : `${before} exec "$0" "$@"`;
  const argument = JSON.stringify({ options: {}, ...job });
  const child = spawn('bash', ['-c', command, process.execPath, SCRIPT, argument], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  const talk: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => output.push(piece));
  child.stderr.on('data', (piece: Buffer) => talk.push(piece));
  const result = once(child, 'close').then(([status, signal]): WriterResult => {
    const last = Buffer.concat(talk).toString().trim().split('\n').at(-1);
    const report = last?.startsWith('{') ? JSON.parse(last) : undefined;
    return { status, signal, report, output: Buffer.concat(output) };
  });
  /** Kept as soon as the sink is open: that is the first thing the writer says. */
  const opened = once(child.stderr, 'data');
  return { child, opened, result };
}

/** Runs a writer to its end. */
export function runWriter(
  job: WriterJob,
  shell?: { before?: string; after?: string },
): Promise<WriterResult> {
  return startWriter(job, shell).result;
}
