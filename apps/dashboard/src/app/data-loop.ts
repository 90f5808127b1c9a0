import type { DashboardData } from '../data/dashboard-data.js';
import { ask, type Need, needKey } from '../state/needs.js';
import { nextNeeds } from '../screens/shown.js';
import type { Store } from './store.js';

/**
 * Asks the data for what the screen needs, and breaks off what it no longer needs. `failed` hears what could not be
 * read, as the store does.
 * @returns ends it
 */
export function startDataLoop(
  store: Store,
  data: DashboardData,
  failed: (error: Error) => void = () => undefined,
): () => void {
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
          start(store, data, need, (error) => {
            asked.delete(key);
            if (error !== null) failed(error);
          }),
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
  need: Need,
  done: (error: Error | null) => void,
): AbortController {
  const key = needKey(need);
  const controller = new AbortController();
  const { signal } = controller;
  ask(data, need, signal).then(
    (value) => {
      if (signal.aborted) return;
      done(null);
      store.dispatch({ type: 'answered', need: key, result: { value } });
    },
    (cause: unknown) => {
      if (signal.aborted) return;
      const error = cause instanceof Error ? cause : new Error(String(cause));
      done(error);
      store.dispatch({ type: 'answered', need: key, result: { failure: firstLine(error) } });
    },
  );
  return controller;
}

/** What an error says in its first line: DuckDB goes on with the statement, and where in it. */
export function firstLine({ message }: Error): string {
  return message.split('\n', 1)[0] ?? '';
}
