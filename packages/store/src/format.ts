import { CmscError } from '@cmsc/core';

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

/** Whether rows of this format are text that can be written piece by piece, to a pipe for instance. */
export function isTextFormat(format: OutputFormat): boolean {
  return format !== 'parquet' && format !== 'duckdb';
}
