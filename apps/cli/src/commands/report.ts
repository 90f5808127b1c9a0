import { formatBytes, formatMany, showable } from '@cmsc/core';
import { OPTION_CHOICES, REPORT_FORMATS, runReport, type ReportFormat } from '@cmsc/pipeline';
import { toWindow, windowOptions, type WindowFlags } from '../options/filters.js';
import { switchOption, valueOption } from '../options/option-group.js';
import { filePath, heading, namedFile, oneOf, outputPath } from '../options/parsers.js';
import type { CommandDefinition } from '../program/command-definition.js';

/** What was said to `report`. */
interface ReportFlags extends WindowFlags {
  output?: string;
  format?: ReportFormat;
  svg?: string;
  scores?: string;
  title?: string;
  theme?: (typeof OPTION_CHOICES.theme)[number];
  force?: true;
}

/** `cmsc report X.duckdb -o report.html` */
export const report: CommandDefinition<ReportFlags> = {
  name: 'report',
  operands: { '<database>': 'a database that cmsc build made' },
  summary: 'the campaign as one HTML file to hand over',
  options: [
    {
      heading: 'Output:',
      options: [
        valueOption(
          '-o, --output <file>',
          'an .html, or a .json of the numbers behind it; - or nothing: standard output',
          outputPath,
        ),
        valueOption(
          '--format <f>',
          'html or json (default: by extension, html elsewhere)',
          oneOf(REPORT_FORMATS),
        ),
        valueOption('--svg <dir>', 'also write each chart alone, as SVG, into this folder', namedFile),
        switchOption('--force', 'replace files that exist, and the charts of an earlier report'),
      ],
    },
    {
      heading: 'Report:',
      options: [
        valueOption(
          '--scores <file>',
          'scores of the sessions, or of logons: what cmsc evaluate takes',
          filePath,
        ),
        valueOption(
          '--title <text>',
          'the heading (default: Campaign report, and the name of the database)',
          heading,
        ),
        valueOption(
          '--theme <t>',
          'colours on a screen: light, dark or auto, those of the reader’s system (default)',
          oneOf(OPTION_CHOICES.theme),
        ),
      ],
    },
    windowOptions({
      from: 'only what began at or after this second: 150885, 2d, 1h, day2',
      to: 'only what began at or before this second',
    }),
  ],
  notes: [
    `The page holds all it needs, asks for nothing, prints, and reads without script. In
it: the verdict, when, the path, the attacked sessions and what ran inside them, where
every label went, what was left out and why, what scores find, and caveats.`,
    `Of a time window sessions are there by their start, red-team events by their time;
the ledger, the inputs and the figures of scores stay those of the whole database.
The same database and options give the same bytes.`,
    `Of Windows events an attacked session is one with a label (cmsc build --labels), and
--from and --to are seconds since 1970.`,
  ],
  examples: [
    'cmsc report cmsc.duckdb -o report.html',
    'cmsc report cmsc.duckdb --scores sessions.parquet --from day8 --to day8 -o day8.html',
    'cmsc report cmsc.duckdb --format json',
  ],
  async run([database = ''], { output = '-', ...flags }, cli) {
    const { format, svg, scores, title, theme, force } = flags;
    const said = { database, output, format, svg, scores, title, theme, force };
    const { text, outputs } = await runReport({ ...said, ...toWindow(flags), signal: cli.signal });
    if (text !== undefined) cli.print(text);
    for (const { path, files, bytes } of outputs)
      cli.say(
        `${showable(path)}: ${files === undefined ? '' : `${formatMany(files, 'chart')}, `}${formatBytes(bytes)}`,
      );
  },
};
