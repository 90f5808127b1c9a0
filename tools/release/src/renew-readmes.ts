import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages } from './packages.js';
import { runExamples } from './readme-examples.js';

// `npm run readmes`: what the examples of the READMEs print now, written into them. The difference shows in review.
const OUTPUT = '```text\n';
const root = process.cwd();
for (const { name, folder } of publishedPackages(root)) {
  const path = join(root, folder, 'README.md');
  const before = readFileSync(path, 'utf8');
  let after = before;
  let place = 0;
  for (const { example, printed } of await runExamples(path, join(root, 'node_modules'))) {
    const end = after.indexOf(example.source, place) + example.source.length;
    place = example.kind === 'command' ? end + 1 : after.indexOf(OUTPUT, end) + OUTPUT.length;
    after = after.slice(0, place) + printed + after.slice(place + example.output.length);
    place += printed.length;
  }
  if (after === before) continue;
  writeFileSync(path, after);
  console.log(`${name}: ${path}`);
}
