// Adds up the JSON reports that vitest leaves in each project.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Folders of all projects, relative to the top. */
export function projectFolders() {
  return ['packages', 'apps', 'tools'].flatMap((top) =>
    existsSync(top)
      ? readdirSync(top, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map((entry) => `${top}/${entry.name}`)
      : [],
  );
}

/** Test counts over all projects. A report that is missing counts nothing: its step has failed already. */
export function summarize() {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const folder of projectFolders()) {
    const report = `${folder}/test-results/vitest.json`;
    if (!existsSync(report)) continue;
    const counts = JSON.parse(readFileSync(report, 'utf8'));
    total.passed += counts.numPassedTests;
    total.failed += counts.numFailedTests + (counts.success ? 0 : counts.numFailedTests === 0 ? 1 : 0);
    total.skipped += counts.numPendingTests + (counts.numTodoTests ?? 0);
  }
  return total;
}
