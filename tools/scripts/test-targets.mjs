// A plugin of Nx: the targets `test`, `int-test` and `e2e` of each project that has tests of the kind, by their names, and
// `coverage` of what is published. Files of `e2e` are slow and few: each has a target of its own, such as
// `e2e-terminal`, which can say what it depends on, and `e2e` is all of them; but those of one cluster are one. Where
// `int-test` takes minutes, it is made of parts, `int-test-1` and so on, which the cores of a machine share.
import { basename } from 'node:path';

const TESTS = '{packages,apps,tools}/*/**/*.test.{ts,tsx,js,mjs}';

/** Kinds of tests by what stands before `.test.` in a file's name; all others are in process. */
const KINDS = { int: 'int-test', e2e: 'e2e' };

/**
 * Tests of the command that call what it loads late: the dashboard, or the demo, which tells how to open it, and the report
 * with its charts. All others go on where that has changed.
 */
export const OPEN_THE_DASHBOARD = [
  ...['dashboard', 'database', 'demo', 'doors', 'examples', 'full-disk', 'launcher'],
  ...['mutations', 'session-scores', 'windows'],
];
export const DRAW_THE_REPORT = ['campaign-report', 'detection', 'outputs', 'tables'];

/**
 * Projects whose `int-test` has parts, of about a minute each: files that depend on more than the others do, or on less, as
 * package.json says, and all others; shards of either.
 */
const PARTS = {
  'apps/cli': [
    { name: 'dashboard', files: OPEN_THE_DASHBOARD, shards: 2 },
    { name: 'report', files: DRAW_THE_REPORT },
    { shards: 2 },
  ],
  'apps/dashboard': [{ shards: 2 }],
  'packages/pipeline': [{ name: 'differential', files: ['differential'] }, { shards: 2 }],
  'packages/store': [{ shards: 2 }],
  'tools/api': [
    { name: 'api-report', files: ['api-report'] },
    { name: 'typedoc', files: ['typedoc'] },
    { shards: 1 },
  ],
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
  const apart = PARTS[root].flatMap(({ files = [] }) => files);
  const targets = PARTS[root]
    .flatMap((part) => shardsOf(part, apart))
    .map((part) => [part.name, target(root, 'int-test', part)]);
  return { ...Object.fromEntries(targets), 'int-test': allOf('int-test-*') };
}

/** The targets of a part: its files, or all that are not `apart`. */
function shardsOf({ name, files, shards = 1 }, apart) {
  const only = files
    ? files.map((file) => `/${file}.int.test`).join(' ')
    : apart.map((file) => `--exclude '**/${file}.int.test.*'`).join(' ');
  const base = ['int-test', ...(name ? [name] : [])].join('-');
  if (files && shards === 1) return [{ name: base, only }];
  return Array.from({ length: shards }, (_, i) => ({
    name: `${base}-${i + 1}`,
    only: `${only} --shard=${i + 1}/${shards}`,
  }));
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
