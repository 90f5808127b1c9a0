// A plugin of Nx: the targets `test`, `int-test` and `e2e` of each project that has tests of the kind, by their names, and
// `coverage` of what is published.
const TESTS = '{packages,apps,tools}/*/**/*.test.{ts,tsx,js,mjs}';

/** Kinds of tests by what stands before `.test.` in a file's name; all others are in process. */
const KINDS = { int: 'int-test', e2e: 'e2e' };

function kindOf(file) {
  return KINDS[file.match(/\.(\w+)\.test\.\w+$/)?.[1]] ?? 'test';
}

function target(root, kind) {
  const results = `test-results/${kind}.json`;
  return {
    command: `vitest run --project ${kind} --reporter=default --reporter=json --outputFile=${results}`,
    options: { cwd: root },
    cache: true,
    dependsOn: ['build', 'bundle', '^build'],
    inputs: ['default', '^production', 'surroundings'],
    outputs: [`{projectRoot}/${results}`],
  };
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
      const kind = kindOf(file);
      const targets = { [kind]: target(root, kind) };
      if (!root.startsWith('tools/')) targets.coverage = coverageTarget(root);
      return [file, { projects: { [root]: { targets } } }];
    }),
];
