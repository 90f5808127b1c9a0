import { CmscError } from '@cmsc/core';
import { stat } from 'node:fs/promises';

/**
 * Refuses outputs that are inputs of the same run, under whatever name: with --force they would be replaced.
 *
 * @throws CmscError BAD_OPTION (usage) for the first of them.
 */
export async function refuseOwnInputs(
  inputs: readonly (string | undefined)[],
  outputs: readonly (string | undefined)[],
): Promise<void> {
  const read = new Set(await Promise.all(inputs.map(identityOf)));
  for (const output of outputs) {
    const identity = await identityOf(output);
    if (identity !== undefined && read.has(identity))
      throw new CmscError('usage', 'BAD_OPTION', 'is an input of this run, too', {
        file: output,
        hint: 'give the output a name of its own',
      });
  }
}

/** What makes two names one file; undefined for what is no plain file. */
async function identityOf(path: string | undefined): Promise<string | undefined> {
  if (path === undefined || path === '-') return undefined;
  const found = await stat(path, { bigint: true }).catch(() => undefined);
  return found?.isFile() ? `${found.dev}:${found.ino}` : undefined;
}
