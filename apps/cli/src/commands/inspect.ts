import { inspectAll, OPTION_BOUNDS, type Inspection } from '@cmsc/pipeline';
import { dialectOptions, toDialect, type DialectFlags, TABLES_NOTE } from '../options/dialect.js';
import { threadsOption } from '../options/inputs.js';
import { valueOption } from '../options/option-group.js';
import { count } from '../options/parsers.js';
import { reportFormatOptions, type ReportFormatFlags } from '../options/report-format.js';
import { timeZoneOption, windowsSourceOption } from '../options/windows.js';
import type { CommandDefinition } from '../program/command-definition.js';
import { errorLine, EXIT, exitStatusOf } from '../program/errors.js';
import { leftOutLines } from '../summaries/run-summary.js';
import { jsonText } from '../terminal/text.js';
import { hasProblems, inspectionText } from '../summaries/inspection-text.js';

/** What was said to `inspect`. */
interface InspectFlags extends DialectFlags, ReportFormatFlags {
  top?: number;
  threads?: number;
  source?: 'windows';
  timeZone?: string;
}

/** `cmsc inspect FILE…` */
export const inspect: CommandDefinition<InspectFlags> = {
  name: 'inspect',
  operands: { '<file...>': 'files, folders or globs, each for itself; - is standard input' },
  summary: 'what files hold: format, rows, time span, most frequent values, problems',
  options: [
    reportFormatOptions(),
    {
      heading: 'Reading:',
      options: [
        valueOption(
          '--top <n>',
          'most frequent values shown of each column (default: 5)',
          count(...OPTION_BOUNDS.top),
        ),
        threadsOption(),
      ],
    },
    { heading: 'Windows events:', options: [windowsSourceOption(), timeZoneOption()] },
    dialectOptions(),
  ],
  notes: [
    `Known formats: auth, proc, flows, dns and redteam of CMSC; wls, the Windows event logs
of 2017, a JSON object a line; lanl-auth, the authentications of 2014 (time,user,computer);
windows, Security events as any known tool exports them: with the hosts, zones that may be
wrong, and what is missing for whole sessions.
The format is recognised by what is in a file. A file with problems is read on
as far as it goes, and then the next; the exit status is that of a command that
stops there.`,
    TABLES_NOTE,
  ],
  examples: ['cmsc inspect auth.txt.gz', 'cmsc inspect proc.txt.gz --top 20 --format json'],
  async run(inputs, flags, cli) {
    const { top, threads, format, source, timeZone } = flags;
    const areWindows = source === 'windows' ? true : undefined;
    const options = {
      inputs,
      dialect: toDialect(flags),
      top,
      threads,
      areWindows,
      timeZone,
      signal: cli.signal,
    };
    const { files, leftOut } = await cli.withProgress(undefined, 'session', (onProgress) =>
      inspectAll({ ...options, onProgress }),
    );
    const text = files.map((inspection) => inspectionText(inspection, cli.style)).join('\n');
    cli.print(format === 'json' ? jsonText(files.map(withoutError)) : text);
    for (const line of leftOutLines(leftOut)) cli.say(line);
    // What a command that reads the file says when it stops there.
    const errors = files.flatMap(({ error }) => error ?? []);
    for (const error of errors) cli.warn(errorLine(error, ['inspect']));
    if (files.some(hasProblems)) process.exitCode = Math.max(EXIT.data, ...errors.map(exitStatusOf));
  },
};

/** What was found in a file, for programs: what ended the reading is in it as text. */
function withoutError(inspection: Inspection): Inspection {
  return { ...inspection, error: undefined };
}
