// `npm run coverage`: which part of the lines and branches of each package its own tests reach, and the files with most
// branches that none of them takes.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { nx } from './nx.mjs';
import { projectFolders } from './summary.mjs';

const FILES = 15;

const percent = ({ covered, total }) => `${((100 * covered) / (total || 1)).toFixed(1).padStart(5)} %`;

const done = await nx('run-many', '-t', 'coverage', '--parallel=2');
const reports = projectFolders()
  .map((folder) => ({ folder, path: `${folder}/coverage/coverage-summary.json` }))
  .filter(({ path }) => existsSync(path))
  .map(({ folder, path }) => ({
    folder,
    byFile: new Map(Object.entries(JSON.parse(readFileSync(path, 'utf8')))),
  }));

console.log('\n  lines  branches  package');
for (const { folder, byFile } of reports) {
  const { lines, branches } = byFile.get('total');
  byFile.delete('total');
  console.log(`${percent(lines)}   ${percent(branches)}  ${folder}`);
}

const files = reports.flatMap(({ byFile }) =>
  [...byFile].map(([path, { branches }]) => ({
    path: relative('.', path),
    missed: branches.total - branches.covered,
    branches,
  })),
);
console.log('\nmissed  branches  file');
for (const { path, missed, branches } of files.sort((a, b) => b.missed - a.missed).slice(0, FILES))
  console.log(`${String(missed).padStart(6)}   ${percent(branches)}  ${path}`);
process.exitCode = done ? 0 : 1;
