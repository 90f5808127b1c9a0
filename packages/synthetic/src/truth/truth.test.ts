import { describe, expect, it } from 'vitest';
import { generateRows, generateTruth } from '../generate-rows.js';
import type { GenerateOptions } from '../options.js';
import { bruteForce } from '../testing/brute-force.js';

const small = [0, 1, 2, 10, 1000].flatMap((events) => [1, 2, 3, 'sonoma'].map((seed) => ({ events, seed })));
const larger = [1, 2].map((seed) => ({ events: 20_000, seed }));
/** Two seconds, so that ties are all there is; a few minutes; half a day with hardly a row a minute; many attacks. */
const otherSpans = [
  { events: 4000, seed: 4, days: 0.000024 },
  { events: 20_000, seed: 5, days: 0.0005 },
  { events: 500, seed: 6, days: 0.5 },
  { events: 20_000, seed: 7, days: 30, baseRate: 30_000 },
];

describe('the truth', () => {
  it.each<GenerateOptions>([...small, ...larger, ...otherSpans])(
    'is what brute force finds in %o',
    (options) => {
      const truth = generateTruth(options);
      const auth = [...generateRows('auth', options)];
      const proc = [...generateRows('proc', options)];
      const redteam = [...generateRows('redteam', options)];
      expect(truth).toMatchObject(bruteForce({ auth, proc, redteam }));
      expect(truth.rows).toMatchObject({ auth: auth.length, proc: proc.length, redteam: redteam.length });
    },
  );
});
