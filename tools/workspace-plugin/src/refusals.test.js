import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { FsTree } from 'nx/src/generators/tree.js';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import generateExport from './export/generate-export.js';
import generateLoader from './loader/generate-loader.js';
import generatePackage from './package/generate-package.js';
import generateScreen from './screen/generate-screen.js';

/** What generators refuse, before they change anything. */

const TOP = resolve(import.meta.dirname, '../../..');

/** @type {FsTree} */
let tree;
beforeEach(() => {
  tree = new FsTree(TOP, false);
});
afterEach(() => {
  expect(tree.listChanges()).toEqual([]);
});

const columns = 'time,user,action';
const edge = 'action=Up/Down';

describe('a loader', () => {
  it.each([
    [{ name: 'Vpn', columns }, "can't name the new loader"],
    [{ name: 'auth', columns }, 'the loader auth is there already'],
    [{ name: 'registry', columns }, 'the loader registry is there already'],
    [{ name: 'auth-extra', columns }, 'would be taken for auth'],
    [{ name: 'vpn', columns: 'user,computer' }, '--columns needs one time column and has 0'],
    [{ name: 'vpn', columns: 'time,seen:time' }, '--columns needs one time column and has 2'],
    [{ name: 'vpn', columns: 'time,user,user' }, '--columns names user twice'],
    [{ name: 'vpn', columns: 'time,us er' }, '"us er", which is no column'],
    [{ name: 'vpn', columns: 'time,,user' }, '"", which is no column'],
    [{ name: 'vpn', columns, edge: 'action' }, 'is not of the form column=start/end'],
    [{ name: 'vpn', columns, edge: 'action=Up/Up' }, 'is not of the form column=start/end'],
    [{ name: 'vpn', columns, edge: 'state=Up/Down' }, '--edge is of state, which --columns lacks'],
    [{ name: 'vpn', columns, key: 'user' }, '--key is of sessions, which need --edge'],
    [{ name: 'vpn', columns, edge, key: 'computer' }, '--key has computer, which --columns lacks'],
    [{ name: 'vpn', columns, edge, key: 'action' }, '--key has action, of the kind edge'],
  ])('refuses %j', async (options, what) => {
    await expect(generateLoader(tree, options)).rejects.toThrow(what);
  });
});

describe('an export', () => {
  it.each([
    [{ name: 'sessions' }, 'the export sessions is there already'],
    [{ name: 'registry' }, 'the export registry is there already'],
    [{ name: 'edges', columns: 'src_user,shoe_size' }, 'auth has no column "shoe_size"'],
  ])('refuses %j', async (options, what) => {
    await expect(generateExport(tree, options)).rejects.toThrow(what);
  });
});

describe('a screen', () => {
  it.each([
    [{ name: 'data' }, 'the screen data is there already'],
    [{ name: 'moves', lists: 'gone' }, 'there is no list named "gone"'],
    [{ name: 'moves', lists: 'open,open' }, '--lists names a list twice'],
  ])('refuses %j', async (options, what) => {
    await expect(generateScreen(tree, options)).rejects.toThrow(what);
  });
});

describe('a package', () => {
  it.each([
    [{ name: 'core' }, 'the package core is there already'],
    [{ name: 'tool' }, 'the package tool is there already'],
    [{ name: 'graphs', imports: 'pipeline' }, '--imports has "pipeline", which is no package'],
    [{ name: 'graphs', imports: 'store' }, 'may not import store, which reads or writes'],
  ])('refuses %j', async (options, what) => {
    await expect(generatePackage(tree, options)).rejects.toThrow(what);
  });
});

it('says so when it is not run in this workspace', async () => {
  const empty = createTreeWithEmptyWorkspace();
  await expect(generateScreen(empty, { name: 'moves' })).rejects.toThrow('screen-names.ts is not there');
});
