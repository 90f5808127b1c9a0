import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { markup } from '../markup.js';
import { page } from './layout.js';

const PARTS = {
  title: '<&>',
  about: 'made "so"',
  sections: [{ id: 'one', title: 'One', content: markup`<p>${'<i>'}</p>` }],
};
const sha256 = (text: string | undefined) =>
  `'sha256-${createHash('sha256')
    .update(text ?? '')
    .digest('base64')}'`;

it('a page allows the style and the script that are in it, and nothing else', () => {
  const text = page({ ...PARTS, theme: 'auto' });
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1]?.replaceAll('&#39;', "'");
  const style = /<style>(.*)<\/style>/s.exec(text)?.[1];
  const script = /<script>(.*)<\/script>/s.exec(text)?.[1];
  expect(policy).toBe(
    `default-src 'none'; style-src ${sha256(style)}; script-src ${sha256(script)}; img-src data:; base-uri 'none'; form-action 'none'`,
  );
  expect(text).not.toMatch(/ style=| on\w+=/);
});

it('a page is dark where it may be, and never on paper', () => {
  const [light, dark, auto] = (['light', 'dark', 'auto'] as const).map((theme) => page({ ...PARTS, theme }));
  expect(light).not.toContain('color-scheme:dark');
  expect(dark).toContain('@media screen{:root{color-scheme:dark');
  expect(auto).toContain('@media screen and (prefers-color-scheme:dark){');
});

it('what is put into a page is text, in attributes too, unless it is markup', () => {
  const text = page({ ...PARTS, theme: 'light' });
  expect(text).toContain('<title>&lt;&amp;&gt;</title>');
  expect(text).toContain('<p class="about">made &quot;so&quot;</p>');
  expect(text).toContain('<p>&lt;i&gt;</p>');
  expect(String(markup`<a title="${'"\u0000\u202e'}">${[1, undefined, false, markup`<b>`]}</a>`)).toBe(
    '<a title="&quot;\\x00\\u{202e}">1<b></a>',
  );
});
