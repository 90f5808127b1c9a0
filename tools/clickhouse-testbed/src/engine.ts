import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../engine/', import.meta.url));
const STAMP = `${FOLDER}node_modules/.installed`;
const LOCK = `${FOLDER}.installing`;
/** An installation that takes longer than this has died: its lock is taken over. */
const LOCK_MILLISECONDS = 10 * 60_000;

/** The program that runs ClickHouse inside a Node process. */
export const LAUNCHER = `${FOLDER}launch.mjs`;

/**
 * Why ClickHouse can't run on this machine, in words, or undefined where it can: the engine comes as a binary for
 * Linux on x64 with glibc alone.
 */
export function unsupportedReason(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `the ClickHouse engine of the test bed is built for linux x64, not for ${process.platform} ${process.arch}`;
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime ? undefined : 'the ClickHouse engine of the test bed needs glibc';
}

/**
 * Installs the engine from its own lock file (178 MB to fetch, 543 MB on disk), unless it is there as the lock file
 * wants it. Any number of processes may call this at once: one installs, the others wait.
 *
 * @throws Error when the platform has no engine or `npm ci` fails.
 */
export async function ensureEngine(): Promise<void> {
  const unsupported = unsupportedReason();
  if (unsupported) throw new Error(unsupported);
  while (!isInstalled()) {
    if (!tryLock()) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      continue;
    }
    try {
      if (isInstalled()) return;
      await install();
      writeFileSync(STAMP, wantedStamp());
    } finally {
      rmSync(LOCK, { recursive: true, force: true });
    }
  }
}

function wantedStamp(): string {
  return createHash('sha256')
    .update(readFileSync(`${FOLDER}package-lock.json`))
    .digest('hex');
}

function isInstalled(): boolean {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wantedStamp();
}

function tryLock(): boolean {
  try {
    mkdirSync(LOCK);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const age = Date.now() - (statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  if (age > LOCK_MILLISECONDS) rmSync(LOCK, { recursive: true, force: true });
  return false;
}

async function install(): Promise<void> {
  const args = ['ci', '--prefix', FOLDER, '--prefer-offline', '--no-audit', '--no-fund'];
  const npm = spawn('npm', args, { cwd: FOLDER, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.on('data', (chunk) => (output += chunk));
  const status = await new Promise((resolve, reject) => npm.on('error', reject).on('close', resolve));
  if (status !== 0)
    throw new Error(`npm ci of the ClickHouse engine failed with ${status}: ${output.trim()}`);
}
