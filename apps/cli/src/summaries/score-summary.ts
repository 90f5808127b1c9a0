import type { ScoreReport } from '@cmsc/pipeline';
import { formatCount, formatMany } from '../terminal/numbers.js';

/** What a scoring did, in plain words: where the rows went, what was scored, what each scorer holds. */
export function scoreSummary({ ledger, candidates, scorers, options }: ScoreReport): string[] {
  const { rows, kept, filtered, rejected } = ledger;
  const held = Object.entries(scorers).map(([name, { entries }]) => `${name} ${formatCount(entries)}`);
  const rowsWent =
    options['unit'] === 'session'
      ? `${formatMany(rows, 'session')}: ${formatCount(kept)} in the time window, ${formatCount(filtered)} not`
      : `${formatMany(rows, 'row')}: ${formatMany(kept, 'candidate')} of ${String(options['protocol'])}, ${formatMany(filtered, 'other')}, ${formatCount(rejected)} bad`;
  return [
    rowsWent,
    `${formatMany(candidates.units, 'unit')} scored, digest ${candidates.keyDigest}`,
    `keys learned: ${held.join(', ')}`,
  ];
}
