import { checkWindow, CmscError, type Dictionary, grown } from '@cmsc/core';
import {
  findInputs,
  isWindowsFile,
  WINDOWS_FILES,
  type LeftOut,
  type RejectedRow,
  sizeOfInputs,
} from '@cmsc/loaders';
import { namesOf, openEvents } from './event-source.js';
import { checkOptions } from './check-options.js';
import { knownFormatAt } from './input-format.js';
import type { InputOptions } from './options.js';
import { findAnyInputs } from './windows/find-windows.js';
import { inspectWindows, type WindowsFacts } from './windows/inspect-windows.js';

/** A value of a column and the rows that have it. */
export interface ValueRows {
  /** As the file has it. */
  value: string;
  /** Good rows with it. */
  rows: number;
}

/** What there is to say about one file. */
export interface Inspection {
  /** As it was given, or found in a folder that was; `-` for standard input. */
  path: string;
  /** Size as stored; 0 for a pipe that broke off. */
  bytes: number;
  /** SHA-256 of the file as it is stored, in hex; undefined when reading broke off. */
  sha256: string | undefined;
  /** What its rows look like: the name of a format, such as `auth`; `unknown` for a file that can't be read at all. */
  format: string;
  /** All rows, bad ones too. */
  rows: number;
  /** Time of the first good row, seconds; null for a file without good rows. */
  firstTime: number | null;
  /** Time of the last good row, seconds; null for a file without good rows. */
  lastTime: number | null;
  /** For each column but the time: how many values it has, and the most frequent ones. */
  columns: { name: string; distinct: number; top: ValueRows[] }[];
  /** Bad rows. */
  rejected: number;
  /** The first of them, each with what is wrong. */
  problems: { line: number; reason: string }[];
  /** Rows of a red-team file with white space around a value; absent when there are none. */
  trimmedRows?: number;
  /** Lines of a red-team file that are blank, and no rows; absent when there are none. */
  blankLines?: number;
  /** Why reading ended before the end of the file: a cut-off download, for instance. */
  brokenOff: string | undefined;
  /** The error behind that, for the status of a command. */
  error?: CmscError;
  /** Of Windows events alone. */
  windows?: WindowsFacts;
}

/** What there is to say about some. */
export interface Inspections {
  files: Inspection[];
  /** What was not looked at of the folders that were given, and why. */
  leftOut: LeftOut[];
}

const MOST_PROBLEMS = 10;
/** What `inspectFiles` can be told. */
export interface InspectOptions extends InputOptions {
  /** How many of the most frequent values to give. */
  top?: number;
  /** Takes all files for Windows events; they are recognised by their rows otherwise. */
  areWindows?: boolean;
  /** The zone of times of Windows events that name none. */
  timeZone?: string;
}

/**
 * Goes through files one by one and says what is in them: format, rows, time span, most frequent values, problems.
 * It goes on where other commands stop, so that it shows what is wrong with a file, and with the file after that.
 *
 * @throws CmscError BAD_OPTION for options that can't be; io for a file that is not there; INTERRUPTED.
 */
export async function inspectFiles(options: InspectOptions): Promise<Inspection[]> {
  return (await inspectAll(options)).files;
}

/**
 * The same, with what was left out.
 *
 * @throws CmscError as {@link inspectFiles} does.
 */
export async function inspectAll(options: InspectOptions): Promise<Inspections> {
  checkOptions(options);
  checkWindow(options);
  const { inputs, areWindows } = options;
  const { paths, leftOut } = await (areWindows ? findInputs(inputs, WINDOWS_FILES) : findAnyInputs(inputs));
  const files: Inspection[] = [];
  for (const path of paths) {
    try {
      files.push(await inspectFile(path, options));
    } catch (error) {
      if (!(error instanceof CmscError) || error.kind === 'interrupted') throw error;
      files.push(await unreadable(path, error));
    }
  }
  return { files, leftOut: leftOut ?? [] };
}

