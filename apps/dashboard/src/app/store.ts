import { reduce } from './reducer.js';
import type { Action, Effect, State } from '../state/state.js';

/** Holds the state; everything that happens is dispatched here. */
export class Store {
  #state: State;
  readonly #listeners = new Set<() => void>();
  readonly #runEffect: (effect: Effect) => void;

  constructor(state: State, runEffect: (effect: Effect) => void) {
    this.#state = state;
    this.#runEffect = runEffect;
  }

  get state(): State {
    return this.#state;
  }

  /** Applies an action, tells the listeners, then does what the action asks the outside to do. */
  dispatch(action: Action): void {
    const { state, effects } = reduce(this.#state, action);
    if (state !== this.#state) {
      this.#state = state;
      for (const listener of this.#listeners) listener();
    }
    for (const effect of effects) this.#runEffect(effect);
  }

  /** Calls `listener` after every change; the answer ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
