import { showable } from '@cmsc/core';
import { removeLeftovers, writeFailed } from '@cmsc/files';
import { errorLine, EXIT, exitStatusOf, hasReaderLeft, isUnread } from './program/errors.js';
import { Interruption, interrupted } from './program/interruption.js';
import { openCli } from './cli.js';
import { createProgram } from './program/program.js';

/**
 * Runs `cmsc` in this process and ends it: with the exit status of the contract, and with everything written.
 *
 * @param args what was typed after `cmsc`.
 * @param start what was found when the process began.
 * @param start.ignoredSignals signals that were ignored, and stay so: Node forgets them, `bin/cmsc.js` has them from a shell.
 * @example
 * await main(['sessions', 'auth.txt.gz', '--no-output', '--quiet']); // and nothing after it
 */
export async function main(
  args: readonly string[],
  { ignoredSignals }: { ignoredSignals?: readonly string[] } = {},
): Promise<never> {
  const leave = () => {
    // It comes first: whoever waits for the rest may end it.
    report(interrupted(), args);
    removeLeftovers();
  };
  const interruption = new Interruption(leave, ignoredSignals);
  interruption.watchSignals();
  process.on('uncaughtException', (error) => {
    removeLeftovers();
    process.exit(report(error, args));
  });
  process.exit(await run(args, interruption));
}

/** Runs `cmsc` and gives its exit status, when everything is written and nothing unfinished is left. */
export async function run(args: readonly string[], interruption: Interruption): Promise<number> {
  let outputError: unknown;
  process.stdout.on('error', (error) => {
    if (hasReaderLeft(error)) {
      interruption.unread = true;
      return;
    }
    outputError ??= writeFailed('standard output', error);
    interruption.stop();
  });
  process.stderr.on('error', () => {}); // nobody listens: there is nobody to tell
  let failure: unknown;
  try {
    await runProgram(args, interruption);
  } catch (error) {
    failure = interruption.signalled ? interrupted() : error;
  }
  if (!interruption.signalled) await flushed();
  if (failure === undefined && outputError === undefined) return Number(process.exitCode ?? EXIT.done); // as a command set it
  removeLeftovers();
  return report(outputError ?? failure, args);
}

async function runProgram(args: readonly string[], interruption: Interruption): Promise<void> {
  const program = createProgram(
    (flags) => openCli(flags, interruption),
    (text) => process.stdout.write(text),
  );
  await program.parseAsync(args.length > 0 ? args.map(asOperand) : ['--help'], { from: 'user' });
}

/** SQL may begin with a comment, `-- …`, which is no option: none has white space in its name. */
function asOperand(arg: string): string {
  return /^--[^=\s]*\s/.test(arg) ? ` ${arg}` : arg;
}

/** Says what went wrong; returns the exit status. */
function report(error: unknown, args: readonly string[]): number {
  const status = isUnread(error) ? EXIT.done : exitStatusOf(error);
  if (status === EXIT.done) return status;
  console.error(errorLine(error, args));
  if (args.includes('--debug') && error instanceof Error) console.error(stackOf(error));
  return status;
}

/** Where an error comes from, line by line; its message may hold anything. */
function stackOf({ stack = '' }: Error): string {
  return stack.split('\n').map(showable).join('\n');
}

/** Resolves when all of standard output is written, or can't be. Where nothing was, it need not be open. */
function flushed(): Promise<void> {
  const { stdout } = process;
  // What has failed says so a tick later.
  return new Promise((resolve) =>
    stdout.writableLength > 0 ? stdout.write('', () => resolve()) : setImmediate(resolve),
  );
}
