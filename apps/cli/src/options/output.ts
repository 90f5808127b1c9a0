import { resolve } from 'node:path';
import type { OutputOptions } from '@cmsc/pipeline';
import type { Option } from 'commander';
import { switchOption, valueOption, type OptionGroup } from './option-group.js';
import { filePath, oneOf, usageError } from './parsers.js';

type OutputFormat = NonNullable<OutputOptions['format']>;

const FORMATS: readonly OutputFormat[] = ['csv', 'csv.gz', 'jsonl', 'jsonl.gz', 'parquet', 'duckdb'];

/** What was said of where results go. */
export interface OutputFlags {
  output?: string;
  format?: OutputFormat;
  noOutput?: true;
  force?: true;
  report?: string;
}

/** Where results go, and, unless it is `rowsOnly`, the report. */
export function outputOptions({ rowsOnly = false } = {}): OptionGroup {
  const options = allOutputOptions();
  const ofRows = ['output', 'format', 'force'];
  return {
    heading: 'Output:',
    options: rowsOnly ? options.filter((option) => ofRows.includes(option.attributeName())) : options,
  };
}

/** `--output`, for rows of any format. */
export function outputFileOption(): Option {
  return valueOption(
    '-o, --output <file>',
    '.csv .csv.gz .jsonl .jsonl.gz .parquet .duckdb; - or nothing: standard output',
    filePath('--output'),
  );
}

function allOutputOptions(): Option[] {
  return [
    outputFileOption(),
    valueOption(
      '--format <f>',
      `${FORMATS.join(', ')} (default: by extension, csv on standard output)`,
      oneOf('--format', FORMATS),
    ),
    switchOption('--no-output', 'write no rows: counts and the report only').conflicts(['output', 'format']),
    switchOption('--force', 'replace files that exist'),
    valueOption(
      '--report <file>',
      'inputs, options, counts and outputs as JSON; - is standard output',
      filePath('--report'),
    ),
  ];
}

/**
 * What the pipeline is told about its output: standard output when nothing was said.
 *
 * @throws CmscError BAD_OPTION when two files would be written under one name.
 */
export function toOutputOptions(flags: OutputFlags & { rejects?: string; stateOut?: string }): OutputOptions {
  const { output = '-', format, noOutput, force, report, rejects, stateOut } = flags;
  checkDistinct({
    '--output': noOutput ? undefined : output,
    '--report': report,
    '--rejects': rejects,
    '--state-out': stateOut,
  });
  // A report on standard output is printed when the run is through: see show-run.ts.
  return {
    output: noOutput ? undefined : output,
    format,
    force,
    report: report === '-' ? undefined : report,
  };
}

/**
 * Special files such as /dev/null take anything, from anyone.
 *
 * @throws CmscError BAD_OPTION when two options name one file.
 */
function checkDistinct(files: Record<string, string | undefined>): void {
  const seen = new Map<string, string>();
  for (const [flag, file] of Object.entries(files)) {
    if (file === undefined || file.startsWith('/dev/')) continue;
    const earlier = seen.get(resolve(file));
    if (earlier !== undefined)
      throw usageError(`${earlier} and ${flag} name the same file`, file, 'give each a file of its own');
    seen.set(resolve(file), flag);
  }
}
