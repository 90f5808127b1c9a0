import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages, readManifest } from '../packages.js';
import { runExamples } from '../readme-examples.js';
import type { Stage } from './stage.js';
import { expectNone, expectThat, type Step } from './step.js';

const NEXT =
  'what differs from the workspace are the files that are published, and dependencies that are not declared';
/** Where the command is installed, for the steps after it too. */
export const COMMAND_FOLDER = 'with-the-command';

interface SessionReport {
  ledger: { sessions: number; rows: number };
}

/** The command, installed from the registry into a clean folder. */
export const COMMAND_STEPS: readonly Step[] = [
  {
    title: 'installs the command in a clean folder',
    next: 'is the registry reachable that npm has third-party packages from (npm ping)?',
    async run(stage) {
      const folder = await stage.install(COMMAND_FOLDER, ['@cmsc/cli']);
      const installed = (name: string) => readManifest(join(folder, 'node_modules', name)).version;
      const packages = publishedPackages(stage.clone);
      expectNone(
        packages
          .filter(({ name, version }) => installed(name) !== version)
          .map(({ name }) => `${name} is ${installed(name)}`),
      );
      const version = (await cmsc(stage, '--version')).trim();
      expectThat(version === installed('@cmsc/cli'), `cmsc --version says ${version}`);
      return `cmsc ${version}`;
    },
  },
  {
    title: 'runs the command on made-up data, with threads',
    next: NEXT,
    async run(stage) {
      await cmsc(stage, 'generate', 'data', '--events', '20000', '--seed', '5', '--quiet');
      for (const threads of ['1', '2'])
        await cmsc(
          ...([
            stage,
            'sessions',
            'data/auth.txt.gz',
            '--redteam',
            'data/redteam.txt.gz',
            '--quiet',
          ] as const),
          ...['--threads', threads, '-o', `sessions${threads}.csv`, '--report', `report${threads}.json`],
        );
      const read = (name: string) => readFileSync(join(stage.folder, COMMAND_FOLDER, name), 'utf8');
      expectThat(read('sessions1.csv') === read('sessions2.csv'), 'two threads give other sessions than one');
      const truth = JSON.parse(read('data/truth.json')) as { destination: SessionReport };
      const { ledger } = JSON.parse(read('report2.json')) as SessionReport;
      const expected = truth.destination.ledger.sessions;
      expectThat(ledger.sessions === expected, `${ledger.sessions} sessions instead of ${expected}`);
      return `${ledger.sessions} sessions of ${ledger.rows} rows`;
    },
  },
  {
    title: 'builds a database and shows the dashboard',
    next: NEXT,
    async run(stage) {
      await cmsc(stage, 'build', 'data', '-o', 'cmsc.duckdb', '--quiet');
      const overview = await cmsc(stage, 'dashboard', 'cmsc.duckdb', '--once');
      expectThat(/20,000/.test(overview) && /sessions/.test(overview), `the overview is\n${overview}`);
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
      const modules = join(stage.folder, COMMAND_FOLDER, 'node_modules');
      let count = 0;
      for (const { name } of publishedPackages(stage.clone)) {
        const runs = await runExamples(join(modules, name, 'README.md'), modules, { signal: stage.signal });
        expectThat(runs.length > 0, `the README of ${name} has no example`);
        for (const { example, printed } of runs)
          expectThat(printed === example.output, `an example of ${name} prints\n${printed}`);
        count += runs.length;
      }
      return `${count} examples`;
    },
  },
];

function cmsc(stage: Stage, ...args: string[]): Promise<string> {
  return stage.run('npx', ['--no-install', 'cmsc', ...args], join(stage.folder, COMMAND_FOLDER));
}
