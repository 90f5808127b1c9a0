import { OPTION_CHOICES, type OutputOptions } from '@cmsc/pipeline';
import type { Option } from 'commander';
import { switchOption, valueOption, type OptionGroup } from './option-group.js';
import { namedFile, oneOf, outputPath, usageError } from './parsers.js';

type OutputFormat = NonNullable<OutputOptions['format']>;

const FORMATS: readonly OutputFormat[] = ['csv', 'csv.gz', 'jsonl', 'jsonl.gz', 'parquet', 'duckdb'];

/** What was said of where results go. */
export interface OutputFlags {
  output?: string;
  format?: OutputFormat;
  noOutput?: true;
  partition?: 'day';
  force?: true;
  report?: string;
}

/** Where results go, and, unless it is `rowsOnly`, the report; with `partitions` they may go into a folder. */
export function outputOptions({ rowsOnly = false, partitions = false } = {}): OptionGroup {
  const options = allOutputOptions().filter(({ long }) => partitions || long !== '--partition');
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
    outputPath,
  );
}

function allOutputOptions(): Option[] {
  return [
    outputFileOption(),
    valueOption(
      '--format <f>',
      `${FORMATS.join(', ')} (default: by extension, csv on standard output)`,
      oneOf(FORMATS),
    ),
    switchOption('--no-output', 'write no rows: counts and the report only').conflicts(['output', 'format']),
    valueOption(
      '--partition <day>',
      'make --output a folder with a file for each day: day=0/part-0.parquet, or as --format says',
      oneOf(OPTION_CHOICES.partition),
    ).conflicts('noOutput'),
    switchOption('--force', 'replace files that exist'),
    reportOption(),
  ];
}

/** `--output` where it is needed: a file, or a folder, of its own. */
export function neededOutputOption(operand: '<file>' | '<dir>', description: string): Option {
  return valueOption(`-o, --output ${operand}`, `${description} (needed)`, namedFile).makeOptionMandatory();
}

/** `--report`, of whatever is in it. */
export function reportOption(holds = 'inputs, options, counts and outputs as JSON'): Option {
  return valueOption('--report <file>', `${holds}; - is standard output`, outputPath);
}

/**
 * What the pipeline is told about its output: standard output when nothing was said.
 *
 * @throws CmscError BAD_OPTION when rows and report would both go to standard output. That no two files are one is seen
 * to where they are opened.
 */
export function toOutputOptions(flags: OutputFlags): OutputOptions {
  const { output = '-', format, noOutput, partition, force, report } = flags;
  if (partition !== undefined && output === '-')
    throw usageError('--partition makes a folder', undefined, 'name it with --output');
  // A report on standard output is printed when the run is through: see show-run.ts.
  if (report === '-' && output === '-' && !noOutput)
    throw usageError('--output and --report name the same file', '-', 'give each a file of its own');
  return {
    output: noOutput ? undefined : output,
    format,
    partition,
    force,
    report: report === '-' ? undefined : report,
  };
}
