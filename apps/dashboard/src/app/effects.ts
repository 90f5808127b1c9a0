import { CmscError } from '@cmsc/core';
import type { DashboardData } from '../data/dashboard-data.js';
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

/**
 * Does what the reducer asked for. A search and a save are one at a time: the next one breaks off the one before.
 * @returns runs an effect, and waits for what is under way
 */
export function effectRunner(outside: Outside): { run: (effect: Effect) => void; idle: () => Promise<void> } {
  let working = new AbortController();
  let under = Promise.resolve();
  const start = (work: (data: DashboardData, signal: AbortSignal) => Promise<void>) => {
    working.abort();
    working = new AbortController();
    const { signal } = working;
    const data = outside.data();
    if (data === null) return;
    const done = work(data, signal).catch((error: unknown) => {
      if (!signal.aborted) failed(outside.store(), error);
    });
    under = Promise.all([under, done]).then(() => undefined);
  };
  const run = (effect: Effect) => {
    switch (effect.type) {
      case 'find':
        return start((data, signal) => find(outside.store(), data, effect, signal));
      case 'save':
        return start((data, signal) => save(outside.store(), data, effect, signal));
      case 'keep':
        return start((_, signal) => keep(outside, effect.path, signal));
      case 'stop-working':
        return working.abort();
      case 'copy':
        return outside.copy(effect.text);
      case 'cancel-build':
        return outside.cancelBuild();
      case 'redraw':
        return outside.redraw();
      case 'suspend':
        return outside.suspend();
      case 'quit':
        working.abort();
        return outside.quit();
    }
  };
  return { run, idle: () => under };
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
    if (!signal.aborted) store().dispatch({ type: 'failed', what: (error as Error).message });
    return;
  }
  store().dispatch({ type: 'kept', path });
}

function failed(store: Store, error: unknown): void {
  if (error instanceof CmscError && error.code === 'OUTPUT_EXISTS') {
    return store.dispatch({ type: 'exists', path: error.context.file ?? '' });
  }
  store.dispatch({ type: 'failed', what: error instanceof Error ? error.message : String(error) });
}
