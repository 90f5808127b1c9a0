// Property tests have a seed and a number of runs in their code, so that they are the same each time. Whoever wants to
// look further asks for more runs, or others: `FAST_CHECK_RUNS=20 FAST_CHECK_SEED=7 npm test` has each of them run twenty
// times as often, from another seed.
import { vi } from 'vitest';

const times = Number(process.env.FAST_CHECK_RUNS ?? 1);
const shift = Number(process.env.FAST_CHECK_SEED ?? 0);

if (times !== 1 || shift !== 0)
  vi.doMock('fast-check', async (importOriginal) => {
    const original = await importOriginal();
    const assert = (property, { numRuns = 100, seed = 0, ...rest } = {}) =>
      original.assert(property, { ...rest, numRuns: Math.ceil(numRuns * times), seed: seed + shift });
    return { ...original, assert, default: { ...original.default, assert } };
  });
