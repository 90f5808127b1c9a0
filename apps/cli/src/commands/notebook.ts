import { formatMany, showable } from '@cmsc/core';
import { runNotebook } from '@cmsc/pipeline';
import { dialectOptions, toDialect, type DialectFlags } from '../options/dialect.js';
import { threadsOption } from '../options/inputs.js';
import { switchOption } from '../options/option-group.js';
import { neededOutputOption } from '../options/output.js';
import type { CommandDefinition } from '../program/command-definition.js';
import { inputSummary } from '../summaries/run-summary.js';

/** What was said to `notebook`. */
interface NotebookFlags extends DialectFlags {
  output: string;
  force?: true;
  threads?: number;
}

/** `cmsc notebook DIR -o DIR` */
export const notebook: CommandDefinition<NotebookFlags> = {
  name: 'notebook',
  operands: { '<dir>': 'a folder with auth*, proc* and redteam* files, or parts of them' },
  summary: 'every table of the origin notebook, to the row',
  options: [
    {
      heading: 'Output:',
      options: [
        neededOutputOption('<dir>', 'folder for the tables'),
        switchOption('--force', 'replace tables that exist'),
      ],
    },
    { heading: 'Reading:', options: [threadsOption()] },
    dialectOptions(),
  ],
  notes: [
    `Tables:
  auth_sessions.jsonl          dst_user, src_machine, dst_machine, sessions
  labeled_auth.csv             LogOn and LogOff rows with a label: a row for each
                               red-team row that it matches, as the notebook’s
                               left join makes them (cmsc label gives each once)
  redteam_sessions.jsonl       src_user, src_machine, dst_machine, times
  auth_redteam.jsonl           the outer join of sessions and times
  processes.jsonl              user_domain, computer, process_name, runs
  processes_by_computer.jsonl  user_domain, computer, processes
What is missing in the folder is said, and its tables are skipped.`,
  ],
  examples: ['cmsc notebook lanl -o tables'],
  async run([directory], flags, cli) {
    const { output, force, threads } = flags;
    const options = { directory: directory as string, output, force, threads, dialect: toDialect(flags) };
    const { tables, skipped, inputs, leftOut } = await cli.withProgress(undefined, 'session', (onProgress) =>
      runNotebook({ ...options, signal: cli.signal, onProgress, onWarning: (line) => cli.warn(line) }),
    );
    for (const line of inputSummary({ inputs: inputs.map((path) => ({ path })), leftOut })) cli.say(line);
    for (const { path, rows } of tables) cli.say(`${showable(path)}: ${formatMany(rows, 'row')}`);
    for (const { name, reason } of skipped) cli.say(`${name}: skipped, ${showable(reason)}`);
  },
};
