// A plugin of Nx: the targets `test`, `int-test` and `e2e` of each project that has tests of the kind, by their names, and
// `coverage` of what is published. Files of `e2e` are slow and few: each has a target of its own, such as
// `e2e-terminal`, which can say what it depends on, and `e2e` is all of them; but those of one cluster are one. Where
// `int-test` takes minutes, it is made of parts, `int-test-1` and so on, which the cores of a machine share.
import { basename } from 'node:path';

const TESTS = '{packages,apps,tools}/*/**/*.test.{ts,tsx,js,mjs}';

/** Kinds of tests by what stands before `.test.` in a file's name; all others are in process. */
const KINDS = { int: 'int-test', e2e: 'e2e' };

/**
 * Projects whose `int-test` has parts, of less than a minute each: files that say in package.json what they depend on, and
 * shards of all others.
 */
const PARTS = {
  'apps/cli': { shards: 4 },
  'apps/dashboard': { shards: 2 },
  'packages/pipeline': { files: ['differential'], shards: 2 },
  'packages/store': { shards: 2 },
  'tools/api': { files: ['api-report', 'typedoc'] },
};

/** Projects whose files of `e2e` have a cluster together, for as long as they share a process. */
const HAVE_ONE_CLUSTER = ['packages/clickhouse'];

function kindOf(file) {
  return KINDS[file.match(/\.(\w+)\.test\.\w+$/)?.[1]] ?? 'test';
}

function target(root, kind, { name = kind, only = '' } = {}) {
  const results = `test-results/${name}.json`;
  return {
    command: `vitest run --project ${kind} ${only} --reporter=default --reporter=json --outputFile=${results}`,
    options: { cwd: root },
    cache: true,
    dependsOn: ['build', 'bundle', '^build'],
    inputs: ['default', '^production', 'surroundings', ...(kind === 'int-test' ? ['documents'] : [])],
    outputs: [`{projectRoot}/${results}`],
  };
}

function endToEndTargets(root, file) {
  if (HAVE_ONE_CLUSTER.includes(root)) return { e2e: target(root, 'e2e') };
  const name = `e2e-${basename(file).split('.')[0]}`;
  const only = file.slice(root.length + 1);
  return { [name]: target(root, 'e2e', { name, only }), e2e: allOf('e2e-*') };
}

function integrationTargets(root) {
  if (!(root in PARTS)) return { 'int-test': target(root, 'int-test') };
  const { files = [], shards = 1 } = PARTS[root];
  const others = files.map((file) => `--exclude '**/${file}.int.test.*' `).join('');
  const parts = [
    ...files.map((file) => ({ name: `int-test-${file}`, only: `${file}.int.test` })),
    ...Array.from({ length: shards }, (_, i) => ({
      name: `int-test-${i + 1}`,
      only: `${others}--shard=${i + 1}/${shards}`,
    })),
  ];
  const targets = parts.map((part) => [part.name, target(root, 'int-test', part)]);
  return { ...Object.fromEntries(targets), 'int-test': allOf('int-test-*') };
}

const allOf = (names) => ({ executor: 'nx:noop', dependsOn: [names] });

function targetsFor(root, kind, file) {
  if (kind === 'e2e') return endToEndTargets(root, file);
  return kind === 'int-test' ? integrationTargets(root) : { [kind]: target(root, kind) };
}

/** What of a project's sources its own tests reach. */
function coverageTarget(root) {
  return {
    ...target(root, 'test'),
    command: 'vitest run --coverage',
    outputs: ['{projectRoot}/coverage'],
  };
}

/** What Nx calls with the names of all tests. */
export const createNodesV2 = [
  TESTS,
  (files) =>
    files.map((file) => {
      const root = file.split('/').slice(0, 2).join('/');
      const targets = targetsFor(root, kindOf(file), file);
      if (!root.startsWith('tools/')) targets.coverage = coverageTarget(root);
      return [file, { projects: { [root]: { targets } } }];
    }),
];
