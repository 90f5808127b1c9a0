import { spawn, type ChildProcess } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** Where a command runs, and what ends it early. */
export interface CommandOptions {
  cwd: string;
  signal?: AbortSignal;
  env?: Readonly<Record<string, string>>;
}

/** A command that failed; the message ends with what it printed last. */
export class CommandError extends Error {}

const LAST_LINES = 40;

/**
 * Runs a command to its end.
 *
 * @returns what it printed on standard output
 * @throws CommandError when it can't be started, ends with another status than 0, or is ended by the signal
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  { cwd, signal, env }: CommandOptions,
): Promise<string> {
  signal?.throwIfAborted();
  // A group of its own, so that the processes which it starts end with it.
  const child = spawn(command, args, {
    cwd,
    env: { ...ownEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const end = () => endGroup(child);
  signal?.addEventListener('abort', end);
  process.on('exit', end);
  try {
    const ended = new Promise<number | string>((resolve, reject) => {
      child.on('error', (error) => reject(new CommandError(error.message, { cause: error })));
      child.on('close', (code, by) => resolve(code ?? by ?? 'no status'));
    });
    const [status, printed, talk] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    signal?.throwIfAborted();
    if (status === 0) return printed;
    const last = `${printed}${talk}`.trimEnd().split('\n').slice(-LAST_LINES).join('\n');
    throw new CommandError(`\`${[command, ...args].join(' ')}\` ended with ${status}\n${last}`);
  } finally {
    signal?.removeEventListener('abort', end);
    process.off('exit', end);
  }
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGTERM');
  } catch {
    // It has ended meanwhile.
  }
}

// What Nx, npm and Vitest tell the processes that they start about this workspace would be wrong in another folder.
function ownEnvironment(): NodeJS.ProcessEnv {
  const foreign =
    /^(NX_|VITEST|npm_package_|npm_lifecycle_|npm_config_local_prefix$|NODE_ENV$|INIT_CWD$|FORCE_COLOR$)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  const plain = { NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false', NX_NO_CLOUD: 'true', NO_COLOR: '1' };
  return { ...Object.fromEntries(kept), ...plain };
}
