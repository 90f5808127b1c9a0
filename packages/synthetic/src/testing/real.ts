/** Figures of the real data, to hold made-up rows against. */
export const REAL = {
  /** The sample of day 7, 10,000 rows of persons. */
  day7: { users: 1589, destinations: 478, userPairs: 3217, machinePairs: 2652 },
  /** Means of the four samples of days 0, 1, 2 and 7. */
  mean: { repeats: 0.139, orphans: 0.139, open: 0.104, zeroLength: 0.411, tied: 0.487 },
  /** Published: of the 701 red-team tuples that auth has, those of the two busiest days, and distinct triples. */
  twoDays: 0.668,
  distinctTriples: 433 / 701,
} as const;
