import { anyGlobMatcher, globMatcher, globsIn, nearPattern } from '@cmsc/core';
import type { WindowsRun } from '@cmsc/loaders';
import type { FilterOptions } from '../options.js';
import type { UnmetPattern } from '../row-filter.js';

/** A test for names of accounts or computers, which to Windows are the same in any case, against patterns between commas; all pass without any. */
export function windowsNameMatcher(patterns: string | undefined): (name: string) => boolean {
  if (patterns === undefined) return () => true;
  const matches = anyGlobMatcher(patterns.toLowerCase());
  return (name) => matches(name.toLowerCase());
}

/** The patterns that no account, or no computer, of a run has met. */
export function unmetNames(
  { sessions, processes, names, hosts }: WindowsRun,
  { user, computer }: Pick<FilterOptions, 'user' | 'computer'>,
): UnmetPattern[] {
  const users = new Set<number>();
  if (user !== undefined) for (const row of [...sessions, ...processes]) users.add(row.user);
  return [
    ...unmetOf(
      user,
      [...users].map((id) => names.name(id)),
    ),
    ...unmetOf(computer, hosts),
  ];
}

function unmetOf(patterns: string | undefined, names: readonly string[]): UnmetPattern[] {
  if (patterns === undefined) return [];
  const inLowerCase = names.map((name) => name.toLowerCase());
  return globsIn(patterns)
    .filter((pattern) => !inLowerCase.some(globMatcher(pattern.toLowerCase())))
    .map((pattern) => ({ pattern, near: nearPattern(pattern, names) }));
}
