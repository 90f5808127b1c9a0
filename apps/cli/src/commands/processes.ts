import { PROC_PRESETS } from '@cmsc/core';
import { dialectOptions } from '../options/dialect.js';
import { engineOptions } from '../options/engine.js';
import { filterOptions } from '../options/filters.js';
import { readingOptions } from '../options/inputs.js';
import { outputOptions } from '../options/output.js';
import { ruleOptions } from '../options/rule.js';
import { shapeOptions, stateOptions, type SessionsFlags } from '../options/sessions.js';
import type { CommandDefinition } from '../program/command-definition.js';
import { PROCESS_NOUNS } from '../summaries/ledger-summary.js';
import { BORDER_NOTES, runAndSummarize } from './run-and-summarize.js';

/** `cmsc processes PROC…` */
export const processes: CommandDefinition<SessionsFlags> = {
  name: 'processes',
  operands: {
    '<proc...>': 'proc files, folders or globs, one stream in the order given; - is standard input',
  },
  summary: 'process runs from proc files',
  options: [
    outputOptions(),
    ruleOptions(PROC_PRESETS),
    filterOptions('user_domain', 'computer'),
    shapeOptions(),
    stateOptions(),
    readingOptions(),
    dialectOptions(),
    engineOptions({ keep: true }),
  ],
  notes: BORDER_NOTES,
  examples: [
    'cmsc processes proc.txt.gz -o runs.csv',
    'cmsc processes proc.txt.gz --computer C1006 --format jsonl | head',
  ],
  run: (inputs, flags, cli) => runAndSummarize('processes', PROCESS_NOUNS, inputs, flags, cli),
};
