import { formatFiles, generateFiles, OverwriteStrategy } from '@nx/devkit';
import { join } from 'node:path';
import { literal, propertyAccess } from './names.js';

/** @import { Tree } from '@nx/devkit' */

/**
 * Makes the files of a generator from the templates beside it, and formats all that it has changed.
 *
 * @param {Tree} tree
 * @param {string} generator folder of the generator, with its templates in `files`.
 * @param {string} target folder of the workspace.
 * @param {Record<string, unknown>} values what the templates name.
 * @throws Error when one of the files is there already.
 */
export async function addFiles(tree, generator, target, values) {
  generateFiles(
    tree,
    join(generator, 'files'),
    target,
    { literal, propertyAccess, ...values },
    { overwriteStrategy: OverwriteStrategy.ThrowIfExisting },
  );
  await formatFiles(tree);
}
