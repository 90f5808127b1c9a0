import type { Manifest } from '@cmsc/store';
import { reported } from '../report.js';
import type { ScoreOptions } from './run-score.js';

/** Where the rows of a scoring went: rows = kept + filtered + rejected. */
export interface ScoreLedger {
  /** All rows. */
  rows: number;
  /** Rows that the protocol keeps: candidates. */
  kept: number;
  /** Rows that it does not keep. */
  filtered: number;
  /** Bad rows that were skipped. */
  rejected: number;
}

/** What a scoring did. */
export interface ScoreReport extends Omit<Manifest, 'ledger' | 'labels'> {
  ledger: ScoreLedger;
  /** The units that were scored: how many, and a digest of their keys. */
  candidates: { units: number; keyDigest: string };
  /** For each scorer what it holds in memory: keys with something learned of each. */
  scorers: Record<string, { entries: number }>;
}

/** What a scoring knows of itself when it is done. */
export interface ScoringFacts extends Pick<
  ScoreReport,
  'options' | 'inputs' | 'leftOut' | 'outputs' | 'ledger' | 'candidates'
> {
  /** For each scorer what it holds. */
  entries: Readonly<Record<string, number>>;
}

/** Does a scoring, and makes the report of it. */
export function reportScoring(
  options: ScoreOptions,
  score: () => Promise<ScoringFacts>,
): Promise<ScoreReport> {
  return reported('score', options, async () => {
    const { entries, ...facts } = await score();
    const scorers = Object.entries(entries).map(([name, count]) => [name, { entries: count }]);
    return { facts: { ...facts, scorers: Object.fromEntries(scorers) }, rows: facts.ledger.rows };
  });
}
