import { CmscError } from '@cmsc/core';
import { edge, edgeWindow } from './edge.js';
import { ngram } from './ngram.js';
import type { Scorer } from './scorer.js';
import { surprise } from './surprise.js';

/** All scorers, by name. */
export const SCORERS: Readonly<Record<string, Scorer>> = {
  edge,
  'edge-window': edgeWindow,
  surprise,
  ngram,
};

/**
 * The scorer of this name.
 *
 * @throws CmscError BAD_OPTION (usage) when there is none.
 */
export function scorerNamed(name: string): Scorer {
  const scorer = Object.hasOwn(SCORERS, name) ? SCORERS[name] : undefined;
  if (scorer) return scorer;
  throw new CmscError('usage', 'BAD_OPTION', 'no scorer has this name', {
    text: name,
    hint: `the scorers are ${Object.keys(SCORERS).join(', ')}`,
  });
}
