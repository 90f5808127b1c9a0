import { describe, expect, it } from 'vitest';
import { importedPackages } from './package-problems.js';

describe('importedPackages', () => {
  it('finds every form of import, and leaves out files and what Node has', () => {
    const text = [
      `import { a } from 'one';`,
      `import type { B } from "@scope/two/part";`,
      `import{c}from"three";`,
      `import 'four';`,
      `export * from 'five';`,
      `export {\n  d,\n} from 'six';`,
      `const e = await import('seven');`,
      `import f from 'node:fs';`,
      `import g from './own.js';`,
    ].join('\n');
    expect(importedPackages(text)).toEqual(['one', '@scope/two', 'three', 'four', 'five', 'six', 'seven']);
  });

  it('takes nothing that only looks like one', () => {
    expect(importedPackages(`const text = "export x from 'y'";\n// import 'z'`)).toEqual([]);
  });
});
