import { systemCode, writeFailed } from './errors.js';
import type { ReplaceOptions } from './target.js';
import { WholeFiles } from './whole-files.js';

/**
 * A whole file that something else writes: `write` is told where to.
 *
 * @returns what `write` does.
 * @throws CmscError NOT_FOUND without a folder to put it in, OUTPUT_EXISTS when it is there and may not be replaced,
 *   WRITE_FAILED when it can't be written; what `write` throws.
 */
export async function writeWhole<T>(
  path: string,
  options: ReplaceOptions,
  write: (temporary: string) => Promise<T>,
): Promise<T> {
  const files = await WholeFiles.open([path], options);
  try {
    const result = await write(files.pathOf(path));
    await files.publish();
    return result;
  } catch (error) {
    throw systemCode(error) === undefined ? error : writeFailed(path, error);
  } finally {
    await files.close();
  }
}
