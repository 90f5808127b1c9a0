import { AUTH_PRESETS } from '@cmsc/core';
import { dialectOptions, TABLES_NOTE } from '../options/dialect.js';
import { engineOptions } from '../options/engine.js';
import { anyWindowOptions, filterOptions } from '../options/filters.js';
import { readingOptions } from '../options/inputs.js';
import { inputOption } from '../options/option-group.js';
import { outputOptions } from '../options/output.js';
import { ruleOptions, sourceOptions } from '../options/rule.js';
import { idsOption, shapeOptions, stateOptions } from '../options/sessions.js';
import { WINDOWS_NOTE, windowsOptions } from '../options/windows.js';
import type { CommandDefinition } from '../program/command-definition.js';
import { LOGON_NOUNS } from '../summaries/ledger-summary.js';
import { BORDER_NOTES, runAndSummarize, type EventFlags } from './run-and-summarize.js';

/** `cmsc sessions AUTH…` */
export const sessions: CommandDefinition<EventFlags> = {
  name: 'sessions',
  operands: {
    '<auth...>':
      'auth, wls or Windows event files, folders or globs, one stream in the order given; - is standard input',
  },
  summary: 'logon sessions from auth files',
  options: [
    outputOptions({ partitions: true }),
    ruleOptions(AUTH_PRESETS),
    sourceOptions(),
    windowsOptions(),
    {
      heading: 'Labels:',
      options: [inputOption('--redteam <file>', 'adds the columns label and attack_times')],
    },
    filterOptions('dst_user', 'dst_machine', anyWindowOptions()),
    shapeOptions([idsOption()]),
    stateOptions(),
    readingOptions(),
    dialectOptions(),
    engineOptions({ keep: true }),
  ],
  notes: [
    ...BORDER_NOTES,
    `Windows event logs (wls, of LANL’s Unified Host and Network Data Set, 2017): the key is
LogHost,LogonID. 4624 is a logon, 4634 and 4647 are logoffs; a 4634 that follows the 4647
of its session counts as a further logoff, no orphan. A host gives its ids out again: a
4624 while its id is open begins the next session, and the one before counts as open, for
nobody wrote down its end. Rows without LogHost or LogonID are of other kinds. The column
users has who logged on; --user matches UserName, --computer LogHost. All ids of a run are
kept in memory, so take some days at a time. LANL’s authentications of 2014 (time,user,
computer) have no logoffs, and so no sessions; cmsc inspect reads them.`,
    WINDOWS_NOTE,
    TABLES_NOTE,
  ],
  examples: [
    'cmsc sessions auth.txt.gz -o sessions.csv',
    'cmsc sessions auth_part_*.csv.gz --redteam redteam.txt.gz -o sessions.parquet',
    "cmsc sessions auth.txt.gz -o s.csv --engine 'clickhouse://ana@db1,db2/cmsc?cluster=prod'",
    'bzcat wls_day-02.bz2 | cmsc sessions - --source wls -o day-02.parquet',
    'cmsc sessions Security.jsonl --keep-open --user-kind user -o sessions.parquet',
    "zcat auth.txt.gz | cmsc sessions - --user 'U66@*' --min-duration 60",
  ],
  run: (inputs, flags, cli) => runAndSummarize('sessions', LOGON_NOUNS, inputs, flags, cli),
};
