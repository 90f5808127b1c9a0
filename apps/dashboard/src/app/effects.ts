import { CmscError } from '@cmsc/core';
import type { DashboardData } from '../data/dashboard-data.js';
import { firstLine } from './data-loop.js';
import type { Effect } from '../state/state.js';
import type { Store } from './store.js';

/** What effects act on. */
export interface Outside {
  store: () => Store;
  /** Null while nothing is open. */
  data: () => DashboardData | null;
  /** Sends text to the terminal's clipboard. */
  copy: (text: string) => void;
  /** Copies the open database to a file. */
  keep: (path: string, signal: AbortSignal) => Promise<void>;
  cancelBuild: () => void;
  redraw: () => void;
  /** Gives the terminal to the shell until the user comes back. */
  suspend: () => void;
  quit: () => void;
}

/** Runs effects. */
export interface EffectRunner {
  run: (effect: Effect) => void;
  /** Breaks off what is under way, and waits for it to end. */
  end: () => Promise<void>;
}

type Work = (data: DashboardData, signal: AbortSignal) => Promise<void>;

/** Does what the reducer asked for. A search breaks off the one before; what is written is not touched by it. */
export function effectRunner(outside: Outside): EffectRunner {
  const controllers = { search: new AbortController(), write: new AbortController() };
  let under = Promise.resolve();
  const start = (during: 'search' | 'write', work: Work) => {
    controllers[during].abort();
    controllers[during] = new AbortController();
    const { signal } = controllers[during];
    const data = outside.data();
    if (data === null) return;
    const done = work(data, signal).catch((error: unknown) => {
      if (!signal.aborted) failed(outside.store(), during, error);
    });
    under = Promise.all([under, done]).then(() => undefined);
  };
  const run = (effect: Effect) => {
    switch (effect.type) {
      case 'find':
        return start('search', (data, signal) => find(outside.store(), data, effect, signal));
      case 'save':
        return start('write', (data, signal) => save(outside.store(), data, effect, signal));
      case 'keep':
        return start('write', (_, signal) => keep(outside, effect.path, signal));
      case 'stop-working':
        return controllers.search.abort();
      case 'stop-writing':
        return controllers.write.abort();
      case 'copy':
        return outside.copy(effect.text);
      case 'cancel-build':
        return outside.cancelBuild();
      case 'redraw':
        return outside.redraw();
      case 'suspend':
        return outside.suspend();
      case 'quit':
        return outside.quit();
    }
  };
  const end = () => {
    for (const controller of Object.values(controllers)) controller.abort();
    return under;
  };
  return { run, end };
}

async function find(
  store: Store,
  data: DashboardData,
  { query, text, start }: Extract<Effect, { type: 'find' }>,
  signal: AbortSignal,
): Promise<void> {
  const index = await data.find(query, text, start, signal);
  if (!signal.aborted) store.dispatch({ type: 'found', query, text, start, index });
}

async function save(
  store: Store,
  data: DashboardData,
  { request }: Extract<Effect, { type: 'save' }>,
  signal: AbortSignal,
): Promise<void> {
  const rows = await data.save(request, signal);
  if (!signal.aborted) store.dispatch({ type: 'saved', path: request.path, rows });
}

async function keep({ store, keep: copy }: Outside, path: string, signal: AbortSignal): Promise<void> {
  try {
    await copy(path, signal);
  } catch (error) {
    // Another whole database is never replaced: it may be hours of work.
    if (!signal.aborted)
      store().dispatch({ type: 'failed', during: 'write', what: (error as Error).message });
    return;
  }
  if (!signal.aborted) store().dispatch({ type: 'kept', path });
}

function failed(store: Store, during: 'search' | 'write', error: unknown): void {
  if (error instanceof CmscError && error.code === 'OUTPUT_EXISTS') {
    return store.dispatch({ type: 'exists', path: error.context.file ?? '' });
  }
  const what = error instanceof Error ? firstLine(error) : String(error);
  store.dispatch({ type: 'failed', during, what });
}
