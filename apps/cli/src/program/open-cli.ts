import type { Cli } from '../cli.js';
import { ProgressLine } from '../terminal/progress-line.js';
import { createStyle, wantsColour } from '../terminal/style.js';
import type { Interruption } from './interruption.js';
import type { TalkFlags } from './program.js';

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
      try {
        return await run((state) => line.update(state));
      } finally {
        line.clear();
      }
    },
  };
}
