import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EXPORT_NAMES } from './registry.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

it('has every export in its tables', () => {
  for (const name of EXPORT_NAMES) expect(readme).toContain(`| \`${name}\``);
});
