import { formatCount } from './numbers.js';

/** `text` on one line and without control characters: a file name or a value can hold any, and a terminal obeys them. */
export function harmless(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, (c) =>
    c.charCodeAt(0) < 0x100
      ? `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`
      : `\\u${c.charCodeAt(0).toString(16)}`,
  );
}

/** Columns side by side: text to the left, numbers to the right, two spaces between. */
export function alignColumns(rows: readonly (readonly (string | number)[])[], indent = '  '): string[] {
  const widths: number[] = [];
  const cells = rows.map((row) =>
    row.map((cell, column) => {
      const text = typeof cell === 'number' ? formatCount(cell) : harmless(cell);
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
