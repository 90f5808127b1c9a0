import type { StartLoops } from './compiled-loops.js';
import { CompiledSessionizer } from './compiled-sessionizer.js';
import type { EventColumns } from './event-columns.js';
import { KeyFold } from './key-fold.js';
import { KEY_WIDTH } from './key-slots.js';
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
 * Starts a machine for sessions of keys of any number of columns: with its loops compiled where that can be, for as many keys as fit there.
 * With more it goes on in JavaScript.
 *
 * @param options what it is to do. Of a key of more than three columns it can't tell the source.
 * @param startLoops where the loops are started: `startLoops` of @cmsc/loaders.
 * @param mostCompiled keys up to which the compiled one takes events.
 * @throws RangeError for a key of no columns, and for origins that are folded into a wide one.
 */
export function startSessionizer(
  options: SessionizerOptions,
  startLoops: StartLoops,
  mostCompiled: number = MOST_COMPILED_KEYS,
): SessionMachine {
  const fold = options.keyWidth > KEY_WIDTH ? new KeyFold(options.keyWidth) : undefined;
  const narrow = fold ? foldedOptions(options, fold.width) : options;
  const compiled = CompiledSessionizer.start(narrow, startLoops);
  if (!compiled && !fold) return new Sessionizer(options);
  return new AnySessionizer(compiled ?? new Sessionizer(narrow), narrow, fold, mostCompiled);
}

/**
 * The same options for a key that is folded to `width` columns.
 *
 * @throws RangeError for origins that are folded, too.
 */
function foldedOptions(options: SessionizerOptions, width: number): SessionizerOptions {
  const { keyWidth, originColumn, explain } = options;
  const folded = keyWidth - width;
  if (originColumn !== undefined && originColumn <= folded)
    throw new RangeError(`column ${originColumn} is folded into the key: it can't be that of origins`);
  return {
    ...options,
    keyWidth: width,
    ...(originColumn !== undefined && { originColumn: originColumn - folded }),
    ...(explain && { explain: {} }),
  };
}

/** A machine whose key may be folded; a compiled one until it has too many keys, then that in JavaScript, from its state. */
class AnySessionizer implements SessionMachine {
  readonly keys: SessionKeys;
  readonly #options: SessionizerOptions;
  readonly #fold: KeyFold | undefined;
  readonly #mostCompiled: number;
  #machine: SessionMachine;

  constructor(
    machine: SessionMachine,
    options: SessionizerOptions,
    fold: KeyFold | undefined,
    mostCompiled: number,
  ) {
    this.#machine = machine;
    this.#options = options;
    this.#fold = fold;
    this.#mostCompiled = mostCompiled;
    const now = () => this.#machine;
    const keys: SessionKeys = {
      get size() {
        return now().keys.size;
      },
      column: (index) => now().keys.column(index),
    };
    this.keys = fold ? fold.unfolded(keys) : keys;
  }

  get counts(): SessionCounts {
    return this.#machine.counts;
  }

  get anomalies(): SessionMachine['anomalies'] {
    return this.#machine.anomalies;
  }

  push(events: EventColumns): SessionColumns {
    if (this.#isTooMany(this.keys.size)) this.#goOn(this.#machine.save());
    return this.#machine.push(this.#fold ? this.#fold.fold(events) : events);
  }

  finish(): Generator<SessionColumns> {
    return this.#machine.finish();
  }

  save(): SessionizerState {
    const state = this.#machine.save();
    return this.#fold ? { ...state, fold: this.#fold.save() } : state;
  }

  load({ fold = [], ...state }: SessionizerState): void {
    this.#fold?.load(fold);
    this.#goOn(state);
  }

  #goOn(state: SessionizerState): void {
    if (this.#isTooMany(state.columns[0]?.length ?? 0)) this.#machine = new Sessionizer(this.#options);
    this.#machine.load(state);
  }

  #isTooMany(keys: number): boolean {
    return keys > this.#mostCompiled && this.#machine instanceof CompiledSessionizer;
  }
}
