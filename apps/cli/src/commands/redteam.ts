import { summarizeRedTeamFile } from '@cmsc/pipeline';
import { dialectOptions, toDialect, type DialectFlags, TABLES_NOTE } from '../options/dialect.js';
import { reportFormatOptions, type ReportFormatFlags } from '../options/report-format.js';
import type { CommandDefinition } from '../program/command-definition.js';
import { blankLines } from '../summaries/run-summary.js';
import { jsonText } from '../terminal/text.js';
import { redTeamText } from '../summaries/red-team-text.js';

/** `cmsc redteam FILE` */
export const redteam: CommandDefinition<DialectFlags & ReportFormatFlags> = {
  name: 'redteam',
  operands: { '<file>': 'a red-team file; - is standard input' },
  summary: 'what a red-team file holds: rows, distinct, users, sources, destinations, days',
  options: [reportFormatOptions(), dialectOptions()],
  notes: [
    `Rows repeat: distinct counts the different (time, user, source, destination).
Day 0 is seconds 0 to 86,399.`,
    TABLES_NOTE,
  ],
  examples: ['cmsc redteam redteam.txt.gz', 'cmsc redteam redteam.txt.gz --format json'],
  async run([file], flags, cli) {
    const summary = await summarizeRedTeamFile(file as string, {
      dialect: toDialect(flags),
      signal: cli.signal,
      onWarning: (line) => cli.warn(line),
    });
    for (const line of blankLines([{ path: file as string, ...summary }])) cli.say(line);
    cli.print(flags.format === 'json' ? jsonText(summary) : redTeamText(summary, cli.style));
  },
};
