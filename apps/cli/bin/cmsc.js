#!/usr/bin/env node
// The command `cmsc`. All of it is in dist/, which `npm run build` makes.
import { existsSync } from 'node:fs';

if (existsSync(new URL('../dist/main.js', import.meta.url))) {
  const { main } = await import('../dist/main.js');
  await main(process.argv.slice(2));
} else {
  console.error(
    'cmsc: it is not built yet (run `npm run build` at the top of the repository, then try again)',
  );
  process.exitCode = 2;
}
