import { CmscError } from '@cmsc/core';
import { detectFormat, detectJsonFormat, openBytes, type Format } from '@cmsc/loaders';
import type { InputOptions } from './options.js';

/** How much of a file is looked at to tell its format. */
const FIRST_BYTES = 65_536;

/** How to look at a file. */
export interface LookOptions extends Pick<InputOptions, 'dialect' | 'signal'> {
  /** The name for messages, when not the path. */
  shownAs?: string;
}

/**
 * The format of a file, by its first rows and its name.
 *
 * @throws CmscError UNKNOWN_FORMAT (data) for a file that looks like nothing known, io for one that can't be read.
 */
export async function formatOfFile(
  path: string,
  { dialect, signal, shownAs = path }: LookOptions = {},
): Promise<Format> {
  const delimiter = dialect?.delimiter === '\\t' ? '\t' : (dialect?.delimiter ?? ',');
  const lines = await firstLines(path, signal);
  const rows = lines.map((line) => line.split(delimiter));
  const format = detectJsonFormat(lines) ?? detectFormat(rows, path);
  if (format) return format;
  throw new CmscError('data', 'UNKNOWN_FORMAT', 'this looks like no file of a data set known here', {
    file: shownAs,
    line: 1,
    text: lines[0] ?? '',
    hint: 'auth has 9 columns, proc 5, flows 9, dns 3, redteam 4, lanl-auth 3; wls has a JSON object a line; --delimiter names another separator',
  });
}

async function firstLines(path: string, signal: AbortSignal | undefined): Promise<string[]> {
  let text = '';
  try {
    for await (const chunk of openBytes(path, { signal, hash: false })) {
      text += Buffer.from(chunk).toString('latin1');
      if (text.length > FIRST_BYTES) break;
    }
  } catch (error) {
    // A file that breaks off is inspected as far as it goes.
    if (!(error instanceof CmscError) || error.kind !== 'data') throw error;
  }
  const lines = text.split(/\r?\n/);
  return lines
    .slice(0, -1)
    .concat(lines.at(-1) ? lines.slice(-1) : [])
    .slice(0, 100);
}
