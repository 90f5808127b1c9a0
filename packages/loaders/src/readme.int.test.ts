import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from './testing/temp-folder.js';

it('prints what the README says', async () => {
  const readme = readFileSync(resolve(import.meta.dirname, '../README.md'), 'utf8');
  const block = (language: string) => readme.split(`\`\`\`${language}\n`)[1]?.split('```')[0] as string;
  const built = new URL('../dist/index.js', import.meta.url).href;
  const source = block('js').replace('@cmsc/loaders', built);
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', source], {
    cwd: await tempFolder(),
    encoding: 'utf8',
  });
  expect(printed).toBe(block('text'));
});
