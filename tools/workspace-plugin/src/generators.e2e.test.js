import { flushChanges, FsTree } from 'nx/src/generators/tree.js';
import { validateOptsAgainstSchema } from 'nx/src/utils/params.js';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TemporaryWorkspace } from './testing/temporary-workspace.js';

/**
 * What the generators make is put to use at once in a copy of the workspace: all of it together, since that is what a
 * workspace has to bear.
 */

/** @type {TemporaryWorkspace} */
let workspace;
beforeAll(() => {
  workspace = new TemporaryWorkspace();
});
afterAll(() => workspace.remove());

const PLUGIN = join(import.meta.dirname, '..');

/**
 * Runs a generator as Nx does: by its line in generators.json, with options that its schema knows.
 *
 * @param {string} name
 * @param {Record<string, string>} options
 */
async function generate(name, options) {
  const { generators } = JSON.parse(readFileSync(join(PLUGIN, 'generators.json'), 'utf8'));
  const { factory, schema } = generators[name];
  validateOptsAgainstSchema(options, JSON.parse(readFileSync(join(PLUGIN, schema), 'utf8')));
  const { default: run } = await import(join(PLUGIN, factory));
  const tree = new FsTree(workspace.root, false);
  const finish = await run(tree, options);
  flushChanges(workspace.root, tree.listChanges());
  await finish();
}

/** @param {string} path */
const textOf = (path) => readFileSync(join(workspace.root, path), 'utf8');

/**
 * Runs some tests of a project.
 *
 * @param {string} folder
 * @param {...string} tests
 */
function expectTests(folder, ...tests) {
  expect(workspace.runIn(folder, 'vitest', 'run', ...tests)).toMatch(/Tests +\d+ passed/);
}

