import { CmscError } from '@cmsc/core';
import { writeWhole } from '@cmsc/files';
import type { DashboardData } from '../data/dashboard-data.js';
import { fullPath } from '../data/full-path.js';
import { crumbsLine, hintsLine, tabsLine } from '../components/frame-lines.js';
import type { BuildUpdate, DashboardSource, LiveBuild } from '../source.js';
import { pendingNeeds } from '../state/selectors.js';
import { initialState, type StartPlace, type State } from '../state/state.js';
import { clipboardSequence } from '../terminal/clipboard.js';
import { Painter, PAINT_MS } from '../terminal/painter.js';
import { Terminal } from '../terminal/terminal.js';
import { themeFor, type ThemeName } from '../terminal/theme.js';
import { lineText } from '../text/line.js';
import { startDataLoop } from './data-loop.js';
import { effectRunner } from './effects.js';
import { Store } from './store.js';

/** What the terminal dashboard is started with. */
export interface TerminalOptions {
  start: StartPlace;
  theme: ThemeName | 'auto';
  signal: AbortSignal | undefined;
  stdin: NodeJS.ReadStream;
  stdout: NodeJS.WriteStream;
  env: Readonly<Record<string, string | undefined>>;
}

const STARTING: BuildUpdate = {
  step: 'starting',
  rows: 0,
  rowsPerSecond: 0,
  bytes: 0,
  memoryBytes: 0,
  hits: [],
};

/** Milliseconds that a build has to clean up in when a signal ends the program. */
const CLEAN_UP_MS = 3000;

/**
 * Runs the dashboard on a terminal until it is left; the terminal is as it was then, whatever happens.
 * @throws CmscError of kind interrupted when a signal ended it; and whatever opening or building failed with
 */
export async function runInTerminal(source: DashboardSource, options: TerminalOptions): Promise<void> {
  const session = new TerminalSession(source, options);
  try {
    await session.run();
  } finally {
    await session.close();
  }
}

class TerminalSession {
  readonly #source: DashboardSource;
  readonly #options: TerminalOptions;
  readonly #terminal: Terminal;
  readonly #painter: Painter;
  readonly #store: Store;
  readonly #idle: () => Promise<void>;
  readonly #left: Promise<void>;
  #leave: (error?: Error) => void = () => undefined;
  #data: DashboardData | null = null;
  #cleanUp: (() => void)[] = [];
  #buildError: unknown = null;

