import { CmscError } from '@cmsc/core';
import { isMissing, isUrl, readFailed, systemCode } from '@cmsc/files';
import { accessSync, constants, statSync, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Format } from '../formats/format.js';
import { formatNamed, formats } from '../formats/registry.js';
import { compareNames } from './compare-names.js';
import { isGlob, matchGlob, namesIn } from './glob.js';
import { addressOf, placeOf, refuseSameStream, STDIN } from './places.js';
import { CAN_UNPACK_ZSTD } from './zstd-unpacker.js';

/** Names of files that are packed otherwise than with gzip, or are not complete. */
const UNREADABLE =
  /^(.*)\.(bz2|xz|lzma|zst|zstd|zip|7z|rar|lz4|lz|z|tar|tgz|tbz2?|txz|part|partial|crdownload|download|filepart)$/is;

/** How the files of a kind are named. */
export type NamedFiles = Pick<Format, 'name' | 'fileNames'>;

const PARQUET = /\.parquet$/i;

/** Something in a folder, or under a glob, that is not read. */
export interface LeftOut {
  path: string;
  /** In words. */
  why: string;
}

/** What the arguments of a command stand for. */
export interface FoundInputs {
  /** The files to read, in their order. */
  paths: string[];
  /** What was there besides; undefined where every file was named itself. */
  leftOut: LeftOut[] | undefined;
}

/**
 * The files that arguments of a command stand for, in the order of the arguments. A file stands for itself, `-` for standard input,
 * a folder for the files in it that are named after the format (after any format when none is given), as the Parquet parts in a folder
 * `auth.parquet` are, a glob for the files that match it and,
 * where some are, are named so; the files of a folder or glob are sorted by name, numbers in names as numbers. A name that exists is taken literally, also
 * when it looks like a glob. Of a folder or glob nothing is passed over that may be a part of the data: a link that leads nowhere, a part without
 * permission, or one that is packed in another way is an error as it is when it is named itself, and so is a pipe or device, which is read
 * only when it is named.
 *
 * @throws CmscError NOT_FOUND (io) for a file that is not there or a glob that matches none; NOTHING_THERE (io) for a folder without such files;
 * READ_FAILED and UNKNOWN_FORMAT (io) for what can't be read; UNKNOWN_FORMAT (usage); BAD_OPTION (usage) when what can be read once is named twice.
 */
export async function findInputs(
  args: readonly string[],
  format?: NamedFiles | string,
): Promise<FoundInputs> {
  const wanted = typeof format === 'string' ? formatNamed(format) : format;
  const found: FoundInputs = { paths: [], leftOut: undefined };
  for (const arg of args) await addInput(arg, wanted, found);
  await refuseSameStream(found.paths);
  return found;
}

/**
 * The files alone that {@link findInputs} finds.
 *
 * @throws CmscError as it does.
 */
export async function expandInputs(args: readonly string[], format?: NamedFiles | string): Promise<string[]> {
  return (await findInputs(args, format)).paths;
}

async function addInput(arg: string, format: NamedFiles | undefined, found: FoundInputs): Promise<void> {
  if (arg === STDIN || !(await isSearched(arg))) return void found.paths.push(arg);
  found.leftOut ??= [];
  const before = found.paths.length;
  const kinds: readonly NamedFiles[] = format ? [format] : Object.values(formats);
  const paths = await pathsIn(arg);
  if (paths) {
    sortOut(paths, kinds, found);
    if (found.paths.length === before) throw nothingThere(arg, kinds);
    return;
  }
  const matches = await matchGlob(arg);
  // Files that are called otherwise can be had by a glob, but not beside some that are called as they should.
  const areNamed = format !== undefined && matches.some((path) => isNamed(path, kinds));
  sortOut(matches, areNamed ? kinds : undefined, found);
  if (found.paths.length > before) return;
  throw new CmscError('io', 'NOT_FOUND', 'no file matches', { file: arg, hint: 'check the path' });
}

/** Whether a folder or a glob is meant, and no file. */
async function isSearched(arg: string): Promise<boolean> {
  try {
    return (await stat(arg)).isDirectory();
  } catch (cause) {
    const isNoPattern = isUrl(arg) || addressOf(arg).table !== undefined;
    if (isMissing(cause) && isGlob(arg) && !isNoPattern) return true;
    // Descriptors that are no files may have no path that can be looked at.
    await placeOf(arg);
    return false;
  }
}

/** A folder of a table that is partitioned by a column, as Hive, Spark and DuckDB name it: `day=2`. */
const PARTITION = /^[^=]+=/;

