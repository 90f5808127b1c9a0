import type { DashboardData } from '../data/dashboard-data.js';
import { ask, needKey, type Need } from '../state/needs.js';
import { nextNeeds } from '../state/selectors.js';
import type { Store } from './store.js';

/**
 * Asks the data for what the screen needs, and breaks off what it no longer needs.
 * @returns ends it
 */
export function startDataLoop(store: Store, data: DashboardData): () => void {
  const asked = new Map<string, AbortController>();
  const follow = () => {
    const pending = new Map(nextNeeds(store.state).map((need) => [needKey(need), need]));
    for (const [key, controller] of asked) {
      if (pending.has(key)) continue;
      asked.delete(key);
      controller.abort();
    }
    for (const [key, need] of pending) {
      if (!asked.has(key))
        asked.set(
          key,
          start(store, data, key, need, () => asked.delete(key)),
        );
    }
  };
  const unsubscribe = store.subscribe(follow);
  follow();
  return () => {
    unsubscribe();
    for (const controller of asked.values()) controller.abort();
  };
}

function start(
  store: Store,
  data: DashboardData,
  key: string,
  need: Need,
  done: () => void,
): AbortController {
  const controller = new AbortController();
  const { signal } = controller;
  ask(data, need, signal).then(
    (value) => {
      if (signal.aborted) return;
      done();
      store.dispatch({ type: 'answered', need: key, result: { value } });
    },
    (error: unknown) => {
      if (signal.aborted) return;
      done();
      const failure = error instanceof Error ? error.message : String(error);
      store.dispatch({ type: 'answered', need: key, result: { failure } });
    },
  );
  return controller;
}
