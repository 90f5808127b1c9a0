import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { CmscError } from '@cmsc/core';
import { writeWhole } from '@cmsc/files';
import type { BuildUpdate, DashboardSource, LiveBuild } from '../build/source.js';
import type { DashboardData } from '../data/dashboard-data.js';
import { fullPath } from '../data/save-list.js';
import { lineText } from '../terminal/line.js';
import { screenLines } from '../draw/screen-lines.js';
import { pendingNeeds } from '../screens/shown.js';
import { initialState, type StartPlace, type State } from '../state/state.js';
import { Store } from './store.js';
import { PAINT_MS, Painter } from '../terminal/painter.js';
import { clipboardSequence, Terminal } from '../terminal/terminal.js';
import { themeFor, type ThemeName } from '../terminal/theme.js';
import { startDataLoop } from './data-loop.js';
import { effectRunner } from './effects.js';

/** What the terminal dashboard is started with. */
export interface TerminalOptions {
  start: StartPlace;
  theme: ThemeName | 'auto';
  signal: AbortSignal | undefined;
  ignoredSignals: readonly string[];
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
  readonly #endEffects: () => Promise<void>;
  readonly #closing = new AbortController();
  readonly #left: Promise<void>;
  #leave: (error?: Error) => void = () => undefined;
  #opened: Promise<void> = Promise.resolve();
  #data: DashboardData | null = null;
  #cleanUp: (() => void)[] = [];
  #built = false;
  /** What the dashboard ends with, though it was shown and then left: a build that failed, a damaged database. */
  #failure: unknown = null;

  constructor(source: DashboardSource, options: TerminalOptions) {
    this.#source = source;
    this.#options = options;
    this.#terminal = new Terminal(options);
    this.#painter = new Painter((text) => this.#terminal.write(text));
    const effects = effectRunner({
      store: () => this.#store,
      data: () => this.#data,
      copy: (text) => this.#terminal.write(clipboardSequence(text)),
      keep: (path, signal) => this.#keep(path, signal),
      cancelBuild: () => this.#cancelBuild(),
      redraw: () => this.#painter.repaint(),
      suspend: () => this.#terminal.suspend(),
      quit: () => this.#leave(),
    });
    this.#endEffects = effects.end;
    const opening = source.kind === 'database' ? source.path : 'a new database';
    const theme = themeFor(options.theme, options.env);
    const inTmux = (options.env['TMUX'] ?? '') !== '';
    const state: State = { ...initialState(opening, this.#terminal.size, theme), inTmux };
    this.#store = new Store(state, effects.run);
    this.#left = new Promise((resolve, reject) => {
      this.#leave = (error) => (error === undefined ? resolve() : reject(error));
    });
    // Whoever ends it first: nobody may be waiting yet.
    this.#left.catch(() => undefined);
  }

  async run(): Promise<void> {
    this.#takeTerminal();
    // Something to look at while Ink and DuckDB are loaded.
    this.#painter.paint(screenLines(this.#store.state).map(lineText).join('\n'));
    const { mount } = await import('./app.js');
    const mounted = mount(this.#store, this.#terminal, this.#painter);
    this.#cleanUp.push(() => mounted.unmount());
    this.#opened = this.#open();
    this.#opened.catch((error: unknown) => this.#leave(error as Error));
    await Promise.race([this.#left, mounted.failed]);
    if (this.#failure !== null) throw this.#failure;
  }

  /** Gives everything back, the terminal first. */
  async close(): Promise<void> {
    this.#painter.stop();
    for (const undo of this.#cleanUp.splice(0).reverse()) undo();
    this.#terminal.leave();
    this.#options.stdin.unref();
    this.#closing.abort();
    await this.#endEffects();
    const build = this.#source.kind === 'live' ? this.#source.build : null;
    // Opening waits for a build that still runs.
    const ended = this.#data === null ? build?.close() : undefined;
    await this.#opened.catch(() => undefined);
    await this.#data?.close();
    this.#data = null;
    await (ended ?? build?.close());
  }

  #takeTerminal(): void {
    const { signal, ignoredSignals } = this.#options;
    const interrupted = (by: string) =>
      this.#leave(new CmscError('interrupted', 'INTERRUPTED', `ended by ${by}`));
    this.#terminal.enter();
    this.#terminal.onContinue(() => this.#painter.repaint());
    this.#terminal.onLost(() => void this.#endBuild().then(() => interrupted('the loss of its terminal')));
    const signalled = (name: string) => void this.#endBuild().then(() => interrupted(name));
    this.#terminal.onSignal(signalled, ignoredSignals);
    const aborted = () => void this.#endBuild().then(() => interrupted('a signal'));
    if (signal?.aborted === true) aborted();
    signal?.addEventListener('abort', aborted, { once: true });
    this.#cleanUp.push(() => signal?.removeEventListener('abort', aborted));
  }

  async #open(): Promise<void> {
    const path =
      this.#source.kind === 'database' ? this.#source.path : await this.#follow(this.#source.build);
    if (path === null) return;
    const { openDuckDb } = await import('../data/duckdb-data.js');
    const { signal } = this.#closing;
    const { rejects, scores } =
      this.#source.kind === 'database'
        ? this.#source
        : { rejects: this.#source.build.rejects, scores: undefined };
    const data = await openDuckDb(path, { rejects, scores, signal });
    // From here on it is closed at the end, which may have come meanwhile.
    this.#data = data;
    if (signal.aborted) return;
    this.#painter.minimumMs = PAINT_MS.browsing;
    const temporary = this.#source.kind === 'live' && this.#source.build.temporary;
    this.#store.dispatch({ type: 'opened', facts: data.facts, start: this.#options.start, temporary });
    this.#cleanUp.push(startDataLoop(this.#store, data, (error) => this.#unread(error)));
    void this.#firstScreen().then(() => {
      if (!signal.aborted)
        data.prepare((preparation) => this.#store.dispatch({ type: 'prepared', preparation }));
    });
  }

  // It stands on the screen, and who can't see that is told by the exit status.
  #unread(error: Error): void {
    if (error instanceof CmscError && error.code === 'BAD_DATABASE') this.#failure ??= error;
  }

  #cancelBuild(): void {
    if (this.#source.kind === 'live') this.#source.build.cancel();
    // It is done already, and about to be shown: nobody wants to see it any more.
    if (this.#built) this.#leave(new CmscError('interrupted', 'INTERRUPTED', 'ended by Ctrl-C'));
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
      const path = await build.done;
      this.#built = true;
      return path;
    } catch (error) {
      this.#failure = error;
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

  async #keep(path: string, signal: AbortSignal): Promise<void> {
    const from = this.#data?.facts.path ?? '';
    const copy = async (temporary: string) => {
      await pipeline(createReadStream(from), createWriteStream(temporary), { signal });
      signal.throwIfAborted();
    };
    await writeWhole(fullPath(path), {}, copy);
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