/** What is in a folder, and in its partitions; undefined when it is none. */
async function pathsIn(folder: string): Promise<string[] | undefined> {
  const names = await namesIn(folder);
  if (names === undefined) return undefined;
  const paths: string[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const inside = PARTITION.test(name) ? await pathsIn(path) : undefined;
    for (const each of inside ?? [path]) paths.push(each);
  }
  return paths;
}

/** Adds what is to be read, and what is left out; `kinds` are those that the names have to fit, if they have to. */
function sortOut(
  paths: readonly string[],
  kinds: readonly NamedFiles[] | undefined,
  found: FoundInputs,
): void {
  for (const path of [...paths].sort(compareNames)) {
    const why = kinds && whyNot(path, kinds);
    const isFolder = why === undefined && lookAt(path).isDirectory();
    if (why === undefined && !isFolder) found.paths.push(path);
    else found.leftOut?.push({ path, why: why ?? 'it is a folder' });
  }
}

/**
 * Why a file is none of the wanted kinds by its name; undefined when it is.
 *
 * @throws CmscError UNKNOWN_FORMAT (io) for one that is, but for how it is packed.
 */
function whyNot(path: string, kinds: readonly NamedFiles[]): string | undefined {
  if (isNamed(path, kinds)) return undefined;
  const [, stem = '', ending = ''] = UNREADABLE.exec(path) ?? [];
  if (ending !== '' && isNamed(`${stem}.gz`, kinds)) throw unreadablePart(path, ending);
  const other = Object.values<Format>(formats).find((format) => isNamed(path, [format]));
  return other
    ? `it is named as ${other.name}`
    : `it is not named as ${kinds.length > 1 ? 'anything known here' : kinds[0]!.name}`;
}

function isNamed(path: string, kinds: readonly NamedFiles[]): boolean {
  const name = CAN_UNPACK_ZSTD ? basename(path).replace(/\.zst$/i, '.gz') : basename(path);
  const names = PARQUET.test(name) ? [name, tableOf(path)] : [name];
  return kinds.some(({ fileNames }) => names.some((each) => fileNames.test(each)));
}

/** The folder of a part, above its partitions, where it has the name of a table: as which Spark and others write one. */
function tableOf(path: string): string {
  let folder = dirname(path);
  while (PARTITION.test(basename(folder))) folder = dirname(folder);
  return PARQUET.test(folder) ? basename(folder) : '';
}

/**
 * Looks whether a part of the data can be read.
 *
 * @throws CmscError NOT_FOUND, READ_FAILED (io) when it can't.
 */
function lookAt(path: string): Stats {
  try {
    // At once: a folder may have a hundred thousand of them.
    const stats = statSync(path);
    if (!stats.isDirectory()) accessSync(path, constants.R_OK);
    if (!stats.isDirectory() && !stats.isFile()) throw noFile(path, stats);
    return stats;
  } catch (cause) {
    if (cause instanceof CmscError) throw cause;
    if (systemCode(cause) !== 'ENOENT') throw readFailed(path, cause);
    const what = path.includes('\ufffd') ? 'its name is not UTF-8' : 'the link leads nowhere';
    throw new CmscError('io', 'NOT_FOUND', what, {
      file: path,
      hint: 'mend it, or name the files that are to be read',
      cause,
    });
  }
}

/** What nobody has named is not waited for: a pipe in a folder may have no writer, ever. */
function noFile(path: string, stats: Stats): CmscError {
  const kind = stats.isFIFO() ? 'pipe' : stats.isSocket() ? 'socket' : 'device';
  return new CmscError('io', 'READ_FAILED', `it is a ${kind}, not a file`, {
    file: path,
    hint: 'move it away, or name what is to be read itself',
  });
}

function unreadablePart(path: string, ending: string): CmscError {
  const what = /^(part|partial|crdownload|download|filepart)$/i.test(ending)
    ? 'the download is not complete'
    : `the part is packed as .${ending}, not with gzip`;
  return new CmscError('io', 'UNKNOWN_FORMAT', what, {
    file: path,
    hint: 'unpack it beside the others, or move it away',
  });
}

function nothingThere(folder: string, kinds: readonly NamedFiles[]): CmscError {
  const what = `the folder holds no ${kinds.map((kind) => kind.name).join(', ')} file`;
  return new CmscError('io', 'NOTHING_THERE', what, {
    file: folder,
    hint: `such as ${kinds[0]!.name}.txt.gz; name the files themselves if they are called otherwise`,
  });
}
