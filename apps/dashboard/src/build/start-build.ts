import { type ChildProcess, fork, type IOType, type StdioOptions } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CmscError, putTogether } from '@cmsc/core';
import { removeStale } from '@cmsc/files';
import { descriptorOf } from '@cmsc/loaders';
import type { RedTeamHit } from '@cmsc/pipeline';
import type { BuildOrder, BuildUpdate, FromBuild, LiveBuild, ToBuild } from './source.js';

/** A building process that is still there after so long is killed. */
const END_MS = 4000;

/** What is to be built for the dashboard; without an `output` the database is a temporary one. */
export type LiveOrder = Omit<BuildOrder, 'output'> & Partial<Pick<BuildOrder, 'output'>>;

/**
 * Starts a build in a process of its own, which dies with this one.
 *
 * @example
 * await runDashboard({ kind: 'live', build: startBuild({ inputs: ['/data/cmsc'] }) });
 */
export function startBuild({ output, ...order }: LiveOrder): LiveBuild {
  return new ChildBuild(order, output);
}

/** The descriptors of a building process: its inputs by the numbers that they have here, and the line between the two behind them. */
function stdioFor(inputs: readonly string[]): StdioOptions {
  const stdio: (IOType | number | 'ipc')[] = ['ignore', 'ignore', 'pipe'];
  for (const fd of inputs.map(descriptorOf)) {
    if (fd === undefined || (fd !== 0 && fd < stdio.length)) continue;
    while (stdio.length < fd) stdio.push('ignore');
    stdio[fd] = fd;
  }
  return [...stdio, 'ipc'];
}

class ChildBuild implements LiveBuild {
  readonly done: Promise<string>;
  readonly rejects: string | undefined;
  readonly #child: ChildProcess;
  readonly #folder: string | null;
  readonly #path: string;
  readonly #exited: Promise<void>;
  readonly #removeFolder = () => {
    if (this.#folder !== null) rmSync(this.#folder, { recursive: true, force: true });
  };
  #cancelled = false;
  #listener: (update: BuildUpdate) => void = () => undefined;
  #hits: readonly RedTeamHit[] = [];

  constructor(order: Omit<BuildOrder, 'output'>, output: string | undefined) {
    this.#folder = output === undefined ? mkdtempSync(join(tmpdir(), 'cmsc-build-')) : null;
    // Also when nobody comes to close: a signal, a crash.
    process.once('exit', this.#removeFolder);
    this.#path = output ?? join(this.#folder ?? '', 'cmsc.duckdb');
    this.rejects = order.rejects;
    if (this.#folder !== null && order.onBadRow === 'skip')
      this.rejects ??= join(this.#folder, 'rejects.csv');
    this.#child = fork(fileURLToPath(new URL('./build-process.js', import.meta.url)), {
      stdio: stdioFor(order.inputs),
      execArgv: [],
    });
    this.#exited = new Promise((resolve) => {
      this.#child.once('close', () => resolve());
      this.#child.once('error', () => resolve());
    });
    this.done = this.#outcome(this.#path);
    // Whoever waits for it is told; nobody may be waiting yet.
    this.done.catch(() => undefined);
    this.#tell({
      type: 'start',
      order: { ...order, output: this.#path, rejects: this.rejects },
      temporaryFolder: this.#folder,
    });
  }

  get temporary(): boolean {
    return this.#folder !== null;
  }

  onUpdate(listener: (update: BuildUpdate) => void): void {
    this.#listener = listener;
  }

  cancel(): void {
    this.#cancelled = true;
    this.#tell({ type: 'cancel' });
  }

  async close(): Promise<void> {
    this.cancel();
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), END_MS);
    await this.#exited;
    clearTimeout(kill);
    // One that was killed could not clean up itself.
    if (this.#child.signalCode === 'SIGKILL') await removeStale(dirname(this.#path), basename(this.#path));
    process.off('exit', this.#removeFolder);
    this.#removeFolder();
  }

  #outcome(path: string): Promise<string> {
    let said = '';
    this.#child.stderr?.on('data', (text: Buffer) => (said = `${said}${text.toString('utf8')}`.slice(-2000)));
    return new Promise((resolve, reject) => {
      this.#child.on('message', (message: FromBuild) => {
        if (message.type === 'update') this.#update(message.update);
        else if (this.#cancelled) reject(cancelled());
        else if (message.type === 'done') resolve(path);
        else reject(putTogether(message.error));
      });
      const ended = (how: string, cause?: Error) =>
        reject(this.#cancelled ? cancelled() : endedByItself(`${how} ${said}`.trim(), cause));
      this.#child.once('error', (error) => ended(error.message, error));
      this.#child.once('close', (status, signal) => ended(String(signal ?? status)));
    });
  }

  #update({ newHits, ...update }: Extract<FromBuild, { type: 'update' }>['update']): void {
    if (newHits.length > 0) this.#hits = [...this.#hits, ...newHits];
    this.#listener({ ...update, hits: this.#hits });
  }

  #tell(message: ToBuild): void {
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }
}

// However far it had come, and whatever it fails with on the way out.
function cancelled(): CmscError {
  return new CmscError('interrupted', 'INTERRUPTED', 'the build was cancelled');
}

function endedByItself(text: string, cause: Error | undefined): CmscError {
  const hint = 'was there enough memory?';
  return new CmscError('limit', 'WORKER_DIED', 'the building process ended by itself', { text, hint, cause });
}
