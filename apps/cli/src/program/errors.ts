import { CmscError, type ErrorKind, shortened, showable } from '@cmsc/core';
import { nameOfInput, WAY_IN } from '@cmsc/loaders';
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

/**
 * An error as one line: `cmsc: FILE:LINE: what is wrong (what to do)`.
 *
 * @param error whatever was thrown.
 * @param args what was typed after `cmsc`: what to do may be to run it otherwise.
 */
export function errorLine(error: unknown, args: readonly string[] = []): string {
  return `cmsc: ${shortened(showable(wayIn(messageOf(error), error, args)), LONGEST_LINE)}`;
}

/** Commands that read a folder, and no pipe. */
const OF_FOLDERS: readonly string[] = ['notebook', 'dashboard'];

/** Names, in what to do about a file, the command that was to read it, with `-` in the file's place. */
function wayIn(message: string, error: unknown, args: readonly string[]): string {
  if (!(error instanceof CmscError) || !message.includes(WAY_IN)) return message;
  const words = args.filter((arg) => !/^-[a-zA-Z-]/.test(arg));
  const command = words[0] === 'export' ? words.slice(0, 2).join(' ') : words[0];
  if (command === undefined) return message;
  if (OF_FOLDERS.includes(command)) return message.replace(WAY_IN, 'gzip > a file in its place');
  const option = optionOf(error.context.file, args);
  return message.replace(WAY_IN, `cmsc ${command} ${option === undefined ? '' : `… ${option} `}-`);
}

/** The option that names a file, if it is one. */
function optionOf(file: string | undefined, args: readonly string[]): string | undefined {
  const joined = args.find((arg) => arg.startsWith('--') && arg.endsWith(`=${file}`));
  const before =
    args[args.findIndex((arg) => arg === file || (arg === '-' && file === nameOfInput('-'))) - 1];
  return joined?.slice(0, joined.indexOf('=')) ?? (before?.startsWith('--') ? before : undefined);
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

/** What to do about an error of commander's, by its code. */
const REMEDIES: Readonly<Record<string, string>> = {
  'commander.conflictingOption': 'drop one of them',
  'commander.unknownCommand': 'cmsc --help lists them',
};

/** Commander's own words, on one line: `error: unknown command 'x'\n(Did you mean y?)`. */
function usageMessage({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'there is no command (cmsc --help lists them)';
  const words = message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace('(Did you', '(did you');
  if (words.endsWith(')')) return words;
  return `${words} (${REMEDIES[code] ?? 'try --help'})`;
}

/** An error of the operating system that nobody below has put in words. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === 'string';
}
