/** In how many sessions something occurs, of how many. */
export interface Occurrences {
  /** Sessions that hold it, attacked ones among them. */
  sessions: number;
  /** Attacked sessions that hold it. */
  attackedSessions: number;
  /** All sessions that could hold it, attacked ones among them. */
  allSessions: number;
  /** All attacked sessions that could hold it. */
  allAttackedSessions: number;
}

/** How much more an n-gram belongs to attacked sessions than to the others. */
export interface LogOdds {
  /** Logarithm (base e) of the ratio of its odds in attacked sessions to its odds in the others; 0 when equal. */
  logOdds: number;
  /** `logOdds` in standard deviations: beyond ± 1.96 it is hardly chance. */
  zScore: number;
}

/** How many sessions of each label the prior is worth. */
export const PRIOR_SESSIONS = 10;

/**
 * Log-odds with an informative Dirichlet prior, after Monroe, Colaresi and Quinn 2008 ("Fightin' Words",
 * doi:10.1093/pan/mpn018), over sessions instead of words: a session either holds an n-gram or it doesn't.
 *
 * To the sessions of either label `priorSessions` made-up ones are added, in which the n-gram is as frequent as in all
 * sessions together (half a session more with it and half a session more without it keep that share off 0 and 1). So
 * an n-gram of which little is known is drawn to 0, and one in a single attacked session doesn't win over one in
 * many. With A attacked sessions, of which a hold it, and share p, its odds are (a + wp) / (A − a + w(1 − p));
 * the variance of the difference of their logarithms is about the sum of the four reciprocals. Where nothing, or
 * everything, was attacked, one side is the prior alone and both figures are near 0.
 */
export function logOddsOf(counts: Occurrences, priorSessions = PRIOR_SESSIONS): LogOdds {
  const { sessions, attackedSessions, allSessions, allAttackedSessions } = counts;
  const share = (sessions + 0.5) / (allSessions + 1);
  const [priorWith, priorWithout] = [priorSessions * share, priorSessions * (1 - share)];
  const others = sessions - attackedSessions;
  const cells = [
    attackedSessions + priorWith,
    allAttackedSessions - attackedSessions + priorWithout,
    others + priorWith,
    allSessions - allAttackedSessions - others + priorWithout,
  ] as const;
  const logOdds = Math.log(cells[0] / cells[1]) - Math.log(cells[2] / cells[3]);
  const variance = cells.reduce((sum, cell) => sum + 1 / cell, 0);
  return { logOdds, zScore: logOdds / Math.sqrt(variance) };
}
