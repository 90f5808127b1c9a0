import { removeLeftovers } from '@cmsc/files';

/** Exit statuses by which a shell tells of a process that a signal has ended, and the signals. */
const SIGNALS: Readonly<Record<number, NodeJS.Signals>> = { 129: 'SIGHUP', 130: 'SIGINT', 143: 'SIGTERM' };

let statements = 0;

/**
 * Runs a statement during which DuckDB asks this thread for rows. Should the process exit meanwhile, nobody would answer
 * any more, and Node would wait for the statement forever: so the process ends by a signal then, with what is unfinished
 * removed.
 */
export async function answering<T>(statement: () => Promise<T>): Promise<T> {
  if (statements++ === 0) process.on('exit', endAtOnce);
  try {
    return await statement();
  } finally {
    if (--statements === 0) process.off('exit', endAtOnce);
  }
}

function endAtOnce(status: number): void {
  removeLeftovers();
  const signal = SIGNALS[status] ?? 'SIGKILL';
  if (signal !== 'SIGKILL') process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
