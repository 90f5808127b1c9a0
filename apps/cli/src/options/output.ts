import type { OutputOptions } from '@cmsc/pipeline';
import type { Option } from 'commander';
import { switchOption, valueOption, type OptionGroup } from './option-group.js';
import { oneOf, outputPath, usageError } from './parsers.js';

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
    outputPath('--output'),
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
      outputPath('--report'),
    ),
  ];
}

/**
 * What the pipeline is told about its output: standard output when nothing was said.
 *
 * @throws CmscError BAD_OPTION when rows and report would both go to standard output. That no two files are one is seen
 * to where they are opened.
 */
export function toOutputOptions(flags: OutputFlags): OutputOptions {
  const { output = '-', format, noOutput, force, report } = flags;
  // A report on standard output is printed when the run is through: see show-run.ts.
  if (report === '-' && output === '-' && !noOutput)
    throw usageError('--output and --report name the same file', '-', 'give each a file of its own');
  return {
    output: noOutput ? undefined : output,
    format,
    force,
    report: report === '-' ? undefined : report,
  };
}
