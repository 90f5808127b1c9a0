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

/** A value as JSON for standard output. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
