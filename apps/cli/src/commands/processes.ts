import { PROC_PRESETS } from '@cmsc/core';
import { dialectOptions, TABLES_NOTE } from '../options/dialect.js';
import { engineOptions } from '../options/engine.js';
import { anyWindowOptions, filterOptions } from '../options/filters.js';
import { readingOptions } from '../options/inputs.js';
import { outputOptions } from '../options/output.js';
import { ruleOptions } from '../options/rule.js';
import { shapeOptions, stateOptions } from '../options/sessions.js';
import { WINDOWS_NOTE, windowsOptions, windowsSourceOption } from '../options/windows.js';
import type { CommandDefinition } from '../program/command-definition.js';
import { PROCESS_NOUNS } from '../summaries/ledger-summary.js';
import { BORDER_NOTES, runAndSummarize, type EventFlags } from './run-and-summarize.js';

/** `cmsc processes PROC…` */
export const processes: CommandDefinition<EventFlags> = {
  name: 'processes',
  operands: {
    '<proc...>':
      'proc or Windows event files, folders or globs, one stream in the order given; - is standard input',
  },
  summary: 'process runs from proc files',
  options: [
    outputOptions({ partitions: true }),
    ruleOptions(PROC_PRESETS),
    { heading: 'Kind of rows:', options: [windowsSourceOption()] },
    windowsOptions(),
    filterOptions('user_domain', 'computer', anyWindowOptions()),
    shapeOptions(),
    stateOptions(),
    readingOptions(),
    dialectOptions(),
    engineOptions({ keep: true }),
  ],
  notes: [...BORDER_NOTES, WINDOWS_NOTE, TABLES_NOTE],
  examples: [
    'cmsc processes proc.txt.gz -o runs.csv',
    'cmsc processes proc.txt.gz --computer C1006 --format jsonl | head',
  ],
  run: (inputs, flags, cli) => runAndSummarize('processes', PROCESS_NOUNS, inputs, flags, cli),
};
