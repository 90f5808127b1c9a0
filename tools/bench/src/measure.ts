import { spawn } from 'node:child_process';

/** A whole process, from start to end. */
export interface Run {
  seconds: number;
  /** Largest resident memory of the process, bytes; undefined where it can't be told. */
  peakRssBytes: number | undefined;
}

/**
 * Runs a command to its end and times it. The command may tell its own peak memory: as JSON `{"peakRssBytes": …}` on
 * its last line of standard output, which is what processes that nobody can look into from outside do.
 *
 * @throws Error when the command fails, with what it said.
 */
export function measure(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let output = '';
    let complaints = '';
    child.stdout.on('data', (text) => (output = (output + text).slice(-10_000)));
    child.stderr.on('data', (text) => (complaints = (complaints + text).slice(-10_000)));
    child.on('error', reject);
    child.on('close', (status) => {
      const seconds = (performance.now() - started) / 1000;
      if (status === 0) resolve({ seconds, peakRssBytes: toldPeak(output) });
      else reject(new Error(`${command} ${args.join(' ')} ended with ${status}: ${complaints || output}`));
    });
  });
}

function toldPeak(output: string): number | undefined {
  const last = output.trimEnd().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) return undefined;
  return (JSON.parse(last) as { peakRssBytes?: number }).peakRssBytes;
}

/** The middle of some figures; of an even number, the mean of the two in the middle. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)] as number;
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
