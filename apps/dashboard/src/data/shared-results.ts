interface Entry<T> {
  ready: Promise<T>;
  done: boolean;
  /** Callers that wait for it. */
  waiting: number;
  controller: AbortController;
}

/**
 * Results that take a while and are asked for more than once: each is worked out once, also when two ask for it at the
 * same time, and kept. Working one out is broken off when everybody who waited for it has gone.
 */
export class SharedResults<T> {
  readonly #entries = new Map<string, Entry<T>>();
  readonly #most: number;
  readonly #dropped: (result: T) => void;

  /**
   * @param most - results that are kept at most; the one that was asked for longest ago goes first
   * @param dropped - called with a result that goes
   */
  constructor(most: number, dropped: (result: T) => void = () => undefined) {
    this.#most = most;
    this.#dropped = dropped;
  }

  /** The result for `key`; `make` works it out the first time. */
  async get(key: string, make: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const entry = this.#entries.get(key) ?? this.#start(key, make);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    entry.waiting++;
    const leave = () => {
      entry.waiting--;
      if (entry.waiting > 0 || entry.done) return;
      this.#forget(key, entry);
      entry.controller.abort();
    };
    signal.addEventListener('abort', leave, { once: true });
    try {
      const result = await entry.ready;
      signal.throwIfAborted();
      entry.waiting--;
      return result;
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  #start(key: string, make: (signal: AbortSignal) => Promise<T>): Entry<T> {
    const controller = new AbortController();
    const entry: Entry<T> = { ready: make(controller.signal), done: false, waiting: 0, controller };
    this.#entries.set(key, entry);
    entry.ready.then(
      () => {
        entry.done = true;
        this.#trim();
      },
      () => this.#forget(key, entry),
    );
    return entry;
  }

  #forget(key: string, entry: Entry<T>): void {
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
  }

  #trim(): void {
    for (const [key, entry] of this.#entries) {
      if (this.#entries.size <= this.#most) return;
      if (!entry.done || entry.waiting > 0) continue;
      this.#entries.delete(key);
      void entry.ready.then(this.#dropped);
    }
  }
}
