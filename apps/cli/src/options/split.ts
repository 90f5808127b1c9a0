import { formatCount, formatMany, parseSecond } from '@cmsc/core';
import { FIRST_RED_TEAM_EVENT, isSplitPoint, type SplitFacts, type SplitPoint } from '@cmsc/pipeline';
import type { Option } from 'commander';
import { valueOption } from './option-group.js';
import { usageError } from './parsers.js';

/** `--split-at`, for what is written in two parts. */
export function splitAtOption(): Option {
  return valueOption(
    '--split-at <point>',
    `SECOND, N% of the sessions, or first-attack: those that ended before it are for training (default: ${FIRST_RED_TEAM_EVENT}, the first red-team event)`,
    splitPoint,
  );
}

/**
 * Where sessions are split.
 *
 * @throws CmscError BAD_OPTION for what is none of the three.
 */
function splitPoint(text: string): SplitPoint {
  const isShare = /^\d+(?:\.\d+)?%$/.test(text);
  const point = isShare ? { percent: Number(text.slice(0, -1)) } : (parseSecond(text) ?? text);
  if (isSplitPoint(point)) return point;
  const hint = 'give a second such as 150885, 2d or day2, a percentage such as 70%, or first-attack';
  throw usageError('--split-at is no place to split', text, hint);
}

/** How sessions were split. */
export function splitSummary({ train, test, attackedTrain, attackedTest }: SplitFacts): string {
  const sessions = formatMany(train + test, 'session');
  const attacked = (count: number | null) => (count === null ? '' : ` (${formatCount(count)} attacked)`);
  const unknown = attackedTrain === null ? '; not labelled: there is no red team' : '';
  return `${sessions}: ${formatCount(train)} to train${attacked(attackedTrain)}, ${formatCount(test)} to test${attacked(attackedTest)}${unknown}`;
}

/** What of a split a detector can't be trained or tested with. */
export function splitWarnings({ second, train, test, attackedTrain }: SplitFacts): string[] {
  const warnings = [
    train === 0 && test > 0 && `nothing to train with: no session ended before second ${second}`,
    test === 0 && train > 0 && `nothing to test with: every session ended before second ${second}`,
    attackedTrain !== null &&
      attackedTrain > 0 &&
      `${formatMany(attackedTrain, 'attacked session')} to train with`,
  ].filter((warning) => warning !== false);
  return warnings.map((warning) => `warning: ${warning} (--split-at takes a second, N% or first-attack)`);
}
