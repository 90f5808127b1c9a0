import { CmscError } from '@cmsc/core';
import type { Target } from '@cmsc/files';

/** How an output is written. Each name is the ending of its files, too. */
export type OutputFormat = 'csv' | 'csv.gz' | 'jsonl' | 'jsonl.gz' | 'parquet' | 'duckdb';

/** All output formats. */
export const OUTPUT_FORMATS: readonly OutputFormat[] = [
  'csv',
  'csv.gz',
  'jsonl',
  'jsonl.gz',
  'parquet',
  'duckdb',
];

/**
 * The format called `name`, as `--format` names it.
 *
 * @throws CmscError BAD_OPTION for a name that is none of {@link OUTPUT_FORMATS}.
 */
export function namedFormat(name: string): OutputFormat {
  const format = OUTPUT_FORMATS.find((known) => known === name);
  if (format) return format;
  throw new CmscError('usage', 'BAD_OPTION', 'unknown output format', {
    text: name,
    hint: `one of ${OUTPUT_FORMATS.join(', ')}`,
  });
}

/** The format that the ending of `path` asks for, or undefined when it is none that is known. */
export function formatOfPath(path: string): OutputFormat | undefined {
  const name = path.toLowerCase();
  return OUTPUT_FORMATS.find((known) => name.endsWith(`.${known}`));
}

/** What an output is, for its format. */
export interface OutputKind {
  /** As the user gave it. */
  path: string;
  /** Where it is; undefined for a stream. */
  place: Pick<Target, 'special' | 'descriptor'> | undefined;
  /** What `--format` says, against the ending of the path. */
  name?: string | undefined;
  /** Rows are lines of plain text: `.txt`, also `.txt.gz`, is their ending, `csv` the format that they go through. */
  lines?: boolean | undefined;
}

/**
 * The format of an output, by one rule for whatever is written: what `--format` says, else what its ending does. A stream
 * is CSV, and so is a device or a pipe, whose name says nothing about a format.
 *
 * @throws CmscError BAD_OPTION for a format that is unknown or can't be streamed, and for an ending that says none.
 */
export function chooseFormat({ path, place, name, lines = false }: OutputKind): OutputFormat {
  const streamed = place === undefined || place.descriptor === 1;
  const format = name !== undefined ? namedFormat(name) : lines ? formatOfLines(path) : formatOfPath(path);
  if (format === undefined) {
    if (place === undefined || place.special) return 'csv';
    throw noFormat(path, lines ? LINE_ENDINGS : OUTPUT_FORMATS.map((known) => `.${known}`));
  }
  if (streamed && !isTextFormat(format)) {
    throw new CmscError('usage', 'BAD_OPTION', `${format} can't be written to standard output`, {
      hint: 'give it a file with --output',
    });
  }
  return format;
}

const LINE_ENDINGS = ['.txt', '.txt.gz'];

function formatOfLines(path: string): OutputFormat | undefined {
  const name = path.toLowerCase();
  return name.endsWith('.txt') ? 'csv' : name.endsWith('.txt.gz') ? 'csv.gz' : undefined;
}

function noFormat(path: string, endings: readonly string[]): CmscError {
  return new CmscError('usage', 'BAD_OPTION', 'the ending of the output does not say its format', {
    text: path,
    hint: `end it in one of ${endings.join(' ')}, or give --format`,
  });
}

/** Whether rows of this format are text that can be written piece by piece, to a pipe for instance. */
export function isTextFormat(format: OutputFormat): boolean {
  return format !== 'parquet' && format !== 'duckdb';
}
