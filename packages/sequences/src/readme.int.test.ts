import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { EXPORT_NAMES } from './exports/registry.js';

const folder = resolve(import.meta.dirname, '..');
const readme = readFileSync(resolve(folder, 'README.md'), 'utf8');

it('prints what the README says', () => {
  const block = (language: string): string =>
    readme.split(`\`\`\`${language}\n`)[1]?.split('```')[0] as string;
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', block('js')], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(printed).toBe(block('text'));
});

it('has every export in its tables', () => {
  for (const name of EXPORT_NAMES) expect(readme).toContain(`| \`${name}\``);
});
