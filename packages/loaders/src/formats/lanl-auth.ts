import { isTimeLike, nameColumn, timeColumn, type Format } from './format.js';

/** A row of LANL's authentications of 2014: this user logged on to that computer. */
export interface LanlAuthEvent {
  /** Seconds. */
  time: number;
  /** Who logged on: `U1`. */
  user: string;
  /** What the user logged on to: `C1`. */
  computer: string;
}

/**
 * LANL's "User-Computer Authentication Associations in Time" (Hagberg, Kent, Lemons and Neil 2014, csr.lanl.gov/data/auth):
 * 708,304,516 authentications of nine months. They are the ones that succeeded; logoffs are not among them, so there are no sessions in it.
 */
export const lanlAuth: Format<LanlAuthEvent> = {
  name: 'lanl-auth',
  columns: [timeColumn('time'), nameColumn('user'), nameColumn('computer')],
  ordered: true,
  takenBy: 'cmsc inspect takes',
  fileNames: /^lanl-auth.*\.(txt|csv|gz|parquet)$/i,
  // dns has as many columns: there the second value is a computer.
  resembles: (fields) =>
    isTimeLike(fields[0]!) && /^U[0-9]+$/.test(fields[1]!) && !/^U[0-9]+$/.test(fields[2]!),
  toEvent: (fields) => ({ time: Number(fields[0]), user: fields[1]!, computer: fields[2]! }),
};
