import { CmscError, printable, type ErrorCode } from '@cmsc/core';

/** What is wrong with a row: the parts of an error that do not depend on where the row stands. */
export interface RowProblem {
  code: ErrorCode;
  /** What is wrong, in words. */
  what: string;
  /** Name of the column, when it is one column's value. */
  column?: string;
  /** The offending text, when `what` does not hold it already. */
  text?: string;
  hint?: string;
  /** Whether to skip such rows is a way on that people should hear of. */
  skippable?: true;
}

const SKIPPING = 'skip bad rows with --on-bad-row skip';

/** The error that ends a strict run. `maySkip` says whether whoever runs it can have bad rows skipped. */
export function problemError(
  problem: RowProblem,
  { file, line, maySkip = false }: { file: string; line: number; maySkip?: boolean },
): CmscError {
  const { code, what, column, text } = problem;
  const ways = [problem.hint, problem.skippable && maySkip ? SKIPPING : undefined];
  const hint = ways.filter((way) => way !== undefined).join(', or ') || undefined;
  return new CmscError('data', code, what, {
    file,
    line,
    ...(column !== undefined && { column }),
    ...(text !== undefined && { text }),
    ...(hint !== undefined && { hint }),
  });
}

/** The problem in one line without the hint, as a list of rejected rows has it. */
export function reasonOf(problem: RowProblem): string {
  return problem.text === undefined ? problem.what : `${problem.what}: "${printable(problem.text)}"`;
}
