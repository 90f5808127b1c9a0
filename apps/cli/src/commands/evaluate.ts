import { OPTION_BOUNDS, OPTION_CHOICES, runEvaluate } from '@cmsc/pipeline';
import { threadsOption } from '../options/inputs.js';
import { inputOption, valueOption } from '../options/option-group.js';
import { outputOptions, toOutputOptions, type OutputFlags } from '../options/output.js';
import { count, filePath, oneOf } from '../options/parsers.js';
import { protocolOption } from '../options/protocol.js';
import type { CommandDefinition } from '../program/command-definition.js';
import { evaluationText } from '../summaries/evaluation-text.js';
import { outputSummary } from '../summaries/run-summary.js';
import { jsonText } from '../terminal/text.js';

/** What was said to `evaluate`. */
interface EvaluateFlags extends OutputFlags {
  redteam: string;
  candidates?: string;
  plot?: string;
  protocol?: string;
  unit?: 'logon' | 'session';
  budget?: number;
  seed?: number;
  threads?: number;
}

/** `cmsc evaluate SCORES… --redteam FILE` */
export const evaluate: CommandDefinition<EvaluateFlags> = {
  name: 'evaluate',
  operands: {
    '<scores...>':
      'files with scores: CSV with a header, JSON lines, Parquet, DuckDB; several are one table; - is standard input',
  },
  summary: 'any detector’s scores against the red team, exactly',
  options: [
    {
      heading: 'Evaluation:',
      options: [
        inputOption(
          '--redteam <file>',
          'the red-team file; with --unit session the built database (needed)',
        ).makeOptionMandatory(),
        inputOption('--candidates <report>', 'report of cmsc score: its units must be these'),
        protocolOption(),
        valueOption(
          '--unit <u>',
          'what a row of scores is about: logon (default), session',
          oneOf(OPTION_CHOICES.unit),
        ),
        valueOption('--budget <n>', 'alerts a day (default: 100)', count(...OPTION_BOUNDS.budget)),
        valueOption('--seed <n>', 'of the intervals (default: 1)', count(...OPTION_BOUNDS.seed)),
        valueOption(
          '--plot <file>',
          'draw precision-recall and alerts against account-days found (SVG)',
          filePath,
        ),
        threadsOption(),
      ],
    },
    outputOptions(),
  ],
  notes: [
    `A row is a unit: the columns of the protocol's key, and a number for each detector,
the higher the more suspicious, in any order. Where equal scores leave an order
open, figures are the mean over all orders, with the least and the most.`,
    'Intervals are of 95 %, over other days of attack; none is given under five days.',
  ],
  examples: [
    'cmsc evaluate scores.parquet --redteam redteam.txt.gz --candidates score.json',
    'cmsc score auth.txt.gz | cmsc evaluate - --redteam redteam.txt.gz',
    'cmsc evaluate sessions.parquet --unit session --redteam cmsc.duckdb',
    'cmsc evaluate mine.csv --protocol tarn --redteam redteam.txt.gz --budget 50 -o figures.csv',
    'cmsc evaluate scores.parquet --redteam redteam.txt.gz --plot figures.svg',
  ],
  async run(scores, flags, cli) {
    const { redteam, candidates, plot, protocol, unit, budget, seed, threads } = flags;
    const { output, ...outputs } = toOutputOptions(flags);
    const report = await runEvaluate({
      ...outputs,
      // People read a table of their own; rows go to standard output for those who ask for it.
      output: flags.output === undefined && flags.format === undefined ? undefined : output,
      ...{ scores, redteam, candidates, plot, protocol, unit, budget, seed, threads, signal: cli.signal },
      onWarning: (line) => cli.warn(line),
    });
    if (flags.report === '-') cli.print(jsonText(report));
    else if (report.outputs.every(({ path }) => path === plot) && !flags.noOutput)
      cli.print(evaluationText(report, cli.style));
    for (const line of outputSummary(report)) cli.say(line);
  },
};
