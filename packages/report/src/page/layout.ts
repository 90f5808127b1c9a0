import { createHash } from 'node:crypto';
import { markup, Markup } from '../markup.js';
import { PAGE_SCRIPT } from './script.js';
import { pageStyles } from './styles.js';

/** Which colours a page has: `auto` follows the reader's system. Paper is always light. */
export type Theme = 'light' | 'dark' | 'auto';

/** What a page is laid out of. */
export interface PageParts {
  title: string;
  /** What made the page, in a line. */
  about: string;
  theme: Theme;
  sections: readonly { id: string; title: string; content: Markup }[];
}

/** Lays out a page: one file that asks for nothing, and says so to whoever opens it. */
export function page({ title, about, theme, sections }: PageParts): string {
  const styles = pageStyles(theme);
  const policy = `default-src 'none'; style-src ${hashOf(styles)}; script-src ${hashOf(PAGE_SCRIPT)}; img-src data:; base-uri 'none'; form-action 'none'`;
  const parts = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${new Markup(styles)}</style>
</head>
<body>
<a class="skip" href="#${sections[0]?.id}">Skip to the report</a>
<header>
<h1>${title}</h1>
<p class="about">${about}</p>
<nav aria-label="Sections"><ol>${sections.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
</header>
<main>
${sections.map(
  ({ id, title, content }) => markup`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}</section>
`,
)}</main>
<script>${new Markup(PAGE_SCRIPT)}</script>
</body>
</html>
`;
  return parts.toString();
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
