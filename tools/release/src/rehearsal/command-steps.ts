import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readManifest, type PublishedPackage } from '../packages.js';
import { runExamples, runModules, type ExampleRun } from '../readme-examples.js';
import type { Stage } from './stage.js';
import type { Step } from './step.js';

const NEXT =
  'what differs from the workspace are the files that are published, and dependencies that are not declared';
const LOGONS = ['sessions', 'data/auth.txt.gz', '--redteam', 'data/redteam.txt.gz', '--quiet'];

/** Where the command is installed, for the steps after it too. */
export const COMMAND_FOLDER = 'with-the-command';

/** The command is installed from the registry, with all that it needs. */
export const INSTALL_STEP: Step = {
  title: 'installs the command in a clean folder',
  next: 'is the registry reachable that npm has third-party packages from (npm ping)?',
  async run(stage) {
    const folder = await stage.install(COMMAND_FOLDER, ['@cmsc/cli']);
    const installed = (name: string) => readManifest(join(folder, 'node_modules', name)).version;
    assert.deepEqual(
      stage.packages.map(({ name }) => `${name} ${installed(name)}`),
      stage.packages.map(({ name, version }) => `${name} ${version}`),
    );
    const version = (await stage.run('npx', ['--no-install', 'cmsc', '--version'], folder)).trim();
    assert.equal(version, installed('@cmsc/cli'));
    return `cmsc ${version}`;
  },
};

/** What users do with the command. */
export const COMMAND_STEPS: readonly Step[] = [
  INSTALL_STEP,
  {
    title: 'runs the command on made-up data, with threads',
    next: NEXT,
    async run(stage) {
      const read = (name: string) => readFileSync(join(stage.folder, COMMAND_FOLDER, name), 'utf8');
      await cmsc(stage, 'generate', 'data', '--events', '20000', '--seed', '5', '--quiet');
      await cmsc(stage, ...LOGONS, '--threads', '1', '-o', 'sessions.csv');
      const outputs = ['-o', 'sessions-2.csv', '--report', 'report.json'];
      await cmsc(stage, ...LOGONS, '--threads', '2', ...outputs);
      assert(read('sessions.csv') === read('sessions-2.csv'), 'two threads give other sessions than one');
      const { ledger } = JSON.parse(read('report.json'));
      const { destination } = JSON.parse(read('data/truth.json'));
      assert.equal(ledger.sessions, destination.ledger.sessions);
      return `${ledger.sessions} sessions of ${ledger.rows} rows`;
    },
  },
  {
    title: 'builds a database and shows the dashboard',
    next: NEXT,
    async run(stage) {
      await cmsc(stage, 'build', 'data', '-o', 'cmsc.duckdb', '--quiet');
      const overview = await cmsc(stage, 'dashboard', 'cmsc.duckdb', '--once');
      assert.match(overview, /20,000/);
      assert.match(overview, /sessions/);
      await cmsc(stage, 'sessions', 'data/auth.txt.gz', '-o', 'sessions.parquet', '--quiet');
      return 'database, Parquet, overview';
    },
  },
  {
    title: 'runs the demo',
    next: NEXT,
    async run(stage) {
      await cmsc(stage, 'demo');
      return 'as the demo checks itself';
    },
  },
  {
    title: 'runs the examples of the READMEs as installed',
    next: 'run the example in an empty folder with the package installed; imports have to be in `dependencies`',
    async run(stage) {
      const modules = installedModules(stage);
      let count = 0;
      for (const { name } of stage.packages) {
        const runs = await runExamples(readmeOf(modules, name), modules, { signal: stage.signal });
        assert(runs.length > 0, `the README of ${name} has no example`);
        assertAsPrinted(runs);
        count += runs.length;
      }
      return `${count} examples`;
    },
  },
];

/** Runs the modules in the READMEs of packages that are installed with the command, by a Node. */
export async function runInstalledModules(
  stage: Stage,
  packages: readonly PublishedPackage[],
  node: string,
): Promise<string> {
  const modules = installedModules(stage);
  const readmes = packages.map(({ name }) => readmeOf(modules, name));
  const runs = await runModules(readmes, modules, { node, signal: stage.signal });
  assert(runs.length >= packages.length, 'a README has no module');
  assertAsPrinted(runs);
  return `${runs.length} examples`;
}

function installedModules(stage: Stage): string {
  return join(stage.folder, COMMAND_FOLDER, 'node_modules');
}

function readmeOf(modules: string, name: string): string {
  return join(modules, name, 'README.md');
}

function assertAsPrinted(runs: readonly ExampleRun[]): void {
  for (const { example, printed } of runs) assert.equal(printed, example.output, `of\n${example.source}`);
}

function cmsc(stage: Stage, ...args: string[]): Promise<string> {
  const folder = join(stage.folder, COMMAND_FOLDER);
  return stage.run(join(folder, 'node_modules/.bin/cmsc'), args, folder);
}
