import { placeOf } from './places.js';

/**
 * The stored bytes of all inputs together, undefined when one of them is a pipe or a terminal. Asking before the first is read finds out at
 * once that the last is missing, and not after an hour.
 *
 * @throws CmscError NOT_FOUND, READ_FAILED (io).
 */
export async function sizeOfInputs(paths: readonly string[]): Promise<number | undefined> {
  let bytes: number | undefined = 0;
  for (const path of paths) {
    const { stats } = await placeOf(path);
    bytes = bytes !== undefined && stats.isFile() ? bytes + stats.size : undefined;
  }
  return bytes;
}
