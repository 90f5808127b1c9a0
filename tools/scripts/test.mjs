// `npm test`: everything that has to hold, in one run, with one closing line. `node tools/scripts/test.mjs test` runs the
// tests of that kind alone: `npm run test:quick`.
import { execFileSync } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { freemem } from 'node:os';
import { join } from 'node:path';
import { nx } from './nx.mjs';
import { countTests, forgetResults, readResults, slowestFiles } from './summary.mjs';

const KINDS = ['test', 'int-test', 'e2e'];
// One compiler for all: one a project, which Nx has, reads the same types twenty times, and finds all done after this one.
const CHECKS = ['format', 'typecheck'];
// One core has its time for lint: the others go on with the tests.
const REST = ['lint', 'build', 'bundle'];

// Tests wait for processes a good part of their time: one project more than there are cores in a small machine.
const RUN = ['run-many', '--output-style=static', '--parallel=3', '-t'];

/** Folders of the projects that have changed since the last commit: `packages/core`. */
function changedProjects() {
  try {
    const changes = execFileSync('git', ['status', '--porcelain', '--untracked-files=all'], {
      encoding: 'utf8',
    });
    return [...new Set(changes.match(/(?<=^.{3}|-> )(packages|apps|tools)\/[^/\n]+(?=\/)/gm))];
  } catch {
    return []; // not a checkout
  }
}

/** The commands of Nx for what was asked for, in their order. */
function commandsFor(asked) {
  if (asked.length > 0) return [[...RUN, ...asked]];
  const changed = changedProjects();
  return [
    ['sync:check'],
    [...RUN, ...CHECKS],
    // What is most likely to fail comes first; what it said is in the cache by the time that all of it is asked for.
    ...(changed.length > 0 ? [[...RUN, ...KINDS, '-p', changed.join(',')]] : []),
    [...RUN, ...REST, ...KINDS],
  ];
}

/** Where Linux has files in memory. */
const MEMORY = '/dev/shm';

/** More than what all tests of a run have ever had on it. */
const ROOM = 6 * 2 ** 30;

/** Lets tests have their temporary files in memory, where there is room: half of their time was the disk's. */
function useMemory() {
  if (process.env.TMPDIR !== undefined) return;
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    if (Math.min(bavail * bsize, freemem()) < ROOM) return;
    const folder = mkdtempSync(join(MEMORY, 'cmsc-'));
    chmodSync(folder, 0o1777); // as that of the system
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
    const program = join(folder, 'program');
    writeFileSync(program, '', { mode: 0o755 });
    accessSync(program, constants.X_OK); // tests start programs from there, which may be forbidden
    process.env.TMPDIR = folder;
  } catch {
    // No such folder (macOS), or none that will do.
  }
}

forgetResults();
useMemory();
// Every command runs even after a failed one, so that one run shows all there is to mend.
let failedCommands = 0;
for (const args of commandsFor(process.argv.slice(2))) if (!(await nx(...args))) failedCommands++;
const results = readResults();
const { passed, failed, skipped } = countTests(results);
console.log('\nThe slowest files of tests, in seconds:');
for (const { file, seconds } of slowestFiles(results, 10))
  console.log(`${seconds.toFixed(1).padStart(7)}  ${file}`);
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failedCommands > 0 || failed > 0 || passed === 0 ? 1 : 0;