describe.sequential('generators', () => {
  it('change nothing with --dry-run, and say what they would', () => {
    const printed = workspace.run('nx', 'generate', '@cmsc/workspace-plugin:screen', 'moves', '--dry-run');
    expect(printed).toContain('CREATE apps/dashboard/src/screens/moves.ts');
    expect(workspace.changed).toEqual([]);
  });

  it('make files, and register them', async () => {
    await generate('loader', {
      name: 'vpn-gate',
      columns: 'time,user,gateway:computer,action,bytes:number',
      key: 'user,gateway',
      edge: 'action=Up/Down',
    });
    await generate('loader', { name: 'dhcp', columns: 'Seen:time,Host,Lease:number', syntax: 'json-lines' });
    await generate('export', {
      name: 'graph-edges',
      columns: 'src_machine,dst_machine',
      title: "A graph's edges",
    });
    await generate('screen', { name: 'who-moved', lists: 'computers,reached', title: 'Moves' });
    await generate('package', {
      name: 'graph-kit',
      imports: 'labeling',
      description: 'Graphs of logons.',
    });
    expect(workspace.changed).toEqual([
      'CONTRIBUTING.md',
      'apps/dashboard/README.md',
      'apps/dashboard/src/screens/screens.ts',
      'apps/dashboard/src/screens/who-moved.test.ts',
      'apps/dashboard/src/screens/who-moved.ts',
      'apps/dashboard/src/state/screen-names.ts',
      'package-lock.json',
      ...['graph-edges.test', 'graph-edges', 'registry'].map((name) => `packages/exports/src/${name}.ts`),
      ...['LICENSE', 'README.md', 'package.json'].map((name) => `packages/graph-kit/${name}`),
      ...['busiest-second.test', 'busiest-second', 'index'].map(
        (name) => `packages/graph-kit/src/${name}.ts`,
      ),
      ...['', '.lib', '.spec'].map((name) => `packages/graph-kit/tsconfig${name}.json`),
      'packages/graph-kit/vitest.config.mjs',
      ...['dhcp.int.test', 'dhcp', 'registry', 'vpn-gate.int.test', 'vpn-gate'].map(
        (name) => `packages/loaders/src/formats/${name}.ts`,
      ),
      'packages/loaders/src/index.ts',
      'packages/pipeline/src/session-sources.ts',
      'tools/scripts/boundaries.mjs',
      'tsconfig.json',
    ]);
  });

  it('leave everything formatted, linted, and free of words for work left to do', () => {
    const { changed } = workspace;
    workspace.run('prettier', '--check', '--ignore-unknown', ...changed);
    workspace.run('nx', 'sync:check');
    const code = changed.filter((path) => /\.(ts|tsx|mjs)$|\/package\.json$/.test(path));
    workspace.run('eslint', ...code);
    for (const path of changed.filter((each) => each !== 'package-lock.json'))
      expect(textOf(path), path).not.toMatch(/\bT[O]DO\b|\bFIXME\b|\bstub\b/);
  });

  it('make files that compile, under the rules of the workspace', () => {
    const compilerOptions = {
      ...{ composite: false, declarationMap: false, noEmit: true },
      // All of it as one program, from the sources: building each package that stands on a changed one takes four times as long.
      paths: { '@cmsc/*': ['./packages/*/src/index.ts'] },
    };
    const files = workspace.changed.filter((path) => path.endsWith('.ts'));
    const project = { extends: './tsconfig.base.json', compilerOptions, files };
    writeFileSync(join(workspace.root, 'tsconfig.changed.json'), JSON.stringify(project));
    workspace.run('tsc', '--project', 'tsconfig.changed.json');
  });

  it('make a loader that inspect and sessions read with', () => {
    expectTests(
      'packages/loaders',
      ...['vpn-gate', 'dhcp', 'registry', 'detect-format'].map((name) => `src/formats/${name}`),
    );
    const changed = workspace.changed.filter((path) =>
      /^packages\/(loaders|pipeline)\/src\/.*(?<!\.test)\.ts$/.test(path),
    );
    workspace.run(
      'esbuild',
      '--outdir=.',
      ...changed.map((path) => `${path.slice(0, -3).replace('/src/', '/dist/')}=${path}`),
    );
    workspace.run(process.execPath, 'apps/cli/scripts/bundle.mjs');
    writeFileSync(join(workspace.root, 'vpn.txt'), '1,U1,C1,Up,5\n4,U1,C1,Down,6\n');
    writeFileSync(join(workspace.root, 'dhcp.json'), '{"Seen":7,"Host":"C1","Lease":60}\n');
    const cmsc = (/** @type {string[]} */ ...args) =>
      workspace.run(process.execPath, 'apps/cli/bin/cmsc.js', ...args);
    expect(cmsc('sessions', '-q', 'vpn.txt')).toBe(
      'user,gateway,start_time,end_time,duration,logons,logoffs\nU1,C1,1,4,3,1,1\n',
    );
    expect(cmsc('inspect', 'vpn.txt', 'dhcp.json')).toMatch(/format +vpn-gate\n[^]*format +dhcp\n/);
  });

  it('make an export that its own test holds against made-up rows', () => {
    expectTests('packages/exports', 'src/graph-edges', 'src/registry');
  });

  it('make a screen with a tab, a key and a line of the README', () => {
    expectTests('apps/dashboard', 'src/screens/who-moved', 'src/keys', 'src/app/reducer');
  });

  it('make a package that nx builds and tests, that compiles, and that others can import', () => {
    workspace.run('nx', 'run-many', '-t', 'build', 'test', '-p', '@cmsc/graph-kit', '--output-style=static');
    workspace.run('tsc', '--build', 'packages/graph-kit/tsconfig.json');
    const readme = textOf('packages/graph-kit/README.md');
    const block = (/** @type {string} */ language) =>
      readme.split(`\`\`\`${language}\n`)[1]?.split('```')[0] ?? '';
    expect(workspace.run(process.execPath, '--input-type=module', '--eval', block('js'))).toBe(block('text'));
    const lock = JSON.parse(textOf('package-lock.json'));
    expect(lock.packages['node_modules/@cmsc/graph-kit']).toEqual({
      resolved: 'packages/graph-kit',
      link: true,
    });
  });
});
