// Nx as the scripts call it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const ENVIRONMENT = { NX_DAEMON: 'false', NX_ISOLATE_PLUGINS: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true' };

// Nx, which gets an interrupt too, ends first: what is to be tidied up is not in use then. Its status does not tell: it
// ends as interrupted as well where a target has failed that another one is made of.
let isInterrupted = false;
process.on('SIGINT', () => (isInterrupted = true));

/** Runs a command of Nx, shows what it prints, and resolves to whether it did it. */
export async function nx(...args) {
  const env = { ...process.env, ...ENVIRONMENT };
  const [status] = await once(spawn('node_modules/.bin/nx', args, { stdio: 'inherit', env }), 'close');
  if (isInterrupted) process.exit(130);
  if (status !== 0) console.error(`failed: nx ${args.join(' ')}`);
  return status === 0;
}
