import type { Manifest } from '@cmsc/store';
import { CMSC_VERSION, publishReport, timingOf } from '../report.js';

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
  /** When it began, by `performance.now()`. */
  started: number;
}

/** Makes the report of a scoring, and writes it where it is wanted. */
export async function reportScoring(
  { options, inputs, leftOut, outputs, ledger, candidates, entries, started }: ScoringFacts,
  target: Parameters<typeof publishReport>[1],
): Promise<ScoreReport> {
  const report: ScoreReport = {
    version: CMSC_VERSION,
    command: 'score',
    options,
    inputs,
    ...(leftOut !== undefined && { leftOut }),
    outputs,
    ledger,
    candidates,
    scorers: Object.fromEntries(Object.entries(entries).map(([name, count]) => [name, { entries: count }])),
    timing: timingOf(started, ledger.rows),
  };
  await publishReport(report, target);
  return report;
}
