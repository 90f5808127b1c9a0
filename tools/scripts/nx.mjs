// Nx as the scripts call it.
import { spawnSync } from 'node:child_process';

const ENVIRONMENT = { NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true' };

// Nx, which gets an interrupt too, ends first: what is to be tidied up is not in use then.
process.on('SIGINT', () => {});

/** Runs a command of Nx, shows what it prints, and says whether it did it. */
export function nx(...args) {
  const env = { ...process.env, ...ENVIRONMENT };
  const { status, signal } = spawnSync('node_modules/.bin/nx', args, { stdio: 'inherit', env });
  if (signal === 'SIGINT' || status === 130) process.exit(130);
  if (status !== 0) console.error(`failed: nx ${args.join(' ')}`);
  return status === 0;
}
