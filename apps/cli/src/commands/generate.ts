import { showable } from '@cmsc/core';
import { switchOption, valueOption, type OptionGroup } from '../options/option-group.js';
import { count, wholeNumber } from '../options/parsers.js';
import type { CommandDefinition } from '../program/command-definition.js';
import { generateWithProgress } from '../demo/generate-with-progress.js';
import { formatBytes, formatMany } from '../terminal/numbers.js';

/** What was said to `generate`. */
interface GenerateFlags {
  events: number;
  seed: string;
  days?: number;
  parts?: number;
  force?: true;
}

const MOST_EVENTS = 1e12;

/** `cmsc generate DIR` */
export const generate: CommandDefinition<GenerateFlags> = {
  name: 'generate',
  operands: { '<dir>': 'a folder for the files; it is made when it is not there' },
  summary: 'synthetic CMSC files, with what is known of them in truth.json',
  options: [dataOptions()],
  notes: [
    `Writes auth.txt.gz, proc.txt.gz, flows.txt.gz, dns.txt.gz, redteam.txt.gz and
truth.json: the sessions, labels and ledgers that a correct run finds. Equal
--events, --seed and --days give equal text on any machine.`,
  ],
  examples: ['cmsc generate data', 'cmsc generate data --events 20000000 --seed 7 --parts 4'],
  async run([directory], { events, seed, days, parts, force }, cli) {
    const options = { directory: directory as string, events, seed, days, parts, force, signal: cli.signal };
    const { files, truthPath } = await generateWithProgress(options, cli);
    for (const { path, rows, bytes } of files)
      cli.say(`${showable(path)}: ${formatMany(rows, 'row')}, ${formatBytes(bytes)}`);
    cli.say(`${showable(truthPath)}: what is known of them`);
  },
};

function dataOptions(): OptionGroup {
  return {
    heading: 'Data:',
    options: [
      valueOption('--events <n>', 'rows of auth', count('--events', 0, MOST_EVENTS)).default(1_000_000),
      valueOption('--seed <s>', 'a number or any text', (text) => text).default('1'),
      valueOption(
        '--days <n>',
        'days that the rows are spread over (default: as many as LANL’s rate fills)',
        wholeNumber('--days', 1, 58),
      ),
      valueOption(
        '--parts <n>',
        'cuts auth into so many files, auth_part_00.csv.gz …',
        count('--parts', 1, 1000),
      ),
      switchOption('--force', 'replace files that exist'),
    ],
  };
}
