import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { publishedPackages } from './packages.js';
import { runExamples } from './readme-examples.js';

const root = resolve(import.meta.dirname, '../../..');

describe('the README', () => {
  it.each(publishedPackages(root))('of $name has examples that print what it says', async (each) => {
    const runs = await runExamples(join(root, each.folder, 'README.md'), join(root, 'node_modules'));
    expect(runs.length).toBeGreaterThan(0);
    for (const { example, printed } of runs)
      expect({ source: example.source, printed }).toEqual({
        source: example.source,
        printed: example.output,
      });
  });
});
