import { formatMany, LATEST_TIME } from '@cmsc/core';
import { writeNgrams } from '@cmsc/pipeline';
import { inputOption, switchOption, valueOption } from '../options/option-group.js';
import { count } from '../options/parsers.js';
import { outputOptions, toOutputOptions, type OutputFlags } from '../options/output.js';
import type { CommandDefinition } from '../program/command-definition.js';

const LONGEST = 5;

/** What was said to `ngrams`. */
interface NgramsFlags extends OutputFlags {
  n?: number;
  gaps?: true;
  cutoff?: number;
  scores?: string;
}

/** `cmsc ngrams X.duckdb -n 3` */
export const ngrams: CommandDefinition<NgramsFlags> = {
  name: 'ngrams',
  operands: { '<database>': 'a database that cmsc build made' },
  summary: 'n-grams of processes, with how much they belong to attacked sessions',
  options: [
    {
      heading: 'Tokens:',
      options: [
        valueOption('-n <n>', `tokens a gram, 1 to ${LONGEST} (default: 3)`, count(1, LONGEST)),
        switchOption('--gaps', 'put a token for the gap in front of each process'),
        valueOption(
          '--cutoff <n>',
          'count a token that occurs less often as <oov> (default: 1)',
          count(1, LATEST_TIME),
        ),
      ],
    },
    {
      heading: 'Scores:',
      options: [
        inputOption(
          '--scores <file>',
          'scores of the sessions (cmsc score): adds mean_NAME and max_NAME of each',
        ),
      ],
    },
    outputOptions({ rowsOnly: true }),
  ],
  notes: [
    `log_odds is above 0 for what is more frequent in attacked sessions than in the
others; z_score is the same in standard deviations, and the order of the rows:
beyond ±1.96 it is hardly chance. The 1-grams are the vocabulary, with counts.`,
  ],
  examples: [
    'cmsc ngrams cmsc.duckdb -n 3',
    'cmsc ngrams cmsc.duckdb -n 2 --gaps -o bigrams.csv',
    'cmsc ngrams cmsc.duckdb --scores sessions.parquet',
  ],
  async run([database = ''], flags, cli) {
    const { n = 3, gaps = false, cutoff, scores } = flags;
    const { output = '-', format, force } = toOutputOptions(flags);
    const written = await writeNgrams({
      database,
      output,
      format,
      force,
      n,
      gaps,
      cutoff,
      scores,
      signal: cli.signal,
    });
    cli.say(formatMany(written.rows, `${n}-gram`));
  },
};
