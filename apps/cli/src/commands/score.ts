import { AUTH_COLUMNS, type AuthColumn, LATEST_TIME } from '@cmsc/core';
import { PROTOCOLS, SCORERS } from '@cmsc/detection';
import { runScore } from '@cmsc/pipeline';
import { dialectOptions, TABLES_NOTE } from '../options/dialect.js';
import { toWindow, windowOptions, type WindowFlags } from '../options/filters.js';
import { readingOptions, toInputOptions, type InputFlags } from '../options/inputs.js';
import { valueOption, type OptionGroup } from '../options/option-group.js';
import { outputOptions, toOutputOptions, type OutputFlags } from '../options/output.js';
import { columnNames, oneOf, second, secondCount } from '../options/parsers.js';
import { protocolOption } from '../options/protocol.js';
import type { CommandDefinition } from '../program/command-definition.js';
import { scoreSummary } from '../summaries/evaluation-text.js';
import { showRun } from '../summaries/run-summary.js';

/** What was said to `score`. */
interface ScoreFlags extends InputFlags, OutputFlags, WindowFlags {
  protocol?: string;
  scorer?: string[];
  every?: number;
  learnUntil?: number;
  fitUntil?: number;
  window?: number;
  key?: AuthColumn[];
}

/** `cmsc score AUTH…` */
export const score: CommandDefinition<ScoreFlags> = {
  name: 'score',
  operands: {
    '<auth...>':
      'auth files, folders or globs, one stream in the order given; - is standard input; or one database of cmsc build, whose sessions are scored',
  },
  summary: 'anomaly scores of logons or sessions, without labels, in one pass',
  options: [scoringOptions(), outputOptions(), unitOptions(), readingOptions(), dialectOptions()],
  notes: [
    `Scorers (higher is more suspicious; edge is always first, for comparison):
${described(SCORERS)}`,
    `Protocols:
${described(PROTOCOLS)}`,
    `A row is scored with what was learned in earlier periods of --every seconds, then
its period is learned. docs/DETECTION.md has all rules.`,
    TABLES_NOTE,
  ],
  examples: [
    'cmsc score auth.txt.gz -o scores.parquet --scorer surprise,ngram --report score.json',
    'cmsc score auth.txt.gz --protocol larroche2023 --learn-until 691200 -o frozen.csv',
    'cmsc score cmsc.duckdb -o sessions.parquet',
  ],
  async run(inputs, flags, cli) {
    const { protocol, scorer: scorers, every, learnUntil, fitUntil, window, key } = flags;
    const options = {
      ...toInputOptions(inputs, flags, cli),
      ...toWindow(flags),
      ...toOutputOptions(flags),
      ...{ protocol, scorers, every, learnUntil, fitUntil, window, key },
    };
    const report = await cli.withProgress(options.output, 'unit', (onProgress) =>
      runScore({ ...options, onProgress }),
    );
    showRun(report, scoreSummary(report), flags, cli);
  },
};

function scoringOptions(): OptionGroup {
  const seconds = secondCount(1, LATEST_TIME);
  return {
    heading: 'Scoring:',
    options: [
      protocolOption(),
      valueOption('--scorer <a,b>', `besides edge: ${Object.keys(SCORERS).join(', ')}`, columnNames),
      valueOption('--every <s>', 'seconds of a period (default: the protocol’s)', seconds),
      valueOption('--learn-until <second>', 'learn nothing from this second on', second()),
      valueOption('--fit-until <second>', 'surprise: its fit ends here (default: 86400)', second()),
      valueOption('--window <s>', 'add edge-window: a pair is new again after so long', seconds),
      valueOption(
        '--key <a,b>',
        'edge: columns of its key (default: src_machine,dst_machine)',
        (text, flag) => columnNames(text, flag).map((name) => oneOf(AUTH_COLUMNS)(name, flag)),
      ),
    ],
  };
}

/** The window again, in words that fit: it chooses units, and all rows are learned. */
function unitOptions(): OptionGroup {
  const { options } = windowOptions({
    from: 'write units from this second on',
    to: 'write units up to this second',
  });
  return { heading: 'Units written (default: the protocol’s test; all rows are learned):', options };
}

function described(things: Readonly<Record<string, { title: string }>>): string {
  return Object.entries(things)
    .map(([name, { title }]) => `  ${name}: ${title}`)
    .join('\n');
}
