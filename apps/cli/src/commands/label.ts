import { AUTH_PRESETS } from '@cmsc/core';
import { runLabel, runLabelOnEngine, type EngineLabelReport, type LabelReport } from '@cmsc/pipeline';
import { dialectOptions, RED_TEAM_NOTE, TABLES_NOTE } from '../options/dialect.js';
import { engineOptions, toEngine, type EngineFlags } from '../options/engine.js';
import { filterOptions, toWindow, type FilterFlags } from '../options/filters.js';
import { readingOptions, toInputOptions, type InputFlags } from '../options/inputs.js';
import { inputOption, valueOption } from '../options/option-group.js';
import { outputOptions, toOutputOptions, type OutputFlags } from '../options/output.js';
import { oneOf } from '../options/parsers.js';
import type { CommandDefinition } from '../program/command-definition.js';
import { engineSummary, showRun } from '../summaries/run-summary.js';
import { LOGON_NOUNS, redTeamFunnel, rowLines } from '../summaries/ledger-summary.js';

/** What was said to `label`. */
interface LabelFlags extends InputFlags, FilterFlags, OutputFlags, EngineFlags {
  redteam: string;
  only?: 'attacks';
}

/** `cmsc label AUTH… --redteam FILE` */
export const label: CommandDefinition<LabelFlags> = {
  name: 'label',
  operands: {
    '<auth...>': 'auth files, folders or globs, one stream in the order given; - is standard input',
  },
  summary: 'auth events with labels: each row once, in input order',
  options: [
    {
      heading: 'Labels:',
      options: [
        inputOption('--redteam <file>', 'the red-team file (needed)').makeOptionMandatory(),
        valueOption('--only <attacks>', 'attacks: only rows with label 1', oneOf(['attacks'])),
      ],
    },
    outputOptions({ partitions: true }),
    filterOptions('dst_user', 'dst_machine'),
    readingOptions(),
    dialectOptions(),
    engineOptions(),
  ],
  notes: [
    `A row has label 1 when a red-team row has its time, user, source and destination;
redteam_rows counts how many have. Filters keep rows out of the output and of the
labels; no row depends on another, so nothing is cut at their border.`,
    RED_TEAM_NOTE,
    TABLES_NOTE,
  ],
  examples: [
    'cmsc label auth.txt.gz --redteam redteam.txt.gz --only attacks',
    'cmsc label auth_part_*.csv.gz --redteam redteam.txt.gz -o labelled.parquet --report report.json',
  ],
  async run(inputs, flags, cli) {
    const { redteam, only, user, computer } = flags;
    const engine = toEngine(flags);
    const options = {
      ...toInputOptions(inputs, flags, cli),
      ...toWindow(flags),
      ...toOutputOptions(flags),
      redteam,
      user,
      computer,
      onlyAttacks: only === 'attacks',
    };
    const report: LabelReport & Partial<EngineLabelReport> = await cli.withProgress(
      options.output,
      'session',
      (onProgress) =>
        engine ? runLabelOnEngine({ ...options, onProgress, engine }) : runLabel({ ...options, onProgress }),
    );
    const lines = rowLines(report.ledger, LOGON_NOUNS);
    const rule = { preset: 'destination', rule: AUTH_PRESETS.destination };
    if (report.labels) lines.push(...redTeamFunnel(report.labels, report.redteam, rule));
    if (report.engine) lines.push(...engineSummary(report.engine));
    showRun(report, lines, flags, cli);
  },
};
