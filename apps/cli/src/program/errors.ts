import { CmscError, type ErrorKind, shortened, showable } from '@cmsc/core';
import { CommanderError } from 'commander';
import { bugsUrl } from './version.js';

/** Exit statuses of `cmsc`. */
export const EXIT = { done: 0, data: 1, usage: 2, io: 3, bug: 70, interrupted: 130 } as const;

const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  data: EXIT.data,
  limit: EXIT.data,
  usage: EXIT.usage,
  io: EXIT.io,
  interrupted: EXIT.interrupted,
};

/** Characters of an error: room for a path, a value and what to do. */
const LONGEST_LINE = 1200;

/** The exit status that an error calls for. */
export function exitStatusOf(error: unknown): number {
  if (error instanceof CmscError) return STATUS_OF_KIND[error.kind];
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  return isSystemError(error) ? EXIT.io : EXIT.bug;
}

/** An error as one line: `cmsc: FILE:LINE: what is wrong (what to do)`. */
export function errorLine(error: unknown): string {
  return `cmsc: ${shortened(showable(messageOf(error)), LONGEST_LINE)}`;
}

/** Whether a run has ended since nobody reads standard output any more, and it had nothing else to write. */
export function isUnread(error: unknown): boolean {
  return error instanceof CmscError && error.code === 'OUTPUT_CLOSED';
}

/** Whether an error of standard output is that its reader has left. That of any other pipe or connection is a failure. */
export function hasReaderLeft(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EPIPE' || error.code === 'ECONNRESET';
}

function messageOf(error: unknown): string {
  if (error instanceof CommanderError) return usageMessage(error);
  if (error instanceof CmscError) return error.message;
  if (isSystemError(error)) return error.message;
  return `internal error: ${String(error)} (this is a bug: please report it at ${bugsUrl} with what --debug prints)`;
}

/** Commander's own words, on one line: `error: unknown command 'x'\n(Did you mean y?)`. */
function usageMessage({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'there is no such command (cmsc --help lists them)';
  const words = message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace('(Did you', '(did you');
  if (words.endsWith(')')) return words;
  return `${words} (${code === 'commander.conflictingOption' ? 'drop one of them' : 'try --help'})`;
}

/** An error of the operating system that nobody below has put in words. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';
}
