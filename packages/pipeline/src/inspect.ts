import { CmscError, type Dictionary } from '@cmsc/core';
import { expandInputs, type RejectedRow } from '@cmsc/loaders';
import { namesOf, openEvents } from './event-source.js';
import { formatOfFile } from './format-of-file.js';
import type { InputOptions } from './options.js';
import { spoolStandardInput } from './standard-input.js';
import { ValueCounts } from './value-counts.js';

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
  /** Size as stored. */
  bytes: number;
  /** SHA-256 of the file as it is stored, in hex; undefined when reading broke off. */
  sha256: string | undefined;
  /** What its rows look like: the name of a format, such as `auth`. */
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
  /** Why reading ended before the end of the file: a cut-off download, for instance. */
  brokenOff: string | undefined;
}

const MOST_PROBLEMS = 10;
/** What `inspectFiles` can be told. */
export interface InspectOptions extends InputOptions {
  /** How many of the most frequent values to give. */
  top?: number;
}

/**
 * Goes through files one by one and says what is in them: format, rows, time span, most frequent values, problems.
 * It goes on where other commands stop, so that it shows what is wrong with a file.
 *
 * @throws CmscError UNKNOWN_FORMAT (data) for a file that looks like nothing known, io for one that can't be read.
 */
export async function inspectFiles(options: InspectOptions): Promise<Inspection[]> {
  const inspections: Inspection[] = [];
  for (const path of await expandInputs(options.inputs)) {
    if (path !== '-') inspections.push(await inspectFile(path, path, options));
    else inspections.push(await spoolStandardInput((copy) => inspectFile(copy, '-', options)));
  }
  return inspections;
}

async function inspectFile(path: string, shownAs: string, options: InspectOptions): Promise<Inspection> {
  const format = await formatOfFile(path, { ...options, shownAs });
  const select = namesOf(format);
  const problems: Inspection['problems'] = [];
  const onReject = ({ line, reason }: RejectedRow) => {
    if (problems.length < MOST_PROBLEMS) problems.push({ line, reason });
  };
  const input: InputOptions = { ...options, inputs: [path], onBadRow: 'skip' };
  const { reader, dictionaries } = await openEvents(format, input, { select, others: 'emit', onReject });
  const counts = select.map(() => new ValueCounts());
  let firstTime: number | null = null;
  let brokenOff: string | undefined;
  try {
    for await (const { length, time, ids } of reader) {
      if (length > 0) firstTime ??= time[0] as number;
      counts.forEach((column, i) => column.add(ids[i] as Int32Array, length));
    }
  } catch (error) {
    if (!(error instanceof CmscError) || error.kind !== 'data') throw error;
    brokenOff = error.what;
  }
  const { rows, rejected } = reader.counts;
  const file = reader.inputs[0];
  return {
    path: shownAs,
    bytes: file?.bytes ?? 0,
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
    brokenOff,
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
