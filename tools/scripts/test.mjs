// `npm test`: everything that has to hold, in one run, with one closing line.
// Every step runs even after a failed one, so that one run shows all there is to mend.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { projectFolders, summarize } from './summary.mjs';

const steps = [
  ['nx', 'sync:check'],
  ['prettier', '--check', '--log-level=warn', '.'],
  ['nx', 'run-many', '-t', 'build', 'typecheck', 'lint', '--output-style=static'],
  ['nx', 'run-many', '-t', 'test', '--output-style=static', '--parallel=1'],
];

for (const folder of projectFolders()) rmSync(`${folder}/test-results`, { recursive: true, force: true });

let failedSteps = 0;
for (const step of steps) {
  const { status } = spawnSync('npx', step, { stdio: 'inherit' });
  if (status === 0) continue;
  failedSteps++;
  console.error(`failed: ${step.join(' ')}`);
}

const { passed, failed, skipped } = summarize();
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failedSteps > 0 || failed > 0 || passed === 0 ? 1 : 0);
