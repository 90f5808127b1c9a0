import type { RunReport } from '@cmsc/pipeline';
import { formatBytes, formatMany, formatRate, formatSeconds } from '../terminal/numbers.js';
import { harmless } from '../terminal/text.js';

/** What was written, and how long it took. */
export function outputSummary({ outputs, timing }: Pick<RunReport, 'outputs' | 'timing'>): string[] {
  const { seconds, rowsPerSecond, peakRssBytes } = timing;
  return [
    ...outputs.map(
      ({ path, rows, bytes }) => `${nameOf(path)}: ${formatMany(rows, 'row')}, ${formatBytes(bytes)}`,
    ),
    `${formatSeconds(seconds)}, ${formatRate(rowsPerSecond)}, ${formatBytes(peakRssBytes)} of memory`,
  ];
}

function nameOf(path: string): string {
  return path === '-' ? 'standard output' : harmless(path);
}
