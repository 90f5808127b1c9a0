import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { boundaries } from '../scripts/boundaries.mjs';
import { filesEnding, manifests, textOf, top } from './workspace.mjs';

const documents = filesEnding('.md').filter(
  (path) => !path.endsWith('.api.md') && !path.endsWith('CHANGELOG.md'),
);

/** What stands in a Markdown file outside its blocks of code. */
const prose = (text) => text.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '');

/** The headings of a Markdown file as GitHub names them in an address. */
function anchors(text) {
  const headings = [...prose(text).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading]) => heading);
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(documents)('%s', (path) => {
  const text = textOf(path);

  it('links to what is there', () => {
    const targets = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
    const broken = targets
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [file, anchor] = target.split('#');
        const linked = file === '' ? path : join(dirname(path), file);
        if (!existsSync(join(top, linked))) return true;
        return anchor !== undefined && linked.endsWith('.md') && !anchors(textOf(linked)).includes(anchor);
      });
    expect(broken).toEqual([]);
  });

  it('names files that are there', () => {
    const named = [...text.matchAll(/(?<![\w/@.-])(?:packages|apps|tools|docs)\/[\w./{},*-]*\w/g)].map(
      ([name]) => name,
    );
    const places = named.filter((name) => !/[*{}]/.test(name) && !/\/(dist|out-tsc|tmp)\//.test(name));
    expect(places.filter((name) => !existsSync(join(top, name)))).toEqual([]);
  });
});

describe('the table of CONTRIBUTING.md', () => {
  const rows = textOf('CONTRIBUTING.md')
    .split('\n')
    .filter((line) => /^\| *(packages|apps|tools)\//.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .map(([folder, scope, type, allowed]) => ({ folder, scope, type, allowed }));

  it('has the tags of every project', () => {
    const projects = manifests()
      .filter(({ folder }) => /^(packages|apps)\//.test(folder))
      .map(({ folder, manifest }) => ({ folder, tags: manifest.nx.tags }));
    const inTable = rows
      .filter(({ folder }) => folder !== 'tools/*')
      .map(({ folder, scope, type }) => ({ folder, tags: [scope, type] }));
    const byFolder = (a, b) => (a.folder < b.folder ? -1 : 1);
    expect(inTable.sort(byFolder)).toEqual(projects.sort(byFolder));
  });

  it.each(boundaries.filter(({ sourceTag }) => sourceTag.startsWith('scope:')))(
    'says for $sourceTag what the linter says',
    ({ sourceTag, onlyDependOnLibsWithTags }) => {
      const place = rows.findIndex(({ scope }) => scope === sourceTag);
      const above = rows.slice(0, place).map(({ scope }) => scope);
      const [first] = rows[place].allowed.split(';');
      const allowed = first
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== 'nothing' && !name.startsWith('no '))
        .flatMap((name) => (/all( of the)? above/.test(name) ? above : [`scope:${name}`]));
      const mayImport = onlyDependOnLibsWithTags.filter((tag) => tag !== sourceTag);
      expect(new Set(allowed)).toEqual(new Set(mayImport));
    },
  );

  it('says for each type what the linter says', () => {
    const types = boundaries.filter(({ sourceTag }) => sourceTag.startsWith('type:'));
    for (const { sourceTag } of types) expect(textOf('CONTRIBUTING.md')).toContain(sourceTag);
    expect(new Set(rows.map(({ type }) => type))).toEqual(new Set(types.map(({ sourceTag }) => sourceTag)));
  });
});
