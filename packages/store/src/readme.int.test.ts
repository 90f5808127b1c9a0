import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const folder = resolve(import.meta.dirname, '..');

it('prints what the README says', () => {
  const readme = readFileSync(resolve(folder, 'README.md'), 'utf8');
  const block = (language: string) => readme.split(`\`\`\`${language}\n`)[1]?.split('```')[0] as string;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', block('js')], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(printed).toBe(block('text'));
});
