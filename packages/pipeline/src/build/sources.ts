import { CmscError } from '@cmsc/core';
import { expandInputs, formats, type FormatName } from '@cmsc/loaders';
import { basename } from 'node:path';
import { formatOfFile, type LookOptions } from '../format-of-file.js';

/** The files of each kind that a build has. */
export type Sources = Record<FormatName, string[]>;

const NAMES = Object.keys(formats) as FormatName[];

/**
 * Sorts files, and the files in folders, by what they are: by their names, or else by their first rows.
 *
 * @throws CmscError NOTHING_THERE (io) when there is no auth file among them, BAD_OPTION (usage) for several of the red team, NOT_FOUND (io), UNKNOWN_FORMAT (data) for
 * a file that looks like nothing known.
 */
export async function findSources(inputs: readonly string[], look: LookOptions): Promise<Sources> {
  const sources: Sources = { auth: [], proc: [], flows: [], dns: [], redteam: [] };
  for (const path of await expandInputs(inputs)) sources[await kindOf(path, look)].push(path);
  if (sources.auth.length === 0)
    throw new CmscError('io', 'NOTHING_THERE', 'there is no auth file among the inputs', {
      file: inputs.join(' '),
      hint: 'a database is built from auth; proc, redteam, flows and dns may be missing',
    });
  if (sources.redteam.length > 1)
    throw new CmscError('usage', 'BAD_OPTION', 'there is more than one red-team file', {
      text: sources.redteam.join(' '),
      hint: 'name the one that the labels are to be of',
    });
  return sources;
}

async function kindOf(path: string, look: LookOptions): Promise<FormatName> {
  const named = NAMES.find((name) => formats[name].fileNames.test(basename(path)));
  return named ?? ((await formatOfFile(path, look)).name as FormatName);
}
