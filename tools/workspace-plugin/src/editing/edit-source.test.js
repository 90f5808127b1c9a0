import { describe, expect, it } from 'vitest';
import { addElement, addExport, addImport, addProperty, propertyNames, replaceOnce } from './edit-source.js';

const FILE = `import { z } from 'zod';
import { a } from './a.js';
import { c } from './c.js';

export const list: readonly string[] = [a, c];
export const empty = {} as const;
export const named = {
  a,
  'b-c': c,
} as const satisfies Record<string, unknown>;
export { a } from './a.js';
`;

describe('an edit', () => {
  it('adds an import in its place', () => {
    expect(addImport(FILE, "import { b } from './b.js';", 'x.ts')).toContain(
      "'./a.js';\nimport { b } from './b.js';\nimport { c }",
    );
    expect(addImport(FILE, "import { d } from './d.js';", 'x.ts')).toContain(
      "'./c.js';\nimport { d } from './d.js';\n\nexport",
    );
  });

  it('adds an export in its place', () => {
    expect(addExport(FILE, "export { b } from './b.js';", 'x.ts')).toMatch(
      /'\.\/a\.js';\nexport \{ b \} from '\.\/b\.js';\n$/,
    );
  });

  it('adds to lists of any form, in front of what follows them', () => {
    expect(addElement(FILE, 'list', 'd', 'x.ts')).toContain('[a, c,\nd,];');
    expect(addProperty(FILE, 'empty', 'd: 1', 'x.ts')).toContain('{d: 1,} as const');
    expect(addProperty(FILE, 'named', 'd: 1', 'x.ts')).toContain("'b-c': c,\nd: 1,\n} as const satisfies");
    expect(propertyNames(FILE, 'named', 'x.ts')).toEqual(['a', 'b-c']);
  });

  it('replaces what is there once', () => {
    expect(replaceOnce('a b', 'b', '$&c', 'x')).toBe('a $&c');
  });
});

describe('an edit with no place to go', () => {
  it.each([
    ['a variable', () => addElement(FILE, 'gone', 'd', 'x.ts'), 'the variable gone'],
    ['an array', () => addElement(FILE, 'named', 'd', 'x.ts'), 'the array named'],
    ['an object', () => addProperty(FILE, 'list', 'd', 'x.ts'), 'the object list'],
    ['imports', () => addImport('', "import { b } from './b.js';", 'x.ts'), 'an import'],
    ['the text', () => replaceOnce('a', 'b', 'c', 'x.ts'), '"b" once (it is there 0 times)'],
    ['the text once', () => replaceOnce('b b', 'b', 'c', 'x.ts'), '"b" once (it is there 2 times)'],
  ])('fails for want of %s, and names it', (_, edit, what) => {
    expect(edit).toThrow(`x.ts does not have ${what}`);
  });

  it('takes imports of local files only', () => {
    expect(() => addImport(FILE, "import { b } from 'b';", 'x.ts')).toThrow('is no import of a local file');
  });
});
