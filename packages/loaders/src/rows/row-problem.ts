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
}

/** The error that ends a strict run. */
export function problemError(problem: RowProblem, file: string, line: number): CmscError {
  const { code, what, column, text, hint } = problem;
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
