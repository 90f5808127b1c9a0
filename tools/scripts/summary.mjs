// What the JSON reports say that vitest leaves in each project, one for each kind of tests.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';

/** Folders of all projects, relative to the top. */
export function projectFolders() {
  return ['packages', 'apps', 'tools'].flatMap((top) =>
    readdirSync(top, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${top}/${entry.name}`),
  );
}

const resultFolders = () => projectFolders().map((folder) => `${folder}/test-results`);

/** Removes what a run before this one has left: Nx brings back what still holds. */
export function forgetResults() {
  for (const folder of resultFolders()) rmSync(folder, { recursive: true, force: true });
}

/** All reports. One that is missing counts nothing: its step has failed already. */
export function readResults() {
  return resultFolders()
    .filter(existsSync)
    .flatMap((folder) =>
      readdirSync(folder).map((name) => JSON.parse(readFileSync(`${folder}/${name}`, 'utf8'))),
    );
}

/** Test counts over all reports. A file that could not even be loaded is a failure. */
export function countTests(results) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { success, numPassedTests, numFailedTests, numPendingTests, numTodoTests = 0 } of results) {
    total.passed += numPassedTests;
    total.failed += success ? 0 : Math.max(numFailedTests, 1);
    total.skipped += numPendingTests + numTodoTests;
  }
  return total;
}

/** The files that took longest, in seconds: `{ file, seconds }`. Of what came from the cache, the time it took then. */
export function slowestFiles(results, count) {
  return results
    .flatMap(({ testResults }) => testResults)
    .map(({ name, startTime, endTime }) => ({
      file: relative('.', name),
      seconds: (endTime - startTime) / 1000,
    }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, count);
}
