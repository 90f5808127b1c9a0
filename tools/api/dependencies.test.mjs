import { describe, expect, it } from 'vitest';
import { manifests } from './workspace.mjs';

const KINDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/** Every mention of a package: its name, the range asked for, and who asks. */
const mentions = manifests().flatMap(({ folder, manifest }) =>
  KINDS.flatMap((kind) =>
    Object.entries(manifest[kind] ?? {}).map(([name, range]) => ({ name, range, folder })),
  ),
);

/** The version that a range begins at: the top pins what a package asks for with a caret. */
const lowest = (range) => range.replace(/^[\^~]/, '');

describe('dependencies', () => {
  it('have one version in the whole workspace', () => {
    const names = [...new Set(mentions.map(({ name }) => name))].filter((name) => !name.startsWith('@cmsc/'));
    const split = names
      .map((name) => mentions.filter((mention) => mention.name === name))
      .filter((ofName) => new Set(ofName.map(({ range }) => lowest(range))).size > 1)
      .flatMap((ofName) => ofName.map(({ name, range, folder }) => `${folder}: ${name} ${range}`));
    expect(split).toEqual([]);
  });
});
