import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Interruption } from '../program/interruption.js';
import { isRunning, runHere } from './run-here.js';

/** The command as users run it. */
export const CMSC = fileURLToPath(new URL('../../bin/cmsc.js', import.meta.url));

/** What a run of `cmsc` left. */
export interface Finished {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Where and with what `cmsc` runs. */
export interface Surroundings {
  cwd?: string;
  /** What stands on standard input; nothing by default. */
  stdin?: string | Buffer;
  env?: Record<string, string>;
  /** What calls the run off, where it is in this process. */
  interruption?: Interruption;
}

/**
 * Runs `cmsc` to its end: in this process, by what the command itself calls. A process of its own, as users have it, is for
 * what reads standard input, and for a run beside another.
 */
export async function cmsc(args: readonly string[], surroundings: Surroundings = {}): Promise<Finished> {
  const { stdin } = surroundings;
  if (stdin !== undefined || args.some(isStream) || isRunning()) return cmscProcess(args, surroundings);
  return runHere(args, surroundings);
}

/** Whether a word stands for a stream, which this process has for itself. */
function isStream(word: string): boolean {
  return /^-$|^\/dev\/(std|fd)|^\/proc/.test(word);
}

/** Runs the built command to its end. */
export async function cmscProcess(
  args: readonly string[],
  { cwd, stdin = '', env }: Surroundings = {},
): Promise<Finished> {
  const child = startCmsc(args, { cwd, env });
  child.stdin.on('error', () => {}); // the command may end before it has read all of it
  child.stdin.end(stdin);
  return finished(child);
}

/** Starts the built command. */
export function startCmsc(
  args: readonly string[],
  { cwd, env }: Surroundings = {},
): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [CMSC, ...args], { cwd, env: { ...process.env, ...env } });
}

/** What a started command leaves when it has ended. */
export function finished(child: ChildProcessWithoutNullStreams): Promise<Finished> {
  const chunks = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
  child.stdout.on('data', (chunk: Buffer) => chunks.stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.stderr.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) =>
      resolve({
        status,
        stdout: Buffer.concat(chunks.stdout).toString('utf8'),
        stderr: Buffer.concat(chunks.stderr).toString('utf8'),
      }),
    );
  });
}

/** Runs a line of shell in which `cmsc` is the built command. */
export function shell(line: string, cwd: string): Promise<Finished> {
  const script = `cmsc() { ${JSON.stringify(process.execPath)} ${JSON.stringify(CMSC)} "$@"; }\n${line}`;
  return finished(spawn('bash', ['-c', script], { cwd }));
}
