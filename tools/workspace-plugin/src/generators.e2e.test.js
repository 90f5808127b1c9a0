import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TemporaryWorkspace } from './testing/temporary-workspace.js';

/**
 * Each generator is run as a user runs it, in a copy of the workspace. What they made is put to use at once: all of it
 * together, since that is what a workspace has to bear.
 */

/** @type {TemporaryWorkspace} */
let workspace;
beforeAll(() => {
  workspace = new TemporaryWorkspace();
});
afterAll(() => workspace.remove());

/**
 * Builds and type-checks a project with what it stands on, and runs some of its tests.
 *
 * @param {string} folder
 * @param {...string} tests
 */
function expectWorking(folder, ...tests) {
  workspace.run('tsc', '--build', `${folder}/tsconfig.json`);
  expect(workspace.runIn(folder, 'vitest', 'run', ...tests)).toMatch(/Tests +\d+ passed/);
}

/** @param {string} path */
const textOf = (path) => readFileSync(join(workspace.root, path), 'utf8');

describe.sequential('generators', () => {
  it('change nothing with --dry-run, and say what they would', () => {
    const printed = workspace.generate('screen', 'moves', '--dry-run');
    expect(printed).toContain('CREATE apps/dashboard/src/screens/moves/moves-state.ts');
    expect(workspace.changed).toEqual([]);
  });

  it('make files, and register them', () => {
    const vpn = ['--columns', 'time,user,gateway:computer,action,bytes:number', '--key', 'user,gateway'];
    workspace.generate('loader', 'vpn-gate', ...vpn, '--edge', 'action=Up/Down');
    workspace.generate(
      'loader',
      'dhcp',
      '--columns',
      'Seen:time,Host,Lease:number',
      '--syntax',
      'json-lines',
    );
    workspace.generate(
      'export',
      'graph-edges',
      '--columns',
      'src_machine,dst_machine',
      '--title',
      "A graph's edges",
    );
    workspace.generate('screen', 'who-moved', '--lists', 'computers,reached', '--title', 'Moves');
    workspace.generate('package', 'graph-kit', '--imports', 'labeling', '--description', 'Graphs of logons.');
    expect(workspace.changed).toEqual([
      'CONTRIBUTING.md',
      'apps/dashboard/README.md',
      'apps/dashboard/src/screens/screen-names.ts',
      'apps/dashboard/src/screens/screens.ts',
      'apps/dashboard/src/screens/who-moved/who-moved-screen.test.ts',
      'apps/dashboard/src/screens/who-moved/who-moved-state.ts',
      'package-lock.json',
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
      ...['graph-edges.test', 'graph-edges', 'registry'].map(
        (name) => `packages/sequences/src/exports/${name}.ts`,
      ),
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

  it('make a loader that inspect and sessions read with', () => {
    const names = ['vpn-gate', 'dhcp', 'registry', 'detect-format'];
    expectWorking('packages/loaders', ...names.map((name) => `src/formats/${name}`));
    workspace.run('tsc', '--build', 'apps/cli/tsconfig.lib.json');
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
    expectWorking('packages/sequences', 'src/exports/graph-edges', 'src/exports/registry');
  });

  it('make a screen with a tab, a key and a line of the README', () => {
    expectWorking('apps/dashboard', 'src/screens/who-moved', 'src/keys', 'src/state');
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
