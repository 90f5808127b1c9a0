import type { Progress } from '@cmsc/pipeline';
import type { Style } from './terminal/style.js';

/** A run that tells how far it has come, when somebody wants to know. */
export type ProgressiveRun<T> = (onProgress: ((progress: Progress) => void) | undefined) => Promise<T>;

/** What a command works with besides its own operands and options. */
export interface Cli {
  /** Aborted when the user interrupts, or when standard output can't be written any more. */
  signal: AbortSignal;
  /** Signals that were ignored when the process began, and stay so. */
  ignoredSignals: readonly string[];
  /** Whether --debug was given. */
  debug: boolean;
  /** Colours for standard output: none when it is no terminal. */
  style: Style;
  /** Writes data to standard output. */
  print(text: string): void;
  /** Writes a line to standard error, unless --quiet was given. */
  say(line: string): void;
  /** The same whatever was given: for what somebody has to know who uses the result. */
  warn(line: string): void;
  /**
   * Shows on standard error how far `run` has come, when a person is there to see it. It is gone when `run` ends.
   *
   * @param output where the rows go: there is no progress between rows that run over the same terminal.
   * @param noun what is found, one of it: `session`, for instance.
   */
  withProgress<T>(output: string | undefined, noun: string, run: ProgressiveRun<T>): Promise<T>;
}
