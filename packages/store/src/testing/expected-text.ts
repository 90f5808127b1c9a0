import type { Cell, MadeUpRow, MadeUpTable } from './made-up-table.js';

/** The CSV of rows, spelled out the slow way. */
export function expectedCsv(table: MadeUpTable, rows: readonly MadeUpRow[]): string {
  const lines = rows.map(({ key, cells }) => [...key, ...cells.map(csvText)].map(csvField).join(','));
  return [columnNames(table).map(csvField).join(','), ...lines].map((line) => `${line}\n`).join('');
}

/** The JSONL of rows, spelled out the slow way. */
export function expectedJsonl(table: MadeUpTable, rows: readonly MadeUpRow[]): string {
  return expectedObjects(table, rows)
    .map((object) => `${JSON.stringify(object)}\n`)
    .join('');
}

/** Rows as objects. */
export function expectedObjects(table: MadeUpTable, rows: readonly MadeUpRow[]): Record<string, unknown>[] {
  const names = columnNames(table);
  return rows.map(({ key, cells }) =>
    Object.fromEntries([...key, ...cells].map((cell, c) => [names[c]!, cell])),
  );
}

function columnNames({ spec }: MadeUpTable): string[] {
  return [...spec.key, ...spec.columns.map(({ name }) => name)];
}

function csvText(cell: Cell): string {
  if (cell === null) return '';
  return Array.isArray(cell) ? cell.flat().join(' ') : String(cell);
}

function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
