import type { RunReport } from '@cmsc/pipeline';
import type { Cli } from '../cli.js';
import { jsonText } from '../terminal/text.js';
import { inputSummary, outputSummary } from '../summaries/run-summary.js';

/** Says what came of a run: `lines`, what was written, how long it took; prints the report when it goes to standard output. */
export function showRun(
  report: Omit<RunReport, 'ledger' | 'labels'>,
  lines: readonly string[],
  flags: { report?: string },
  cli: Cli,
): void {
  showReport(report, [...lines, ...inputSummary(report), ...outputSummary(report)], flags, cli);
}

/** The same with all that there is to say. */
export function showReport(
  report: object,
  lines: readonly string[],
  flags: { report?: string },
  cli: Cli,
): void {
  for (const line of lines) cli.say(line);
  if (flags.report === '-') cli.print(jsonText(report));
}
