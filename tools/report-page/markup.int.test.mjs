import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HtmlValidate } from 'html-validate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makePages } from './make-pages.mjs';

const folder = mkdtempSync(join(tmpdir(), 'cmsc-markup-'));
const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: { 'long-title': 'off' },
});
const read = (name) => readFileSync(join(folder, name), 'utf8');

beforeAll(() => makePages(folder, 8000), 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(['page.html', 'unknown.html', 'empty.html', 'hostile.html', 'windows.html'])(
  '%s is valid, whole, and asks for nothing',
  async (name) => {
    const text = read(name);
    const { results } = await validator.validateString(text);
    const problems = results.flatMap(({ messages }) => messages);
    expect(problems.map(({ ruleId, line, message }) => `${ruleId}, line ${line}: ${message}`)).toEqual([]);
    expect(text.replaceAll(/xmlns(:xlink)?="[^"]*"/g, '')).not.toMatch(/https?:|\ssrc=|@import|url\(/);
    expect(text.replace(/<script>.*<\/script>/s, '')).not.toMatch(/NaN|undefined|Infinity|\[object/);
    expect(text.match(/<section /g)).toHaveLength(9);
    expect(text.length).toBeLessThan(2e6);
  },
);

it.each(['hostile.html', 'windows.html'])(
  'names that would be markup are text in %s, in charts too',
  (name) => {
    const text = read(name);
    expect(text.match(/<script>/g)).toHaveLength(1);
    expect(text).not.toMatch(/<b>|<svg\/|\u202e/);
    for (const shown of [
      '&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;',
      '\\u{202e}evil',
      '&amp;amp;&lt;b&gt;',
    ])
      expect(text).toContain(shown);
    expect(text).toContain('of 1 account on 1 computer, from 1 source');
  },
);
