// Targets that say themselves which packages they depend on, against what their tests can load.
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { DRAW_THE_REPORT, OPEN_THE_DASHBOARD } from '../scripts/test-targets.mjs';
import { filesEnding, manifests, textOf, top } from './workspace.mjs';

const FOLDER = 'packages/pipeline';
const { nx } = manifests().find(({ folder }) => folder === FOLDER).manifest;
const dependencies = new Map(
  manifests().map(({ manifest }) => [manifest.name, Object.keys(manifest.dependencies ?? {})]),
);

/** The names of the packages in inputs: of `{workspaceRoot}/packages/{core,files}/**`. */
function namedIn(inputs) {
  return inputs.flatMap((input) => {
    if (input in nx.namedInputs) return namedIn(nx.namedInputs[input]);
    const [, some, one] = /^\{workspaceRoot\}.*?packages\/(?:\{([\w,]+)\}|(\w+))/.exec(input) ?? [];
    return some?.split(',') ?? (one === undefined ? [] : [one]);
  });
}

/** The files and packages of which a file says the names: imports of any kind, and threads. */
function namesIn(file) {
  const text = textOf(file);
  const relative = [...text.matchAll(/['"](\.\.?\/[^'"\n]+)\.js['"]/g)].map(([, name]) =>
    join(dirname(file), name),
  );
  const packages = text.matchAll(/^(?!import type).*(?:from |import\()'(@cmsc\/[\w-]+)/gm);
  return {
    files: relative.map((name) => `${name}.ts`).filter((name) => existsSync(join(top, name))),
    packages: [...packages].map(([, name]) => name),
  };
}

/** All that follows from the first, each once. */
function closure(first, next) {
  const all = new Set(first);
  for (const each of all) for (const other of next(each)) all.add(other);
  return [...all];
}

function packagesReached(tests) {
  const files = closure(tests, (file) => namesIn(file).files);
  const direct = files.flatMap((file) => namesIn(file).packages);
  const all = closure(direct, (name) => dependencies.get(name) ?? []);
  return all
    .filter((name) => existsSync(join(top, 'packages', basename(name))))
    .map((name) => basename(name));
}

const tests = filesEnding('.test.ts').filter((path) => path.startsWith(`${FOLDER}/`));
const int = tests.filter((path) => path.endsWith('.int.test.ts'));
const isOwn = (path) => `int-test-${basename(path).split('.')[0]}` in nx.targets;

it.each([
  ...int.filter(isOwn).map((path) => [`int-test-${basename(path).split('.')[0]}`, [path]]),
  ...['int-test-1', 'int-test-2'].map((name) => [name, int.filter((path) => !isOwn(path))]),
  ...tests
    .filter((path) => path.endsWith('.e2e.test.ts'))
    .map((path) => [`e2e-${basename(path).split('.')[0]}`, [path]]),
])('%s of pipeline names all packages that it can load', (target, files) => {
  const named = namedIn(nx.targets[target].inputs);
  expect(files).not.toEqual([]);
  expect(packagesReached(files).filter((name) => !named.includes(name) && name !== basename(FOLDER))).toEqual(
    [],
  );
});

const ofCommand = filesEnding('.test.ts').filter((path) => /^apps\/cli\/.*\.(int|e2e)\./.test(path));
const isOne = (path, names) => names.includes(basename(path).split('.')[0]);
const opens = (path) => isOne(path, [...OPEN_THE_DASHBOARD, 'dashboard-terminal', 'terminal']);
const draws = (path) => isOne(path, DRAW_THE_REPORT);

/** Those of a file of tests, and of what it has from `testing`, that say one of some words. */
const saying = (path, words) =>
  closure([path], (file) => namesIn(file).files)
    .filter((file) => file === path || file.includes('/testing/'))
    .filter((file) => words.test(textOf(file)));

it.each(ofCommand.filter((path) => !opens(path)))('%s names no dashboard, and no demo', (path) => {
  expect(saying(path, /dashboard|demo/)).toEqual([]);
});

it.each(ofCommand.filter((path) => !opens(path) && !draws(path)))('%s calls for no report', (path) => {
  expect(saying(path, /'report'|cmsc report|evaluate|--plot|--charts/)).toEqual([]);
});

it.each([...OPEN_THE_DASHBOARD, ...DRAW_THE_REPORT])('%s is a file of tests of the command', (name) => {
  expect(ofCommand).toContain(`apps/cli/src/${name}.int.test.ts`);
});

it('the dashboard calls nothing that loads the report', () => {
  const own = filesEnding('.ts').concat(filesEnding('.tsx'));
  const files = own.filter((path) => path.startsWith('apps/dashboard/src/'));
  expect(files.filter((path) => /runReport|runEvaluate|@cmsc\/report/.test(textOf(path)))).toEqual([]);
});
