import { EXIT } from './errors.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A run that has not ended this long after a signal is ended. */
const GRACE_MILLISECONDS = 800;

/** Ends a run early: on a signal, or when its output can't be written any more. */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #removeLeftovers: () => void;
  /** Whether a signal came. */
  signalled = false;
  /** Whether the reader of standard output has left: whoever writes rows is told, and ends when there is nothing else to write. */
  unread = false;

  /** @param removeLeftovers removes unfinished files at once. */
  constructor(removeLeftovers: () => void) {
    this.#removeLeftovers = removeLeftovers;
  }

  /** Aborted when the run has to end. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Begins to listen for signals. The first one lets the run clean up, the second one ends the process at once. */
  watchSignals(): void {
    // Node would open its debugger, to everybody on the machine.
    process.on('SIGUSR1', () => {});
    for (const name of SIGNALS)
      process.on(name, () => {
        if (this.signalled) this.#leave();
        this.signalled = true;
        this.stop();
        setTimeout(() => this.#leave(), GRACE_MILLISECONDS).unref();
      });
  }

  /** Ends the run, which cleans up after itself. */
  stop(): void {
    this.#controller.abort();
  }

  #leave(): never {
    this.#removeLeftovers();
    process.exit(EXIT.interrupted);
  }
}
