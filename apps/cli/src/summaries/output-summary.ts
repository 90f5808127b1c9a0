import { showable } from '@cmsc/core';
import type { RunReport } from '@cmsc/pipeline';
import { formatBytes, formatMany, formatRate, formatSeconds } from '../terminal/numbers.js';

/** What was written, and how long it took. */
export function outputSummary({ outputs, timing }: Pick<RunReport, 'outputs' | 'timing'>): string[] {
  return [
    ...outputs.map(
      ({ path, rows, bytes }) => `${nameOf(path)}: ${formatMany(rows, 'row')}, ${formatBytes(bytes)}`,
    ),
    timingLine(timing),
  ];
}

/** How long a run took, how fast that was, and what memory it took. */
export function timingLine({ seconds, rowsPerSecond, peakRssBytes }: RunReport['timing']): string {
  return `${formatSeconds(seconds)}, ${formatRate(rowsPerSecond)}, ${formatBytes(peakRssBytes)} of memory`;
}

function nameOf(path: string): string {
  return path === '-' ? 'standard output' : showable(path);
}
