import { formatBytes, formatCount, formatMany, formatShare, showable } from '@cmsc/core';
import type { Inspection, WindowsFacts } from '@cmsc/pipeline';
import type { Style } from '../terminal/style.js';
import { alignColumns } from '../terminal/text.js';

/** Whether a command that reads the file would stop at something in it. */
export function hasProblems({ rejected, brokenOff }: Inspection): boolean {
  return rejected > 0 || brokenOff !== undefined;
}

/** What is in a file, for people. */
export function inspectionText(inspection: Inspection, style: Style): string {
  const { path, bytes, format, rows, firstTime, lastTime, columns, trimmedRows, blankLines, windows } =
    inspection;
  const facts = [
    ['format', format],
    ['size', formatBytes(bytes)],
    ['rows', formatCount(rows)],
    ['time', windows ? `${windows.from} to ${windows.to}` : `${firstTime} to ${lastTime}`],
  ];
  if (firstTime === null) facts[3] = ['time', 'no rows'];
  if (windows) facts.push(...windowsFacts(windows));
  if (trimmedRows !== undefined)
    facts.push(['trimmed', `${formatMany(trimmedRows, 'row')} with white space around values`]);
  if (blankLines !== undefined) facts.push(['blank', formatMany(blankLines, 'line')]);
  const lines = [style.bold(path === '-' ? 'standard input' : showable(path)), ...alignColumns(facts)];
  for (const { name, distinct, top } of columns) {
    lines.push(`  ${style.bold(name)}  ${formatMany(distinct, 'value')}`);
    lines.push(
      ...alignColumns(
        top.map(({ value, rows: count }) => [
          value || '(empty)',
          count,
          formatShare(count / rows).padStart(7),
        ]),
        '    ',
      ),
    );
  }
  return `${[...lines, ...problemLines(inspection, style)].join('\n')}\n`;
}

function windowsFacts({ dialects, zoneDoubts, missing }: WindowsFacts): string[][] {
  const counts = Object.entries(dialects).map(([name, count]) => `${name} (${formatCount(count)})`);
  return [
    ['dialect', counts.join(', ') || 'none'],
    ...zoneDoubts.map((doubt) => ['zone', doubt]),
    ...missing.map((what) => ['missing', what]),
  ];
}

function problemLines(inspection: Inspection, style: Style): string[] {
  const { rejected, problems, brokenOff } = inspection;
  if (!hasProblems(inspection)) return [`  ${style.green('no problems found')}`];
  const lines = [`  ${style.red('problems')}`];
  if (brokenOff !== undefined) lines.push(`    broken off: ${showable(brokenOff)}`);
  if (rejected > 0) lines.push(`    ${formatMany(rejected, 'bad row')}`);
  for (const { line, reason } of problems) lines.push(`      line ${line}: ${showable(reason)}`);
  if (rejected > problems.length) lines.push(`      … and ${formatCount(rejected - problems.length)} more`);
  return lines;
}
