import { AUTH_PRESETS } from '@cmsc/core';
import { dialectOptions } from '../options/dialect.js';
import { engineOptions } from '../options/engine.js';
import { filterOptions } from '../options/filters.js';
import { readingOptions } from '../options/inputs.js';
import { valueOption } from '../options/option-group.js';
import { outputOptions } from '../options/output.js';
import { filePath } from '../options/parsers.js';
import { ruleOptions } from '../options/rule.js';
import { shapeOptions, stateOptions, type SessionsFlags } from '../options/sessions.js';
import type { CommandDefinition } from '../program/command-definition.js';
import { LOGON_NOUNS } from '../summaries/ledger-summary.js';
import { BORDER_NOTES, runAndSummarize } from './run-and-summarize.js';

/** `cmsc sessions AUTH…` */
export const sessions: CommandDefinition<SessionsFlags> = {
  name: 'sessions',
  operands: {
    '<auth...>': 'auth files, folders or globs, one stream in the order given; - is standard input',
  },
  summary: 'logon sessions from auth files',
  options: [
    outputOptions(),
    ruleOptions(AUTH_PRESETS),
    {
      heading: 'Labels:',
      options: [
        valueOption('--redteam <file>', 'adds the columns label and attack_times', filePath('--redteam')),
      ],
    },
    filterOptions('dst_user', 'dst_machine'),
    shapeOptions(),
    stateOptions(),
    readingOptions(),
    dialectOptions(),
    engineOptions({ keep: true }),
  ],
  notes: BORDER_NOTES,
  examples: [
    'cmsc sessions auth.txt.gz -o sessions.csv',
    'cmsc sessions auth_part_*.csv.gz --redteam redteam.txt.gz -o sessions.parquet',
    "cmsc sessions auth.txt.gz -o s.csv --engine 'clickhouse://ana@db1,db2/cmsc?cluster=prod'",
    "zcat auth.txt.gz | cmsc sessions - --user 'U66@*' --min-duration 60",
  ],
  run: (inputs, flags, cli) => runAndSummarize('sessions', LOGON_NOUNS, inputs, flags, cli),
};
