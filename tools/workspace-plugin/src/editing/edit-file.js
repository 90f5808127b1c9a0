/** @import { Tree } from '@nx/devkit' */

/**
 * The text of a file of the workspace.
 *
 * @param {Tree} tree
 * @param {string} path
 * @throws Error when it is not there.
 */
export function textOf(tree, path) {
  const text = tree.read(path, 'utf8');
  if (text === null) throw new Error(`${path} is not there: run this in a checkout of the cmsc workspace`);
  return text;
}

/**
 * Changes a file of the workspace.
 *
 * @param {Tree} tree
 * @param {string} path
 * @param {(text: string, path: string) => string} edit
 */
export function editFile(tree, path, edit) {
  tree.write(path, edit(textOf(tree, path), path));
}

/**
 * Writes a file that must not be there yet.
 *
 * @param {Tree} tree
 * @param {string} path
 * @param {string} text
 */
export function addFile(tree, path, text) {
  if (tree.exists(path)) throw new Error(`${path} is there already`);
  tree.write(path, text);
}
