import { CmscError } from '@cmsc/core';
import { expandInputs, isWindowsFile, WINDOWS_FILES } from '@cmsc/loaders';

/**
 * Whether the inputs of a command are Windows events, by the first rows of the first. A folder with files of a LANL data set in it is
 * taken for these.
 *
 * @throws CmscError UNKNOWN_FORMAT (data) for detections that were made of events; INTERRUPTED.
 */
export async function areWindowsEvents(inputs: readonly string[], signal?: AbortSignal): Promise<boolean> {
  const [first] = inputs;
  if (first === undefined) return false;
  const [path] = await filesOf(first);
  return path !== undefined && isWindowsFile(path, signal);
}

async function filesOf(input: string): Promise<string[]> {
  for (const kind of [undefined, WINDOWS_FILES]) {
    try {
      return await expandInputs([input], kind);
    } catch (error) {
      // What is wrong with an input is for its reader to say.
      if (!(error instanceof CmscError) || error.kind === 'interrupted') throw error;
    }
  }
  return [];
}
