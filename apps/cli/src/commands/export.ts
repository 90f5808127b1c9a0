import { EXPORTS, runExport, type ExportOptions, type SplitPoint } from '@cmsc/pipeline';
import { dialectOptions, TABLES_NOTE } from '../options/dialect.js';
import { toWindow, windowOptions, type WindowFlags } from '../options/filters.js';
import { readingOptions, toInputOptions, type InputFlags } from '../options/inputs.js';
import { inputOption, switchOption, valueOption, type OptionGroup } from '../options/option-group.js';
import { neededOutputOption, reportOption, toOutputOptions } from '../options/output.js';
import { count, oneOf, usageError } from '../options/parsers.js';
import { splitAtOption } from '../options/split.js';
import type { CommandDefinition } from '../program/command-definition.js';
import { exportSummary, exportWarnings } from '../summaries/export-summary.js';
import { inputSummary, showReport } from '../summaries/run-summary.js';

const SESSIONS = 'sessions';
const VARIANTS = ['as-published', 'corrected'] as const;
const MOST_TOKENS = 1e12;

/** What was said to `export`. */
interface ExportFlags extends InputFlags, WindowFlags {
  output: string;
  redteam?: string;
  flows?: string;
  variant?: (typeof VARIANTS)[number];
  cutoff?: number;
  noGaps?: true;
  splitAt?: SplitPoint;
  force?: true;
  report?: string;
}

/** `cmsc export NAME AUTH… --redteam FILE -o DIR` */
export const exportCommand: CommandDefinition<ExportFlags> = {
  name: 'export',
  operands: {
    '<name>': 'which export: see below',
    '<auth...>': 'auth files, folders or globs, one stream in the order given; - is standard input',
  },
  operandChoices: { '<name>': EXPORTS.map(({ name }) => name) },
  summary: 'the inputs of published detectors, with the labels right',
  options: [
    exportOptions(),
    outputOptions(),
    sessionOptions(),
    windowOptions(),
    readingOptions(),
    dialectOptions(),
  ],
  notes: [
    `Exports:\n${EXPORTS.map(({ name, title }) => `  ${name.padEnd(14)}${title}`).join('\n')}`,
    `The folder also gets a manifest.json: inputs, options, files with their SHA-256, and
how many rows and labels the two variants differ in. It is there complete or not at
all; --force replaces it as a whole. README.md says what each export holds, and what
its variants differ in, and why.
sessions takes a database that cmsc build made, or auth and proc files.`,
    TABLES_NOTE,
  ],
  examples: [
    'cmsc export euler auth.txt.gz --redteam redteam.txt.gz -o euler',
    'cmsc export kth auth_part_*.csv.gz --redteam redteam.txt.gz --to 86399 -o day0',
    'cmsc export argus auth.txt.gz --redteam redteam.txt.gz --flows flows.txt.gz -o argus',
    'cmsc export sessions cmsc.duckdb --cutoff 10 -o sessions',
  ],
  async run([name = '', ...inputs], flags, cli) {
    checkFlags(name, flags);
    const { output, redteam, flows, variant, cutoff, noGaps, splitAt } = flags;
    const { force, report: reportPath } = toOutputOptions(flags);
    const options: ExportOptions = {
      ...toInputOptions(inputs, flags, cli),
      ...toWindow(flags),
      ...{ name, output, redteam, variant, cutoff, force, report: reportPath },
      flows: flows === undefined ? undefined : [flows],
      gaps: !noGaps,
      splitSeconds: splitAt,
    };
    const report = await cli.withProgress(output, 'session', (onProgress) =>
      runExport({ ...options, onProgress }),
    );
    showReport(report, [...exportSummary(report, output), ...inputSummary(report)], flags, cli);
    for (const line of exportWarnings(report)) cli.warn(line);
  },
};

/**
 * What belongs to one kind of export is refused for the other, rather than left without effect.
 *
 * @throws CmscError BAD_OPTION for the first of these.
 */
function checkFlags(name: string, { variant, flows, cutoff, noGaps, splitAt }: ExportFlags): void {
  const isSessions = name === SESSIONS;
  const strangers = isSessions
    ? { '--variant': variant, '--flows': flows }
    : { '--cutoff': cutoff, '--no-gaps': noGaps, '--split-at': splitAt };
  const flag = Object.entries(strangers).find(([, value]) => value !== undefined)?.[0];
  if (flag !== undefined && EXPORTS.some((known) => known.name === name))
    throw usageError(`the export ${name} has no ${flag}`, undefined, 'leave it away');
}

function exportOptions(): OptionGroup {
  return {
    heading: 'Export:',
    options: [
      inputOption('--redteam <file>', 'the red-team file (needed, except by sessions)'),
      inputOption('--flows <file>', 'flows, for argus'),
      valueOption(
        '--variant <v>',
        'as-published: with the quirks of the published code; corrected: mended (default)',
        oneOf(VARIANTS),
      ),
    ],
  };
}

function outputOptions(): OptionGroup {
  return {
    heading: 'Output:',
    options: [
      neededOutputOption('<dir>', 'the folder to make'),
      switchOption('--force', 'replace the folder of an earlier export'),
      reportOption('the manifest with the time it took, as JSON'),
    ],
  };
}

function sessionOptions(): OptionGroup {
  return {
    heading: 'Only for sessions:',
    options: [
      valueOption(
        '--cutoff <n>',
        'tokens that occur less often are out of the vocabulary (default: 1)',
        count(1, MOST_TOKENS),
      ),
      switchOption('--no-gaps', 'process names only, no tokens for the gaps between them'),
      splitAtOption(),
    ],
  };
}
