import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ledgerProblems, type Ledger } from '@cmsc/core';

/** What reports of all commands have that write files. */
interface Report {
  inputs?: { path: string; rows: number; complete?: boolean; blankLines?: number }[];
  outputs: { path: string; bytes: number; sha256: string | null }[];
  ledger?: Ledger | { rows: number; kept: number; filtered: number; rejected: number };
  auth?: { rows: { read: number; written: number; leftOut: number; filtered: number; rejected: number } };
  processes?: Ledger;
}

/** Where what a report names is to be found. */
interface Places {
  /** The output that is named `-`. */
  stdout: string;
  /** What the paths of inputs start from. */
  folder: string;
  /** What the paths of outputs start from. */
  outputs: string;
  /** Whether lines that name columns are no rows. */
  header: boolean;
}

/** What is wrong with a report: a ledger that does not add up, rows that were not read, an output that is not what it says. */
export function reportProblems(text: string, places: Places): string[] {
  const { inputs = [], outputs, ledger, auth, processes } = JSON.parse(text) as Report;
  const problems = [ledger, processes].flatMap((each) =>
    each && 'sessions' in each ? ledgerProblems(each) : [],
  );
  if (ledger && 'kept' in ledger && ledger.rows !== ledger.kept + ledger.filtered + ledger.rejected)
    problems.push('rows = kept + filtered + rejected does not hold');
  if (auth) {
    const { read, written, leftOut, filtered, rejected } = auth.rows;
    if (read !== written + leftOut + filtered + rejected) problems.push('rows of the export do not add up');
  }
  const found = (path: string) =>
    path === '-' ? Buffer.from(places.stdout) : contentOf(join(places.outputs, path));
  return [
    ...problems,
    ...(places.header ? [] : inputs).flatMap((input) =>
      inputProblems(input, contentOf(join(places.folder, input.path))),
    ),
    ...outputs.flatMap((output) => outputProblems(output, found(output.path))),
  ];
}

/** Every line of a file that was read to its end is a row, or counted as blank, unless a quote may hold its end. */
function inputProblems(
  { path, rows, complete, blankLines = 0 }: NonNullable<Report['inputs']>[number],
  found: Buffer | undefined,
): string[] {
  if (complete !== true || found === undefined) return [];
  const text = found[0] === 0x1f && found[1] === 0x8b ? gunzipSync(found) : found;
  const lines = rowsOf(text);
  return text.includes('"') || lines === rows + blankLines
    ? []
    : [`${path} has ${lines} rows, and ${rows} were read`];
}

/** Rows of a text without quotes, in which a newline would not end a row. */
export function rowsOf(bytes: Buffer): number {
  let newlines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) newlines++;
  return newlines + (bytes.length > 0 && bytes.at(-1) !== 10 ? 1 : 0);
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
