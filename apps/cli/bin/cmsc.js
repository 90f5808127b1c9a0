#!/usr/bin/env sh
':' /*; # To sh a command that does nothing, to JavaScript the beginning of a comment.
# The command `cmsc`. Node forgets which signals were ignored when it began, as nohup and `&` have it, and opens
# /dev/null in place of what was closed: sh finds out before. A signal that was ignored can't be trapped.
ignored=
for name in HUP INT QUIT TERM USR1 USR2; do
  heard=
  trap 'heard=1' "$name"
  kill -s "$name" $$
  if [ "$heard" ]; then trap - "$name"; else trap '' "$name" && ignored="$ignored SIG$name"; fi
done
# What was closed fails when it is used: opened the wrong way round.
{ true; } 2>/dev/null 3<&0 || exec 0>/dev/null
{ true; } 2>/dev/null 3>&1 || exec 1</dev/null
export CMSC_IGNORED_SIGNALS="$ignored"
exec node "$0" "$@"
*/

// All of it is in dist/, which `npm run build` makes.
import { readdirSync, statSync } from 'node:fs';

/** No child shall take them for its own, and none of them ends the process while it loads. */
const ignoredSignals = (process.env.CMSC_IGNORED_SIGNALS ?? '').split(' ').filter(Boolean);
delete process.env.CMSC_IGNORED_SIGNALS;
for (const name of ignoredSignals) process.on(name, () => {});

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
  await program.main(process.argv.slice(2), { ignoredSignals });
} else {
  console.error(
    'cmsc: it is not built yet (run `npm run build` at the top of the repository, then try again)',
  );
  process.exitCode = 2;
}
