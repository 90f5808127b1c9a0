import { CmscError } from '@cmsc/core';
import { findInputs, isWindowsFile, WINDOWS_FILES, type FoundInputs } from '@cmsc/loaders';

/**
 * Whether the inputs of a command are Windows events, by the first rows of the first. A folder with files of a LANL data set in it is
 * taken for these.
 *
 * @throws CmscError as `isWindowsFile` does (data); UNKNOWN_FORMAT (io) for a folder with events that are packed in a way that
 *   is not read; INTERRUPTED.
 */
export async function areWindowsEvents(inputs: readonly string[], signal?: AbortSignal): Promise<boolean> {
  const [path] = await filesOf(inputs.slice(0, 1));
  return path !== undefined && isWindowsFile(path, signal);
}

async function filesOf(inputs: readonly string[]): Promise<readonly string[]> {
  try {
    return (await findInputs(inputs)).paths;
  } catch (error) {
    if (isNothingThere(error)) return (await eventFiles(inputs))?.paths ?? [];
    // What else is wrong with an input is for its reader to say.
    if (!(error instanceof CmscError) || error.kind === 'interrupted') throw error;
    return [];
  }
}

/**
 * The files that inputs stand for: of a folder those of a LANL data set, or, where it has none, those that are named as Windows events are.
 *
 * @throws CmscError as `findInputs` does.
 */
export async function findAnyInputs(inputs: readonly string[]): Promise<FoundInputs> {
  try {
    return await findInputs(inputs);
  } catch (error) {
    const found = isNothingThere(error) && (await eventFiles(inputs));
    if (!found) throw error;
    return found;
  }
}

async function eventFiles(inputs: readonly string[]): Promise<FoundInputs | undefined> {
  try {
    return await findInputs(inputs, WINDOWS_FILES);
  } catch (error) {
    if (isNothingThere(error)) return undefined;
    throw error;
  }
}

function isNothingThere(error: unknown): boolean {
  return error instanceof CmscError && error.code === 'NOTHING_THERE';
}
