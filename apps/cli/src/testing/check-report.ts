import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ledgerProblems, type Ledger } from '@cmsc/core';

/** What reports of all commands have that write files. */
interface Report {
  inputs?: { path: string; rows: number; complete?: boolean }[];
  outputs: { path: string; bytes: number; sha256: string | null }[];
  ledger?: Ledger | { rows: number; kept: number; filtered: number; rejected: number };
  auth?: { rows: { read: number; written: number; leftOut: number; filtered: number; rejected: number } };
  processes?: Ledger;
}

/**
 * What is wrong with a report: a ledger that does not add up, an output that is not what it says.
 *
 * @param stdout the output that is named `-`.
 * @param folder what all other paths start from.
 */
export function reportProblems(text: string, stdout: string, folder: string): string[] {
  const { outputs, ledger, auth, processes } = JSON.parse(text) as Report;
  const problems = [ledger, processes].flatMap((each) =>
    each && 'sessions' in each ? ledgerProblems(each) : [],
  );
  if (ledger && 'kept' in ledger && ledger.rows !== ledger.kept + ledger.filtered + ledger.rejected)
    problems.push('rows = kept + filtered + rejected does not hold');
  if (auth) {
    const { read, written, leftOut, filtered, rejected } = auth.rows;
    if (read !== written + leftOut + filtered + rejected) problems.push('rows of the export do not add up');
  }
  const found = (path: string) => (path === '-' ? Buffer.from(stdout) : contentOf(join(folder, path)));
  return [...problems, ...outputs.flatMap((output) => outputProblems(output, found(output.path)))];
}

function outputProblems(
  { path, bytes, sha256 }: Report['outputs'][number],
  found: Buffer | undefined,
): string[] {
  if (found === undefined) return [`${path} is not there`];
  // Text that is no UTF-8 does not come through here as it was.
  if (path === '-' && found.includes('\u{fffd}')) return [];
  if (found.length !== bytes) return [`${path} has ${found.length} bytes in place of ${bytes}`];
  const hash = createHash('sha256').update(found).digest('hex');
  return sha256 === null || sha256 === hash ? [] : [`${path} is not what its hash says`];
}

function contentOf(path: string): Buffer | undefined {
  return existsSync(path) ? readFileSync(path) : undefined;
}
