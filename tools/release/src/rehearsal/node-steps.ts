import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages } from '../packages.js';
import { runExamples } from '../readme-examples.js';
import { COMMAND_FOLDER } from './command-steps.js';
import { installNode, NODE_LINES } from './node-lines.js';
import type { Stage } from './stage.js';
import { expectThat, type Step } from './step.js';
import { haveTmux, showInTerminal } from './terminal.js';

/** What was installed runs on every line of Node that people have. */
export const NODE_STEPS: readonly Step[] = NODE_LINES.map((line) => ({
  title: `runs on Node ${line}`,
  next: `npx --package node@${line} node -v gets that Node; the command was installed by ${process.version}, as users would who change their Node`,
  async run(stage) {
    const node = await installNode(stage, line);
    const version = (await stage.run(node, ['--version'])).trim();
    expectThat(version.startsWith(`v${line}`), `it is ${version}`);
    await runCommands(stage, node, line);
    const dashboard = haveTmux ? await showDashboard(stage, node, line) : 'no tmux for the dashboard';
    const examples = await runLibraryExamples(stage, node);
    return `${version}: demo, sessions by two threads, build, query, ${dashboard}, ${examples} examples`;
  },
}));

/** Runs the command on the data that the steps before have made, and compares. */
async function runCommands(stage: Stage, node: string, line: string): Promise<void> {
  const folder = join(stage.folder, COMMAND_FOLDER);
  const cmsc = (...args: string[]) => stage.run(node, [commandIn(folder), ...args], folder);
  await cmsc('demo', '--events', '20000');
  const inputs = ['data/auth.txt.gz', '--redteam', 'data/redteam.txt.gz'];
  await cmsc('sessions', ...inputs, '--quiet', '--threads', '2', '-o', `sessions-${line}.csv`);
  const sessions = readFileSync(join(folder, `sessions-${line}.csv`), 'utf8');
  expectThat(sessions === readFileSync(join(folder, 'sessions1.csv'), 'utf8'), 'it gives other sessions');
  await cmsc('build', 'data', '-o', `node-${line}.duckdb`, '--quiet');
  const count = await cmsc(
    'query',
    `node-${line}.duckdb`,
    'SELECT count(*) AS n FROM sessions',
    '--format',
    'csv',
  );
  const expected = sessions.trimEnd().split('\n').length - 1;
  expectThat(count === `n\n${expected}\n`, `a query counts ${count} instead of ${expected}`);
}

async function showDashboard(stage: Stage, node: string, line: string): Promise<string> {
  const folder = join(stage.folder, COMMAND_FOLDER);
  const command = `'${node}' '${commandIn(folder)}' dashboard 'node-${line}.duckdb'`;
  const { screen, status } = await showInTerminal(stage, command, folder, /20,000/, ['q']);
  expectThat(/sessions/i.test(screen), `the overview is\n${screen}`);
  expectThat(status === 0, `the dashboard ended with ${status}`);
  return 'dashboard';
}

async function runLibraryExamples(stage: Stage, node: string): Promise<number> {
  const modules = join(stage.folder, COMMAND_FOLDER, 'node_modules');
  const libraries = publishedPackages(stage.clone).filter(({ folder }) => folder.startsWith('packages/'));
  let count = 0;
  for (const { name } of libraries) {
    const runs = await runExamples(join(modules, name, 'README.md'), modules, { node, signal: stage.signal });
    for (const { example, printed } of runs)
      expectThat(printed === example.output, `an example of ${name} prints\n${printed}`);
    count += runs.length;
  }
  return count;
}

function commandIn(folder: string): string {
  return join(folder, 'node_modules/@cmsc/cli/bin/cmsc.js');
}
