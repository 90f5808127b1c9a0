import { fstat, stat, type Stats } from 'node:fs';
import { promisify } from 'node:util';
import { STDIN } from './expand-inputs.js';
import { ioError } from './io-error.js';
import { nameOfInput } from './read-stored.js';

const statDescriptor = promisify(fstat);
const statPath = promisify(stat);

/**
 * The stored bytes of all inputs together, undefined when one of them is a pipe or a terminal. Asking before the first is read finds out at
 * once that the last is missing, and not after an hour.
 *
 * @throws CmscError NOT_FOUND, READ_FAILED (io).
 */
export async function sizeOfInputs(paths: readonly string[]): Promise<number | undefined> {
  let bytes: number | undefined = 0;
  for (const path of paths) {
    const stats = await statInput(path);
    bytes = bytes !== undefined && stats.isFile() ? bytes + stats.size : undefined;
  }
  return bytes;
}

async function statInput(path: string): Promise<Stats> {
  try {
    const stats = path === STDIN ? await statDescriptor(0) : await statPath(path);
    if (stats.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
    return stats;
  } catch (cause) {
    throw ioError(cause, nameOfInput(path));
  }
}