/** What is to be said of a file that has no rows to look at: nothing is wrong with one that is empty. */
async function unreadable(path: string, error: CmscError): Promise<Inspection> {
  const bytes = await storedBytes(path);
  const nothing = { bytes, sha256: undefined, rows: 0, firstTime: null, lastTime: null, columns: [] };
  const isEmpty = error.code === 'EMPTY_INPUT';
  const wrong = { brokenOff: isEmpty ? undefined : error.what, error: isEmpty ? undefined : error };
  return { path, format: 'unknown', ...nothing, rejected: 0, problems: [], ...wrong };
}

/** Also of a file that was not read to its end; 0 for a pipe, whose end is not known. */
async function storedBytes(path: string): Promise<number> {
  return (await sizeOfInputs([path]).catch(() => undefined)) ?? 0;
}

async function inspectFile(path: string, options: InspectOptions): Promise<Inspection> {
  if (options.areWindows ?? (await isWindowsFile(path, options.signal))) {
    const found = await inspectWindows(path, options);
    return found.error ? { ...found, bytes: await storedBytes(path) } : found;
  }
  const format = await knownFormatAt(path, options);
  const select = namesOf(format);
  const problems: Inspection['problems'] = [];
  const onReject = ({ line, reason }: RejectedRow) => {
    if (problems.length < MOST_PROBLEMS) problems.push({ line, reason });
  };
  const input: InputOptions = { ...options, inputs: [path], onBadRow: 'skip' };
  const { reader, dictionaries } = await openEvents(format, input, {
    select,
    others: 'emit',
    onReject,
    mostBadShare: 1,
  });
  const counts = select.map(() => new ValueCounts());
  let firstTime: number | null = null;
  let error: CmscError | undefined;
  try {
    for await (const { length, time, ids } of reader) {
      if (length > 0) firstTime ??= time[0] as number;
      counts.forEach((column, i) => column.add(ids[i] as Int32Array, length));
    }
  } catch (thrown) {
    if (!(thrown instanceof CmscError) || thrown.kind !== 'data') throw thrown;
    error = thrown;
  }
  const { rows, rejected } = reader.counts;
  const file = reader.inputs[0];
  return {
    path,
    bytes: file?.bytes ?? (await storedBytes(path)),
    sha256: file?.sha256,
    format: format.name,
    rows,
    firstTime,
    lastTime: reader.lastTime < 0 ? null : reader.lastTime,
    columns: select.map((name, i) => ({
      name,
      ...mostFrequent(counts[i] as ValueCounts, dictionaries[i] as Dictionary, options.top ?? 5),
    })),
    rejected,
    problems,
    ...(file?.trimmedRows !== undefined && { trimmedRows: file.trimmedRows }),
    ...(file?.blankLines !== undefined && { blankLines: file.blankLines }),
    brokenOff: error?.what,
    ...(error && { error }),
  };
}

function mostFrequent(
  counts: ValueCounts,
  names: Dictionary,
  top: number,
): { distinct: number; top: ValueRows[] } {
  const ids = counts.mostFrequent(top);
  return { distinct: counts.distinct, top: ids.map(({ id, rows }) => ({ value: names.name(id), rows })) };
}

/** Counts how often each id of a dictionary stands in a column. */
class ValueCounts {
  #rows = new Float64Array(1024);
  #distinct = 0;

  /** Number of ids that were counted at least once. */
  get distinct(): number {
    return this.#distinct;
  }

  /** Counts the first `length` ids of a column. */
  add(ids: Int32Array, length: number): void {
    for (let i = 0; i < length; i++) {
      const id = ids[i] as number;
      if (id >= this.#rows.length) this.#rows = grown(this.#rows, id + 1);
      if (this.#rows[id] === 0) this.#distinct++;
      this.#rows[id] = (this.#rows[id] as number) + 1;
    }
  }

  /** The most frequent ids, most rows first, then in order of first appearance. */
  mostFrequent(most: number): { id: number; rows: number }[] {
    const ranked: { id: number; rows: number }[] = [];
    this.#rows.forEach((rows, id) => {
      if (rows > 0) ranked.push({ id, rows });
    });
    return ranked.sort((a, b) => b.rows - a.rows || a.id - b.id).slice(0, most);
  }
}
