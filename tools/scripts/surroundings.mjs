// What tests depend on that no file of the repository says: this Node, tools of the system, the real samples beside the
// checkout. Nx runs it to know whether what a test said once still holds.
import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SAMPLES = ['../shared/data', '../shared/golden'];
const TOOLS = { tmux: '-V', python3: '--version', script: '--version' };

function filesIn(folder) {
  try {
    return readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mtimeMs]);
  } catch {
    return 'none'; // they are no part of the repository
  }
}

function versionOf(tool, flag) {
  return spawnSync(tool, [flag], { encoding: 'utf8' }).stdout?.trim() ?? 'none';
}

console.log(
  JSON.stringify({
    node: [process.version, process.platform, process.arch],
    tools: Object.entries(TOOLS).map(([tool, flag]) => versionOf(tool, flag)),
    samples: SAMPLES.map(filesIn),
  }),
);
