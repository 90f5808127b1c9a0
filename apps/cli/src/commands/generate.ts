import { formatBytes, formatMany, showable } from '@cmsc/core';
import { switchOption, valueOption, type OptionGroup } from '../options/option-group.js';
import { count, numberUpTo } from '../options/parsers.js';
import type { CommandDefinition } from '../program/command-definition.js';
import { generateWithProgress, type Truth } from '../demo/generate-with-progress.js';

/** What was said to `generate`. */
interface GenerateFlags {
  events: number;
  seed: string;
  days?: number;
  baseRate?: number;
  parts?: number;
  force?: true;
}

const MOST_EVENTS = 1e12;
const MOST_ATTACKS = 50_000;
const SECONDS_PER_DAY = 86_400;

/** `cmsc generate DIR` */
export const generate: CommandDefinition<GenerateFlags> = {
  name: 'generate',
  operands: { '<dir>': 'a folder for the files; it is made when it is not there' },
  summary: 'synthetic CMSC files, with what is known of them in truth.json',
  options: [dataOptions()],
  notes: [
    `Writes auth.txt.gz, proc.txt.gz, flows.txt.gz, dns.txt.gz, redteam.txt.gz and
truth.json: the sessions, labels and ledgers that a correct run finds. Equal
--events, --seed, --days and --base-rate give equal text on any machine.`,
  ],
  examples: [
    'cmsc generate data',
    'cmsc generate data --events 20000000 --seed 7 --days 30 --base-rate 20 --parts 4',
  ],
  async run([directory], flags, cli) {
    const options = { ...flags, directory: directory as string, signal: cli.signal };
    const { files, truthPath, truth } = await generateWithProgress(options, cli);
    for (const { path, rows, bytes } of files)
      cli.say(`${showable(path)}: ${formatMany(rows, 'row')}, ${formatBytes(bytes)}`);
    cli.say(`${showable(truthPath)}: what is known of them`);
    cli.say(madeLine(truth));
  },
};

/** What was made, in one line. */
function madeLine({ lastSecond, users, machines, labels, rows }: Truth): string {
  const days = formatMany(Math.floor(lastSecond / SECONDS_PER_DAY) + 1, 'day');
  const attacks = `${formatMany(labels.distinct, 'attack')} in ${formatMany(rows.redteam, 'row')} of redteam`;
  const who = `${formatMany(users, 'user')} on ${formatMany(machines, 'machine')}`;
  return `made ${days}: ${who}, ${attacks}, ${formatMany(rows.auth, 'row')} of auth`;
}

function dataOptions(): OptionGroup {
  return {
    heading: 'Data:',
    options: [
      valueOption('--events <n>', 'rows of auth', count(0, MOST_EVENTS)).default(1_000_000),
      valueOption('--seed <s>', 'a number or any text', (text) => text).default('1'),
      valueOption(
        '--days <n>',
        'days that the rows are spread over (default: 14, or as many as LANL’s rate fills)',
        count(1, 58),
      ),
      valueOption(
        '--base-rate <n>',
        'red-team rows for a million rows of auth (default: 500, but no more than LANL’s 749)',
        numberUpTo(MOST_ATTACKS),
      ),
      valueOption('--parts <n>', 'cuts auth into so many files, auth_part_00.csv.gz …', count(1, 1000)),
      switchOption('--force', 'replace files that exist'),
    ],
  };
}
