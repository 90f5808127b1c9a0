import { describe, expect, it } from 'vitest';
import { addItem, addStatement, keysOf, replaceOnce } from './edit.js';

const FILE = `import { z } from 'zod';
import { a } from './a.js';
import {
  c,
} from './c.js';

export const list: readonly string[] = [a, c];
export const empty = {} as const;
export const named = {
  a,
  'b-c': c,
} as const satisfies Record<string, unknown>;
const nested: Readonly<Record<string, (a: B) => { e: number[] }>> = {
  d: { e: [f(1)] },
};
export { a } from './a.js';
`;

describe('an edit', () => {
  it('adds an import in its place', () => {
    expect(addStatement(FILE, "import { b } from './b.js';", 'x.ts')).toContain(
      "'./a.js';\nimport { b } from './b.js';\nimport {\n  c,",
    );
    expect(addStatement(FILE, "import { d } from './d.js';", 'x.ts')).toContain(
      "'./c.js';\nimport { d } from './d.js';\n\nexport",
    );
  });

  it('adds an export in its place', () => {
    expect(addStatement(FILE, "export { b } from './b.js';", 'x.ts')).toMatch(
      /'\.\/a\.js';\nexport \{ b \} from '\.\/b\.js';\n$/,
    );
  });

  it('adds to lists of any form, behind what is in them', () => {
    expect(addItem(FILE, 'list', 'd', 'x.ts')).toContain('[a, c, d,];');
    expect(addItem(FILE, 'empty', 'd: 1', 'x.ts')).toContain('{d: 1,} as const');
    expect(addItem(FILE, 'named', 'd: 1', 'x.ts')).toContain("'b-c': c,\nd: 1,} as const satisfies");
    expect(addItem(FILE, 'nested', 'g: {}', 'x.ts')).toContain('  d: { e: [f(1)] },\ng: {},};\nexport');
  });

  it('knows the names in a list', () => {
    expect(keysOf(FILE, 'named', 'x.ts')).toEqual(['a', 'b-c']);
    expect(keysOf(FILE, 'nested', 'x.ts')).toEqual(['d']);
  });

  it('replaces what is there once', () => {
    expect(replaceOnce('a b', 'b', '$&c', 'x')).toBe('a $&c');
  });
});

describe('an edit with no place to go', () => {
  it.each([
    ['a variable', () => addItem(FILE, 'gone', 'd', 'x.ts'), 'the list gone'],
    ['an array or object', () => addItem('const list = 5;', 'list', 'd', 'x.ts'), 'the list list'],
    ['an object', () => keysOf(FILE, 'list', 'x.ts'), 'the object list'],
    ['imports', () => addStatement('', "import { b } from './b.js';", 'x.ts'), 'an import'],
    ['exports', () => addStatement('', "export { b } from './b.js';", 'x.ts'), 'an export'],
    ['the text', () => replaceOnce('a', 'b', 'c', 'x.ts'), '"b" once (it is there 0 times)'],
    ['the text once', () => replaceOnce('b b', 'b', 'c', 'x.ts'), '"b" once (it is there 2 times)'],
  ])('fails for want of %s, and names it', (_, edit, what) => {
    expect(edit).toThrow(`x.ts does not have ${what}`);
  });

  it('takes imports of local files only', () => {
    expect(() => addStatement(FILE, "import { b } from 'b';", 'x.ts')).toThrow(
      'is no import of a local file',
    );
  });
});
