import { CmscError } from '@cmsc/core';
import { EXIT } from './errors.js';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A run that has not ended this long after a signal is ended. */
const GRACE_MILLISECONDS = 800;

/** Ends a run early: on a signal, or when its output can't be written any more. */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #beforeLeaving: () => void;
  /** Whether a signal came. */
  signalled = false;
  /** Whether the reader of standard output has left: whoever writes rows is told, and ends when there is nothing else to write. */
  unread = false;
  /** Signals that were ignored when the process began: they stay so. */
  readonly ignored: readonly string[];

  /** @param beforeLeaving says what became of a run that has not ended in time, and removes its unfinished files at once. */
  constructor(beforeLeaving: () => void, ignored: readonly string[] = []) {
    this.#beforeLeaving = beforeLeaving;
    this.ignored = ignored;
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
      process.on(name, this.ignored.includes(name) ? () => undefined : () => this.#hear());
  }

  /** Ends the run, which cleans up after itself. */
  stop(): void {
    this.#controller.abort(interrupted());
  }

  #hear(): void {
    if (this.signalled) this.#leave();
    this.signalled = true;
    this.stop();
    setTimeout(() => this.#leave(), GRACE_MILLISECONDS).unref();
  }

  #leave(): never {
    this.#beforeLeaving();
    process.exit(EXIT.interrupted);
  }
}

/** The error of a run that was called off. */
export function interrupted(): CmscError {
  return new CmscError('interrupted', 'INTERRUPTED', 'interrupted');
}
