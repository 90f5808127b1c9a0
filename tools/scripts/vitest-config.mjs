// What the tests of all projects have in common: three kinds, told apart by their file's name. A project's own
// vitest.config.mjs hands this on, so that `npx vitest run FILE` works in its folder too.
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const SETUP = ['property-runs.mjs', 'no-trace.mjs'].map((name) => join(import.meta.dirname, name));

/** Files of tests in a project's sources, or at its top. */
const named = (ending) => ['src/**/', ''].map((folder) => `${folder}*${ending}.test.{ts,tsx,js,mjs}`);

/** In process: many in one thread, one file after the other. */
const inProcess = {
  name: 'test',
  include: named(''),
  exclude: [...named('.int'), ...named('.e2e')],
  pool: 'threads',
  isolate: false,
};

/**
 * In a process, which has a folder and an environment: a file may change them, as long as it puts them back. Runs of a few
 * rows take buffers for many: with the heap that Node begins with, every other run would collect all garbage. Nor is
 * there a core to spare for a collector that runs ahead.
 */
const PROCESSES = {
  pool: 'forks',
  isolate: false,
  execArgv: ['--initial-heap-size=256', '--single-threaded-gc'],
};

/** Files, processes, databases. */
const integration = { name: 'int-test', include: named('.int'), ...PROCESSES };

/** Terminals, clusters, releases, killed runs: they wait for others. */
const endToEnd = { name: 'e2e', include: named('.e2e'), ...PROCESSES };

/**
 * The configuration of a project.
 *
 * @param own what its tests of a kind need besides: `{ 'int-test': { globalSetup: … } }`
 */
export function projectConfig(own = {}) {
  return defineConfig({
    test: {
      environment: 'node',
      passWithNoTests: true,
      testTimeout: 120_000,
      hookTimeout: 120_000,
      // Nx runs projects side by side.
      maxWorkers: 1,
      setupFiles: SETUP,
      // What is built is loaded as users load it: to transform all packages for each project took longer than many a test.
      server: { deps: { external: [/\/(packages|apps|tools)\/[^/]+\/dist\//] } },
      env: { FORCE_COLOR: '0', NO_COLOR: '1' },
      // Under --coverage alone: `npm run coverage`.
      coverage: {
        reporter: ['json-summary'],
        include: ['src/**/*.{ts,tsx}'],
        exclude: ['src/**/testing/**', 'src/**/*.test.{ts,tsx}'],
      },
      projects: [inProcess, integration, endToEnd].map((kind) => ({
        extends: true,
        test: { ...kind, ...own[kind.name] },
      })),
    },
  });
}

export default projectConfig();
