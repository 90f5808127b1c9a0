// `npm start` on a fresh clone: install what package-lock.json names, build, run the demo. It says at once what it is at.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

function run(command, args) {
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const installed = 'node_modules/.package-lock.json';
const stale = !existsSync(installed) || statSync('package-lock.json').mtimeMs > statSync(installed).mtimeMs;

const steps = [
  ...(stale
    ? [['installing packages (npm ci): a minute, mostly silent', 'npm', ['ci', '--no-audit', '--no-fund']]]
    : []),
  ['building: half a minute the first time, nothing where it is built', 'npm', ['run', '--silent', 'build']],
  [
    'cmsc demo, on made-up data',
    process.execPath,
    ['apps/cli/bin/cmsc.js', 'demo', ...process.argv.slice(2)],
  ],
];
steps.forEach(([what, command, args], i) => {
  console.error(`cmsc: ${i + 1} of ${steps.length}: ${what}`);
  run(command, args);
});
