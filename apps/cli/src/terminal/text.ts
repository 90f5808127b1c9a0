import { formatCount, showable } from '@cmsc/core';

/** Columns side by side: text to the left, numbers to the right, two spaces between. */
export function alignColumns(rows: readonly (readonly (string | number)[])[], indent = '  '): string[] {
  const widths: number[] = [];
  const cells = rows.map((row) =>
    row.map((cell, column) => {
      const text = typeof cell === 'number' ? formatCount(cell) : showable(cell);
      widths[column] = Math.max(widths[column] ?? 0, text.length);
      return { text, right: typeof cell === 'number' };
    }),
  );
  return cells.map((row) => {
    const padded = row.map(({ text, right }, column) =>
      right ? text.padStart(widths[column] as number) : text.padEnd(widths[column] as number),
    );
    return `${indent}${padded.join('  ')}`.trimEnd();
  });
}

/** The lines whose count is above 0: parts of what a line above them says. */
export function present(lines: readonly (readonly [count: number, text: string])[]): string[] {
  return lines.filter(([count]) => count > 0).map(([, text]) => `  ${text}`);
}

/** The same lines, each behind its count. */
export function presentCounts(lines: readonly (readonly [count: number, text: string])[]): string[] {
  return present(lines.map(([count, text]) => [count, `${formatCount(count)} ${text}`]));
}

/** A value as JSON for standard output. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
