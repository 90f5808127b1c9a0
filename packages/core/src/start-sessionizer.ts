import type { StartLoops } from './compiled-loops.js';
import { CompiledSessionizer } from './compiled-sessionizer.js';
import type { EventColumns } from './event-columns.js';
import type { SessionCounts } from './ledger.js';
import type { SessionColumns, SessionKeys } from './session-columns.js';
import {
  Sessionizer,
  type SessionizerOptions,
  type SessionizerState,
  type SessionMachine,
} from './sessionizer.js';

/** Some millions below what fits into a memory of WebAssembly: slots of 2 GiB, and the index beside the smaller ones that it had. */
const MOST_COMPILED_KEYS = 50_000_000;

/**
 * Starts a machine for sessions: with its loops compiled where that can be, for as many keys as fit there. With more it goes on in JavaScript.
 *
 * @param options what it is to do.
 * @param startLoops where the loops are started: `startLoops` of @cmsc/loaders.
 * @param mostCompiled keys up to which the compiled one takes events.
 * @throws RangeError for a key of no or too many columns.
 */
export function startSessionizer(
  options: SessionizerOptions,
  startLoops: StartLoops,
  mostCompiled: number = MOST_COMPILED_KEYS,
): SessionMachine {
  const compiled = CompiledSessionizer.start(options, startLoops);
  return compiled ? new HandedOver(compiled, options, mostCompiled) : new Sessionizer(options);
}

/** The compiled machine until it has too many keys; then that in JavaScript, from its state. */
class HandedOver implements SessionMachine {
  readonly keys: SessionKeys;
  readonly anomalies = undefined;
  readonly #options: SessionizerOptions;
  readonly #mostCompiled: number;
  #machine: SessionMachine;

  constructor(compiled: CompiledSessionizer, options: SessionizerOptions, mostCompiled: number) {
    this.#machine = compiled;
    this.#options = options;
    this.#mostCompiled = mostCompiled;
    const machine = () => this.#machine;
    this.keys = {
      get size() {
        return machine().keys.size;
      },
      column: (index) => machine().keys.column(index),
    };
  }

  get counts(): SessionCounts {
    return this.#machine.counts;
  }

  push(events: EventColumns): SessionColumns {
    if (this.#isTooMany(this.keys.size)) this.load(this.save());
    return this.#machine.push(events);
  }

  finish(): Generator<SessionColumns> {
    return this.#machine.finish();
  }

  save(): SessionizerState {
    return this.#machine.save();
  }

  load(state: SessionizerState): void {
    if (this.#isTooMany(state.columns[0]?.length ?? 0)) this.#machine = new Sessionizer(this.#options);
    this.#machine.load(state);
  }

  #isTooMany(keys: number): boolean {
    return keys > this.#mostCompiled && this.#machine instanceof CompiledSessionizer;
  }
}
