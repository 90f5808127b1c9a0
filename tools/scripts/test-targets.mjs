// A plugin of Nx: the targets `test`, `int-test` and `e2e` of each project that has tests of the kind, by their names, and
// `coverage` of what is published. Files of `e2e` are slow and few: each has a target of its own, such as
// `e2e-terminal`, which can say what it depends on, and `e2e` is all of them.
import { basename } from 'node:path';

const TESTS = '{packages,apps,tools}/*/**/*.test.{ts,tsx,js,mjs}';

/** Kinds of tests by what stands before `.test.` in a file's name; all others are in process. */
const KINDS = { int: 'int-test', e2e: 'e2e' };

function kindOf(file) {
  return KINDS[file.match(/\.(\w+)\.test\.\w+$/)?.[1]] ?? 'test';
}

function target(root, kind, { name = kind, file = '' } = {}) {
  const results = `test-results/${name}.json`;
  const only = file && ` ${file.slice(root.length + 1)}`;
  return {
    command: `vitest run --project ${kind}${only} --reporter=default --reporter=json --outputFile=${results}`,
    options: { cwd: root },
    cache: true,
    dependsOn: ['build', 'bundle', '^build'],
    inputs: ['default', '^production', 'surroundings'],
    outputs: [`{projectRoot}/${results}`],
  };
}

function endToEndTargets(root, file) {
  const name = `e2e-${basename(file).split('.')[0]}`;
  return { [name]: target(root, 'e2e', { name, file }), e2e: { executor: 'nx:noop', dependsOn: ['e2e-*'] } };
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
      const targets = kind === 'e2e' ? endToEndTargets(root, file) : { [kind]: target(root, kind) };
      if (!root.startsWith('tools/')) targets.coverage = coverageTarget(root);
      return [file, { projects: { [root]: { targets } } }];
    }),
];
