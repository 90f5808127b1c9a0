import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../run-command.js';
import { COMMAND_FOLDER, runInstalledModules } from './command-steps.js';
import type { Stage } from './stage.js';
import { StepSkipped, type Step } from './step.js';

/** The lines of Node that people run, and the oldest of all that `engines` admits. */
const NODE_LINES = ['20.19.0', '22', '24', '26'];

const MACHINE = `${process.platform}-${process.arch}`;
/** The package whose tarball holds the program itself; the plain name was given up for some machines. */
const PROGRAM = `node-${MACHINE === 'darwin-arm64' ? 'bin-' : ''}${MACHINE}`;
/** What npm says when there is no registry, or nothing in it for this machine. */
const NOT_THERE = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENOTCACHED|E404|ETARGET)\b/;

/** What was installed runs on every line of Node that people have. */
export const NODE_STEPS: readonly Step[] = NODE_LINES.map((line) => ({
  title: `runs on Node ${line}`,
  next: `npx --package node@${line} node -v gets that Node; the command was installed by ${process.version}, as users would who change their Node`,
  async run(stage) {
    const node = await installNode(stage, line);
    const version = (await stage.run(node, ['--version'])).trim();
    assert(version.startsWith(`v${line}`), `it is ${version}`);
    await runCommands(stage, node, line);
    const zstd = await readZstd(stage, node, line);
    const dashboard = await showDashboard(stage, node, line);
    const libraries = stage.packages.filter(({ folder }) => folder.startsWith('packages/'));
    const examples = await runInstalledModules(stage, libraries, node);
    return `${version}: demo, sessions by two threads, build, query, ${zstd}, ${dashboard}, ${examples}`;
  },
}));

/** Installs a line of Node in a folder of its own. Its download is in npm's cache the next time. */
async function installNode(stage: Stage, line: string): Promise<string> {
  const name = `${PROGRAM}@${line}`;
  try {
    return join(await stage.install(`node-${line}`, [name]), 'node_modules', PROGRAM, 'bin/node');
  } catch (error) {
    const reason = error instanceof CommandError && NOT_THERE.exec(error.message);
    if (!reason) throw error;
    throw new StepSkipped(`npm has no ${name} for this machine (${reason[0]})`);
  }
}

/** Runs the command on the data that the steps before have made, and compares. */
async function runCommands(stage: Stage, node: string, line: string): Promise<void> {
  const folder = join(stage.folder, COMMAND_FOLDER);
  const cmsc = (...args: string[]) => stage.run(node, [commandIn(folder), ...args], folder);
  await cmsc('demo', '--events', '20000');
  const inputs = ['data/auth.txt.gz', '--redteam', 'data/redteam.txt.gz'];
  await cmsc('sessions', ...inputs, '--quiet', '--threads', '2', '-o', `sessions-${line}.csv`);
  const sessions = readFileSync(join(folder, `sessions-${line}.csv`), 'utf8');
  assert(sessions === readFileSync(join(folder, 'sessions.csv'), 'utf8'), 'it gives other sessions');
  const database = `node-${line}.duckdb`;
  await cmsc('build', 'data', '-o', database, '--quiet');
  const count = await cmsc('query', database, 'SELECT count(*) AS n FROM sessions', '--format', 'csv');
  assert.equal(count, `n\n${sessions.trimEnd().split('\n').length - 1}\n`);
}

/** Packs the logons with Zstandard, in two frames, where Node can. */
const PACK = `
  const { readFileSync, writeFileSync } = require('node:fs');
  const { gunzipSync, zstdCompressSync } = require('node:zlib');
  if (zstdCompressSync) {
    const text = gunzipSync(readFileSync('data/auth.txt.gz'));
    const halves = [text.subarray(0, 300_000), text.subarray(300_000)];
    writeFileSync(process.argv[1], Buffer.concat(halves.map((half) => zstdCompressSync(half))));
    console.log('Zstandard');
  }`;

/** Reads what is packed with Zstandard, by two threads, where Node can. */
async function readZstd(stage: Stage, node: string, line: string): Promise<string> {
  const folder = join(stage.folder, COMMAND_FOLDER);
  const file = `auth-${line}.txt.zst`;
  const packed = (await stage.run(node, ['--eval', PACK, file], folder)).trim();
  if (packed === '') return 'no Zstandard';
  const inputs = [file, '--redteam', 'data/redteam.txt.gz', '--threads', '2'];
  const sessions = await stage.run(node, [commandIn(folder), 'sessions', ...inputs, '--quiet'], folder);
  const expected = readFileSync(join(folder, `sessions-${line}.csv`), 'utf8');
  assert(sessions === expected, `${packed} gives other sessions`);
  return packed;
}

/** Shows the dashboard in a terminal of tmux until the overview is there, and leaves it by its key. */
async function showDashboard(stage: Stage, node: string, line: string): Promise<string> {
  if (spawnSync('tmux', ['-V']).status !== 0) return 'no tmux for the dashboard';
  const folder = join(stage.folder, COMMAND_FOLDER);
  const command = `'${node}' '${commandIn(folder)}' dashboard 'node-${line}.duckdb'`;
  const script = `
    tmux() { command tmux -S '${join(stage.folder, `tmux-${line}`)}' -f /dev/null "$@"; }
    shown() { for i in $(seq 600); do tmux capture-pane -p | tee screen-${line} | grep -q "$1" && return; sleep 0.1; done; cat screen-${line}; exit 1; }
    trap 'tmux kill-server' EXIT
    tmux new-session -d -x 100 -y 30 "$1; echo ENDED \\$?; exec cat"
    shown 20,000 && cat screen-${line} && tmux send-keys q && shown 'ENDED 0'`;
  assert.match(await stage.run('sh', ['-c', script, 'sh', command], folder), /sessions/i);
  return 'dashboard';
}

function commandIn(folder: string): string {
  return join(folder, 'node_modules/@cmsc/cli/bin/cmsc.js');
}