  constructor(source: DashboardSource, options: TerminalOptions) {
    this.#source = source;
    this.#options = options;
    this.#terminal = new Terminal(options);
    this.#painter = new Painter((text) => this.#terminal.write(text));
    const effects = effectRunner({
      store: () => this.#store,
      data: () => this.#data,
      copy: (text) => this.#terminal.write(clipboardSequence(text)),
      keep: (path) => this.#keep(path),
      cancelBuild: () => source.kind === 'live' && source.build.cancel(),
      redraw: () => this.#painter.repaint(),
      suspend: () => this.#terminal.suspend(),
      quit: () => this.#leave(),
    });
    this.#idle = effects.idle;
    const opening = source.kind === 'database' ? source.path : 'a new database';
    const theme = themeFor(options.theme, options.env);
    this.#store = new Store(initialState(opening, this.#terminal.size, theme), effects.run);
    this.#left = new Promise((resolve, reject) => {
      this.#leave = (error) => (error === undefined ? resolve() : reject(error));
    });
    // Whoever ends it first: nobody may be waiting yet.
    this.#left.catch(() => undefined);
  }

  async run(): Promise<void> {
    this.#takeTerminal();
    this.#painter.paint(firstFrame(this.#store.state));
    const { mount } = await import('./mount.js');
    const mounted = mount(this.#store, this.#terminal, this.#painter, this.#options.stdin);
    this.#cleanUp.push(() => mounted.unmount());
    const opened = this.#open();
    opened.catch((error: unknown) => this.#leave(error as Error));
    await Promise.race([this.#left, mounted.failed]);
    if (this.#buildError !== null) throw this.#buildError;
  }

  /** Gives everything back, the terminal first. */
  async close(): Promise<void> {
    this.#painter.stop();
    for (const undo of this.#cleanUp.splice(0).reverse()) undo();
    this.#terminal.leave();
    this.#options.stdin.unref();
    await this.#idle();
    await this.#data?.close();
    this.#data = null;
    if (this.#source.kind === 'live') await this.#source.build.close();
  }

  #takeTerminal(): void {
    const { signal } = this.#options;
    const interrupted = (by: string) =>
      this.#leave(new CmscError('interrupted', 'INTERRUPTED', `ended by ${by}`));
    this.#terminal.enter();
    this.#terminal.onContinue(() => this.#painter.repaint());
    this.#terminal.onLost(() => void this.#endBuild().then(() => interrupted('the loss of its terminal')));
    this.#terminal.onSignal((name) => void this.#endBuild().then(() => interrupted(name)));
    signal?.addEventListener('abort', () => void this.#endBuild().then(() => interrupted('a signal')), {
      once: true,
    });
  }

  async #open(): Promise<void> {
    const path =
      this.#source.kind === 'database' ? this.#source.path : await this.#follow(this.#source.build);
    if (path === null) return;
    const { openDuckDb } = await import('../data/duckdb/duckdb-data.js');
    const data = await openDuckDb(path, { rejects: rejectsOf(this.#source) });
    this.#data = data;
    this.#painter.minimumMs = PAINT_MS.browsing;
    const temporary = this.#source.kind === 'live' && this.#source.build.temporary;
    this.#store.dispatch({ type: 'opened', facts: data.facts, start: this.#options.start, temporary });
    this.#cleanUp.push(startDataLoop(this.#store, data));
    await this.#firstScreen();
    data.prepare((preparation) => this.#store.dispatch({ type: 'prepared', preparation }));
  }

  /** Resolves when nothing on the screen waits for data: what comes then must not have made it wait. */
  #firstScreen(): Promise<void> {
    return new Promise((resolve) => {
      const unsubscribe = this.#store.subscribe(() => {
        if (pendingNeeds(this.#store.state).length > 0) return;
        unsubscribe();
        resolve();
      });
    });
  }

  /** Shows a build until it is done; null when it failed, or was cancelled. */
  async #follow(build: LiveBuild): Promise<string | null> {
    const begun = performance.now();
    const seconds = () => (performance.now() - begun) / 1000;
    this.#painter.minimumMs = PAINT_MS.building;
    const show = (update: BuildUpdate) =>
      this.#store.dispatch({ type: 'build-updated', update, seconds: seconds() });
    show(STARTING);
    build.onUpdate(show);
    // The clock goes on when there is no news.
    const tick = setInterval(() => show(this.#store.state.build?.update ?? STARTING), 1000);
    try {
      return await build.done;
    } catch (error) {
      this.#buildError = error;
      if (this.#store.state.build?.phase === 'cancelling') this.#leave();
      else
        this.#store.dispatch({
          type: 'build-failed',
          failure: error instanceof Error ? error.message : String(error),
        });
      return null;
    } finally {
      clearInterval(tick);
    }
  }

  async #keep(path: string): Promise<void> {
    const from = this.#data?.facts.path ?? '';
    const { copyFile } = await import('node:fs/promises');
    await writeWhole(fullPath(path), {}, (temporary) => copyFile(from, temporary));
  }

  async #endBuild(): Promise<void> {
    if (this.#source.kind !== 'live' || this.#data !== null) return;
    const { build } = this.#source;
    build.cancel();
    const ended = build.done.then(
      () => undefined,
      () => undefined,
    );
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, CLEAN_UP_MS).unref())]);
  }
}

function rejectsOf(source: DashboardSource): string | undefined {
  return source.kind === 'database' ? source.rejects : source.build.rejects;
}

// Something to look at while Ink and DuckDB are loaded.
function firstFrame(state: State): string {
  const body = Array.from({ length: Math.max(0, state.size.rows - 4) }, () => '');
  return [tabsLine(state), crumbsLine(state), ...body.map(() => []), [], hintsLine(state)]
    .map(lineText)
    .join('\n');
}
