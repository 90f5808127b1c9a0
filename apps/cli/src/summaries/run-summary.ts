import { formatBytes, formatCount, formatDuration, formatMany, formatRate, showable } from '@cmsc/core';
import type { EngineFacts, RunReport } from '@cmsc/pipeline';
import type { Cli } from '../cli.js';
import { jsonText } from '../terminal/text.js';

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

/** Lines of a list at most: a report has all of it. */
const MOST_LINES = 20;

/** An input as far as a summary needs it. */
type Input = Pick<RunReport['inputs'][number], 'path' | 'blankLines'> & {
  rows?: number;
  complete?: boolean;
};

/** Which files were read, when there are several, which not to their end, and what was left out of folders and globs. */
export function inputSummary({
  inputs,
  leftOut = [],
  options,
}: {
  inputs: readonly Input[];
  leftOut?: RunReport['leftOut'];
  options?: RunReport['options'];
}): string[] {
  const files = inputs.map(({ path, rows }) =>
    rows === undefined ? inputName(path) : `${inputName(path)}: ${formatMany(rows, 'row')}`,
  );
  return [
    ...(files.length > 1 ? [`${formatMany(files.length, 'file')} read`, ...list(files)] : []),
    ...unreadLines(inputs, options?.['to']),
    ...leftOutLines(leftOut),
    ...blankLines(inputs),
  ];
}

/** Files are in order: behind the end of a time window nothing is read any more. */
function unreadLines(inputs: readonly Input[], to: unknown): string[] {
  const unread = inputs.filter(({ complete }) => complete === false);
  if (unread.length === 0) return [];
  return [
    `read up to --to ${Number(to)} and no further: rows are not all of the file, and it has no hash`,
    ...list(unread.map(({ path }) => inputName(path))),
  ];
}

/** What was left out of folders and globs, and why. */
export function leftOutLines(leftOut: NonNullable<RunReport['leftOut']>): string[] {
  if (leftOut.length === 0) return [];
  return ['left out', ...list(leftOut.map(({ path, why }) => `${showable(path)}: ${why}`))];
}

/** In which files lines were blank, where these are no rows. */
export function blankLines(inputs: readonly Input[]): string[] {
  return inputs.flatMap(({ path, blankLines: lines }) =>
    lines === undefined ? [] : `${inputName(path)}: ${formatMany(lines, 'blank line')}`,
  );
}

function list(lines: readonly string[]): string[] {
  const shown = lines.slice(0, MOST_LINES).map((line) => `  ${line}`);
  const more = lines.length - shown.length;
  return more > 0 ? [...shown, `  … and ${formatCount(more)} more`] : shown;
}

function inputName(path: string): string {
  return path === '-' ? 'standard input' : showable(path);
}

/** What a cluster did in a run, in plain words. */
export function engineSummary({ database, form, loads, kept, nodes }: EngineFacts): string[] {
  const loaded = loads.filter(({ wasLoaded }) => !wasLoaded).length;
  const lines = [`ClickHouse: ${formatMany(nodes.length, 'node')}, ${form.name} form: ${form.reason}`];
  if (loads.length > 0)
    lines.push(`  ${formatMany(loaded, 'file')} loaded, ${formatCount(loads.length - loaded)} there already`);
  for (const { node, keys, events, bytesSent, bytesReceived, peakMemoryBytes } of nodes)
    lines.push(
      `  ${node}: ${formatMany(keys, 'key')}, ${formatMany(events, 'start or end', 'starts and ends')}; ` +
        `${formatBytes(bytesSent)} sent, ${formatBytes(bytesReceived)} received; ${formatBytes(peakMemoryBytes)} of memory`,
    );
  if (kept)
    lines.push(
      `${showable(`${database}.${kept.table}`)}: ${formatMany(kept.rows, 'row')} kept in the cluster`,
    );
  return lines;
}

/** What was written, and how long it took. */
export function outputSummary({ outputs, timing }: Pick<RunReport, 'outputs' | 'timing'>): string[] {
  return [
    ...outputs.map(
      ({ path, rows, bytes }) => `${outputName(path)}: ${formatMany(rows, 'row')}, ${formatBytes(bytes)}`,
    ),
    timingLine(timing),
  ];
}

/** How long a run took, how fast that was, and what memory it took. */
export function timingLine({ seconds, rowsPerSecond, peakRssBytes }: RunReport['timing']): string {
  return `${formatDuration(seconds)}, ${formatRate(rowsPerSecond)}, ${formatBytes(peakRssBytes)} of memory`;
}

function outputName(path: string): string {
  return path === '-' ? 'standard output' : showable(path);
}

/** The lines whose count is above 0: parts of what a line above them says. */
export function present(lines: readonly (readonly [count: number, text: string])[]): string[] {
  return lines.filter(([count]) => count > 0).map(([, text]) => `  ${text}`);
}

/** The same lines, each behind its count. */
export function presentCounts(lines: readonly (readonly [count: number, text: string])[]): string[] {
  return present(lines.map(([count, text]) => [count, `${formatCount(count)} ${text}`]));
}
