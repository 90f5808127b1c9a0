#!/usr/bin/env node
// The command `cmsc`. All of it is in dist/, which `npm run build` makes.
import { readdirSync, statSync } from 'node:fs';

const PLAIN = '../dist/main.js';
const BUNDLE = '../dist/bundle/cmsc.js';

/** When a file was written, in milliseconds; 0 when it is not there. */
function writtenAt(path) {
  return statSync(new URL(path, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** When any of the packages was last built; 0 where they are not beside this one, as in an installed cmsc. */
function builtAt() {
  const packages = new URL('../../../packages/', import.meta.url);
  if (writtenAt('../tsconfig.lib.json') === 0) return 0;
  const outputs = readdirSync(packages).map(
    (name) => `../../../packages/${name}/dist/tsconfig.lib.tsbuildinfo`,
  );
  return Math.max(...['../dist/tsconfig.lib.tsbuildinfo', ...outputs].map(writtenAt));
}

const file = writtenAt(BUNDLE) > builtAt() ? BUNDLE : PLAIN;
if (writtenAt(file) > 0) {
  const program = await import(file).catch((error) => {
    if (error.code !== 'EMFILE' && error.code !== 'ENFILE') throw error;
    console.error('cmsc: too many files are open to begin with (raise the limit: ulimit -n 256)');
    process.exit(3);
  });
  await program.main(process.argv.slice(2));
} else {
  console.error(
    'cmsc: it is not built yet (run `npm run build` at the top of the repository, then try again)',
  );
  process.exitCode = 2;
}
