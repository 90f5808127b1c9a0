import { PROTOCOLS, SCORERS, type LogonColumn } from '@cmsc/detection';
import { runScore, type ScoreReport } from '@cmsc/pipeline';
import { dialectOptions } from '../options/dialect.js';
import { readingOptions, toInputOptions, type InputFlags } from '../options/inputs.js';
import { valueOption, type OptionGroup } from '../options/option-group.js';
import { outputOptions, toOutputOptions, type OutputFlags } from '../options/output.js';
import { columnNames, oneOf, severalOf } from '../options/parsers.js';
import { secondOption, spanOption, toWindow, windowOptions, type WindowFlags } from '../options/filters.js';
import type { CommandDefinition } from '../program/command-definition.js';
import { outputSummary } from '../summaries/output-summary.js';
import { scoreSummary } from '../summaries/score-summary.js';

/** What was said to `score`. */
interface ScoreFlags extends InputFlags, OutputFlags, WindowFlags {
  protocol?: string;
  scorer?: string[];
  every?: number;
  learnUntil?: number;
  fitUntil?: number;
  window?: number;
  key?: LogonColumn[];
}
