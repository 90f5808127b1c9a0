import { CmscError } from '@cmsc/core';
import { findInputs, formats, type LeftOut, type ReadOptions } from '@cmsc/loaders';
import { basename } from 'node:path';
import { knownFormatAt } from '../input-format.js';
import { onlyRedTeam } from '../red-team.js';

const NAMES = ['auth', 'proc', 'flows', 'dns', 'redteam'] as const;

/** A kind of file of the CMSC data set. */
type KindName = (typeof NAMES)[number];

/** The files of each kind that a build has. */
export type Sources = Record<KindName, string[]>;

/** The same, and what was in the folders besides. */
export interface FoundSources {
  sources: Sources;
  leftOut: LeftOut[] | undefined;
}

/**
 * Sorts files, and the files in folders, by what they are: by their names, or else by their first rows.
 *
 * @throws CmscError NOTHING_THERE (io) when there is no auth file among them, BAD_OPTION (usage) for several of the red team and for a file of another data set, NOT_FOUND (io), UNKNOWN_FORMAT (data) for
 * a file that looks like nothing known.
 */
export async function findSources(
  inputs: readonly string[],
  look: Pick<ReadOptions, 'dialect' | 'signal'>,
): Promise<FoundSources> {
  const sources: Sources = { auth: [], proc: [], flows: [], dns: [], redteam: [] };
  const { paths, leftOut } = await findInputs(inputs);
  for (const path of paths) {
    const kind = await kindOf(path, look);
    if (isCmsc(kind)) sources[kind].push(path);
    else if (inputs.includes(path)) throw notOfCmsc(path, kind);
    // Files of other data sets may lie in the same folder.
    else leftOut?.push({ path, why: `a database is not built from ${kind}` });
  }
  if (sources.auth.length === 0)
    throw new CmscError('io', 'NOTHING_THERE', 'there is no auth file among the inputs', {
      file: inputs.join(' '),
      hint: 'a database is built from auth; proc, redteam, flows and dns may be missing',
    });
  onlyRedTeam(sources.redteam);
  return { sources, leftOut };
}

async function kindOf(path: string, look: Pick<ReadOptions, 'dialect' | 'signal'>): Promise<string> {
  const named = Object.values(formats).find(({ fileNames }) => fileNames.test(basename(path)));
  if (named) return named.name;
  try {
    return (await knownFormatAt(path, look)).name;
  } catch (error) {
    // No rows are as good as no rows of auth, which a build can't do without.
    if (error instanceof CmscError && error.code === 'EMPTY_INPUT') return formats.auth.name;
    throw error;
  }
}

function isCmsc(kind: string): kind is KindName {
  return (NAMES as readonly string[]).includes(kind);
}

function notOfCmsc(path: string, kind: string): CmscError {
  return new CmscError('usage', 'BAD_OPTION', `a database can't be built from a ${kind} file`, {
    file: path,
    hint: `it takes ${NAMES.join(', ')} of CMSC`,
  });
}
