import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['*.test.mjs'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Compilers are run in this process: one after the other, or they ask for more memory than a small machine has.
    fileParallelism: false,
    env: { FORCE_COLOR: '0', NO_COLOR: '1' },
    reporters: ['default', ['json', { outputFile: 'test-results/vitest.json' }]],
  },
});
