import type { Progress } from '@cmsc/pipeline';
import type { Interruption } from './program/interruption.js';
import type { TalkFlags } from './program/program.js';
import { ProgressLine } from './terminal/progress-line.js';
import { createStyle, type Style, wantsColour } from './terminal/style.js';

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

/** What a command works with in this process. */
export function openCli({ quiet, progress, color, debug }: TalkFlags, interruption: Interruption): Cli {
  const { stdout, stderr } = process;
  const { signal, ignored: ignoredSignals } = interruption;
  const shown = progress && !quiet && stderr.isTTY;
  // Whoever has left standard output wants to hear nothing more.
  const warn = (line: string) => void (signal.aborted || interruption.unread || stderr.write(`${line}\n`));
  return {
    signal,
    ignoredSignals,
    debug: Boolean(debug),
    style: createStyle(wantsColour(stdout, color, process.env)),
    print: (text) => void stdout.write(text),
    warn,
    say: (line) => void (quiet || warn(line)),
    async withProgress(output, noun, run) {
      if (!shown || (output === '-' && stdout.isTTY)) return run(undefined);
      const line = new ProgressLine(stderr, noun);
      // What a signal makes it say has a line of its own, whether or not the run comes to its end.
      const clear = () => line.clear();
      signal.addEventListener('abort', clear);
      try {
        return await run((state) => signal.aborted || line.update(state));
      } finally {
        signal.removeEventListener('abort', clear);
        clear();
      }
    },
  };
}
