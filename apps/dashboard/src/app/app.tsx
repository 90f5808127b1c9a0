import { useInput } from 'ink';
import { useEffect, useState } from 'react';
import { Dashboard } from '../components/dashboard.js';
import { keyNames } from '../keys/key-names.js';
import type { State } from '../state/state.js';
import { pendingNeeds } from '../state/selectors.js';
import type { Store } from './store.js';

/** The dashboard of a store: shows its state, and gives it the keys. */
export function App({ store }: { store: Store }) {
  const state = useStoreState(store);
  useInput((input, key) => {
    for (const name of keyNames(input, key)) store.dispatch({ type: 'key', key: name });
  });
  return <Dashboard state={state} />;
}

/** Milliseconds that a screen waits for the data it shows, before it is drawn without. */
const WAIT_MS = 80;

// What happens at once is drawn at once: the letters of a pasted word, and a key with the answer to it.
function useStoreState(store: Store): State {
  const [state, setState] = useState(store.state);
  useEffect(() => {
    let waiting: NodeJS.Timeout | null = null;
    let next: NodeJS.Immediate | null = null;
    const draw = () => {
      if (waiting !== null) clearTimeout(waiting);
      waiting = null;
      next = null;
      setState(store.state);
    };
    draw();
    const unsubscribe = store.subscribe(() => {
      if (pendingNeeds(store.state).length === 0) next ??= setImmediate(draw);
      else waiting ??= setTimeout(draw, WAIT_MS);
    });
    return () => {
      unsubscribe();
      if (waiting !== null) clearTimeout(waiting);
      if (next !== null) clearImmediate(next);
    };
  }, [store]);
  return state;
}
