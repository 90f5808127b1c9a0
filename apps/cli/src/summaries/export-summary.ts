import { formatBytes, formatCount, formatMany, showable } from '@cmsc/core';
import { EXPORTS, type ExportCounts, type ExportReport, type SplitFacts } from '@cmsc/pipeline';
import { splitSummary, splitWarnings } from '../options/split.js';
import { presentCounts, timingLine } from './run-summary.js';

/** What an export into the folder `output` did, in plain words: where the rows went, what the variants differ in, what was written. */
export function exportSummary(report: ExportReport, output: string): string[] {
  const { options, auth, flows, sessions, outputs, timing } = report;
  const { name, variant } = options as { name: string; variant?: string };
  const lines: string[] = [];
  if (auth) lines.push(...rowLines('row', auth, EXPORTS.find((known) => known.name === name)?.holds));
  if (flows) lines.push(...rowLines('flow', flows, 'between machines of the auth rows, without "?"'));
  if (variant !== undefined) lines.push(variantLine(variant, [auth, flows]));
  if (sessions) lines.push(splitSummary(splitOf(report, sessions)));
  const bytes = outputs.reduce((sum, file) => sum + file.bytes, 0);
  return [
    ...lines,
    `${showable(output)}: ${formatMany(outputs.length, 'file')}, ${formatBytes(bytes)}, and manifest.json`,
    timingLine(timing),
  ];
}

/** What a detector can't do with an export. */
export function exportWarnings(report: ExportReport): string[] {
  return report.sessions ? splitWarnings(splitOf(report, report.sessions)) : [];
}

function splitOf({ options }: ExportReport, sessions: NonNullable<ExportReport['sessions']>): SplitFacts {
  return { ...sessions, second: options['splitSeconds'] as number };
}

function rowLines(noun: string, { rows, labelled }: ExportCounts, holds = ''): string[] {
  const lines: [count: number, text: string][] = [
    [rows.leftOut, `left out: the export holds ${noun}s ${holds}`],
    [rows.filtered, 'outside the time window'],
    [rows.rejected, 'bad, skipped (--rejects FILE keeps them)'],
  ];
  return [
    `${formatMany(rows.read, noun)} read, ${formatCount(rows.written)} written, ${formatCount(labelled)} with label 1`,
    ...presentCounts(lines),
  ];
}

/** What the other variant would have made of the rows. */
function variantLine(variant: string, counts: readonly (ExportCounts | undefined)[]): string {
  const other = variant === 'corrected' ? 'as published' : 'corrected';
  const sum = (kind: 'rows' | 'labels' | 'values'): number =>
    counts.reduce((total, of) => total + (of?.differences[kind] ?? 0), 0);
  const kinds = [formatMany(sum('rows'), 'row'), formatMany(sum('labels'), 'label')];
  if (sum('values') > 0) kinds.push(`values of ${formatMany(sum('values'), 'row')}`);
  return `${variant}; ${other} it would differ in ${kinds.join(', ')}`;
}
