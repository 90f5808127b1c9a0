import { FIRST_RED_TEAM_EVENT, writeSequences } from '@cmsc/pipeline';
import { valueOption } from '../options/option-group.js';
import { LARGEST_SECOND, oneOf, wholeNumber } from '../options/parsers.js';
import { outputOptions, toOutputOptions, type OutputFlags } from '../options/output.js';
import type { CommandDefinition } from '../program/command-definition.js';

/** What was said to `sequences`. */
interface SequencesFlags extends OutputFlags {
  part?: 'train' | 'test';
  splitAt?: number;
}

/** `cmsc sequences X.duckdb` */
export const sequences: CommandDefinition<SequencesFlags> = {
  name: 'sequences',
  operands: { '<database>': 'a database that cmsc build made' },
  summary: 'one row per session: its processes in order, their gaps, its label',
  options: [
    outputOptions({ rowsOnly: true }),
    {
      heading: 'Split:',
      options: [
        valueOption(
          '--part <train|test>',
          'the sessions that ended before --split-at, or all others',
          oneOf('--part', ['train', 'test']),
        ),
        valueOption(
          '--split-at <second>',
          `where the two parts meet (default: ${FIRST_RED_TEAM_EVENT}, the first red-team event)`,
          wholeNumber('--split-at', 0, LARGEST_SECOND),
        ),
      ],
    },
  ],
  notes: [
    `A gap is the seconds from the process before; the first one is counted from the
start of the session.`,
  ],
  examples: [
    'cmsc sequences cmsc.duckdb -o sequences.parquet',
    'cmsc sequences cmsc.duckdb --part train -o train.jsonl',
  ],
  async run([database = ''], flags, cli) {
    const { part, splitAt = FIRST_RED_TEAM_EVENT } = flags;
    const { output = '-', format, force } = toOutputOptions(flags);
    const written = await writeSequences({
      database,
      output,
      format,
      force,
      part,
      splitAt,
      signal: cli.signal,
    });
    cli.say(`${written.rows} sessions`);
  },
};
