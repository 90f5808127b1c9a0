import { CmscError } from '@cmsc/core';
import type { DashboardData } from '../data/dashboard-data.js';
import { firstLine } from './data-loop.js';
import type { Action, Effect } from '../state/state.js';
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

/** What is done outside, and what comes of it. */
type Work = (data: DashboardData, signal: AbortSignal) => Promise<Action>;

/** Does what the reducer asked for. A search breaks off the one before; what is written is not touched by it. */
export function effectRunner(outside: Outside): EffectRunner {
  const controllers = { search: new AbortController(), write: new AbortController() };
  let under = Promise.resolve();
  const start = (during: 'search' | 'write', work: Work, failed = failure) => {
    controllers[during].abort();
    controllers[during] = new AbortController();
    const { signal } = controllers[during];
    const data = outside.data();
    if (data === null) return;
    const tell = (action: Action) => signal.aborted || outside.store().dispatch(action);
    const done = work(data, signal)
      .then(tell)
      .catch((error: unknown) => tell(failed(error, during)));
    under = Promise.all([under, done]).then(() => undefined);
  };
  const run = (effect: Effect) => {
    switch (effect.type) {
      case 'find':
        return start('search', finding(effect));
      case 'save':
        return start('write', saving(effect), existing);
      case 'keep':
        // Another whole database is never replaced: it may be hours of work.
        return start('write', keeping(effect, outside));
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

function finding({ query, text, start }: Extract<Effect, { type: 'find' }>): Work {
  return async (data, signal) => {
    const index = await data.find(query, text, start, signal);
    return { type: 'found', query, text, start, index };
  };
}

function saving({ request }: Extract<Effect, { type: 'save' }>): Work {
  return async (data, signal) => {
    const rows = await data.save(request, signal);
    return { type: 'saved', path: request.path, rows };
  };
}

function keeping({ path }: Extract<Effect, { type: 'keep' }>, outside: Outside): Work {
  return async (_, signal) => {
    await outside.keep(path, signal);
    return { type: 'kept', path };
  };
}

function failure(error: unknown, during: 'search' | 'write'): Action {
  return { type: 'failed', during, what: error instanceof Error ? firstLine(error) : String(error) };
}

// Whether to replace what is there is asked.
function existing(error: unknown, during: 'search' | 'write'): Action {
  if (!(error instanceof CmscError) || error.code !== 'OUTPUT_EXISTS') return failure(error, during);
  return { type: 'exists', path: error.context.file ?? '' };
}
