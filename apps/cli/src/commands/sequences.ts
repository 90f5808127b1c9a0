import { formatMany, showable, LATEST_TIME } from '@cmsc/core';
import {
  FIRST_RED_TEAM_EVENT,
  type SplitFacts,
  type SplitPoint,
  writeSequenceParts,
  writeSequences,
} from '@cmsc/pipeline';
import type { Cli } from '../cli.js';
import { switchOption, valueOption } from '../options/option-group.js';
import { count, oneOf, usageError } from '../options/parsers.js';
import { splitAtOption, splitSummary, splitWarnings } from '../options/split.js';
import { outputOptions, toOutputOptions, type OutputFlags } from '../options/output.js';
import type { CommandDefinition } from '../program/command-definition.js';

const PARTS = ['train', 'test'] as const;

/** What was said to `sequences`. */
interface SequencesFlags extends OutputFlags {
  text?: true;
  gaps?: true;
  cutoff?: number;
  split?: true;
  part?: (typeof PARTS)[number];
  splitAt?: SplitPoint;
}

/** `cmsc sequences X.duckdb` */
export const sequences: CommandDefinition<SequencesFlags> = {
  name: 'sequences',
  operands: { '<database>': 'a database that cmsc build made' },
  summary: 'one row per session: its processes in order, their gaps, its label',
  options: [
    outputOptions({ rowsOnly: true }),
    {
      heading: 'Tokens:',
      options: [
        switchOption('--text', 'one line a session with a process: its tokens, a space between (.txt)'),
        switchOption('--gaps', 'with --text: put a token for the gap in front of each process'),
        valueOption(
          '--cutoff <n>',
          'write <oov> for a token that occurs less often (default: 1)',
          count(1, LATEST_TIME),
        ),
      ],
    },
    {
      heading: 'Split:',
      options: [
        switchOption('--split', 'two files: -o NAME.EXT makes NAME.train.EXT and NAME.test.EXT'),
        valueOption(
          '--part <train|test>',
          'one of the two: the sessions that ended before --split-at, or all others',
          oneOf(PARTS),
        ),
        splitAtOption(),
      ],
    },
  ],
  notes: [
    `A gap is the seconds from the process before; the first one is counted from the
start of the session. Gap tokens are +0s +1s +2-3s +4-7s and so on, in widths that
double; white space within a name is _ in --text, where a name that begins with +,
< or \\ has a \\ before it. A token is a process name or, in --text, a gap token;
--cutoff counts it in all sessions.`,
  ],
  examples: [
    'cmsc sequences cmsc.duckdb -o sequences.parquet',
    'cmsc sequences cmsc.duckdb --text --gaps --cutoff 5 --split -o corpus.txt',
  ],
  async run([database = ''], flags, cli) {
    const { text = false, gaps = false, cutoff, splitAt = FIRST_RED_TEAM_EVENT, part } = flags;
    const { output = '-', format, force } = toOutputOptions(flags);
    if (gaps && !text) throw usageError('--gaps goes with --text', undefined, 'rows have a column for gaps');
    if (text && format !== undefined && !format.startsWith('csv'))
      throw usageError('--text is plain lines', format, 'leave --format away');
    const parts = partsOf(output, flags);
    const options = { database, force, cutoff, text, gaps, splitAt, format, signal: cli.signal };
    if (parts) {
      const split = await writeSequenceParts({ ...options, outputs: parts });
      saySplit(split, cli);
      for (const part of PARTS) cli.say(`${showable(parts[part])}: ${formatMany(split[part], 'session')}`);
      return;
    }
    const { rows, split } = await writeSequences({ ...options, part, output });
    if (split) saySplit(split, cli);
    cli.say(`${output === '-' ? '' : `${showable(output)}: `}${formatMany(rows, 'session')}`);
  },
};

function saySplit(split: SplitFacts, cli: Cli): void {
  cli.say(splitSummary(split));
  for (const line of splitWarnings(split)) cli.warn(line);
}

/**
 * The files of both parts, when there are to be two.
 *
 * @throws CmscError BAD_OPTION when the options contradict each other.
 */
function partsOf(
  output: string,
  { split, part, splitAt }: SequencesFlags,
): Record<(typeof PARTS)[number], string> | undefined {
  if (splitAt !== undefined && !split && part === undefined)
    throw usageError(
      '--split-at goes with --split or --part',
      undefined,
      'say which of them, or leave it away',
    );
  if (!split) return undefined;
  if (part !== undefined) throw usageError('--split writes both parts', `--part ${part}`, 'leave one away');
  if (output === '-') throw usageError('--split writes two files', undefined, 'name them with --output');
  const [, name, ending] = /^(.*?)((?:\.[^./\\]+){0,1}(?:\.gz)?)$/s.exec(output) as unknown as [
    string,
    string,
    string,
  ];
  return { train: `${name}.train${ending}`, test: `${name}.test${ending}` };
}
