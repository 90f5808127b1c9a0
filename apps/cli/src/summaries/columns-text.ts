import type { TableMeaning } from '@cmsc/core';
import type { Style } from '../terminal/style.js';
import { alignColumns } from '../terminal/text.js';

/** All tables, a line each. */
export function tablesText(tables: readonly TableMeaning[]): string {
  const rows = tables.map(({ name, row, from }) => [name, row, from]);
  return `${alignColumns(rows, '').join('\n')}\n`;
}

/** A table with its columns, a line each. */
export function columnsText({ name, row, from, columns }: TableMeaning, style: Style): string {
  const lines = alignColumns(columns.map((column) => [column.name, column.type, column.meaning]));
  return `${[`${style.bold(name)}: a row is ${row} (${from})`, ...lines].join('\n')}\n`;
}

/** The same for a document. */
export function columnsMarkdown(tables: readonly TableMeaning[]): string {
  return tables
    .map(({ name, row, from, columns }) => {
      const rows = columns.map((column) => `| \`${column.name}\` | ${column.type} | ${column.meaning} |`);
      return [
        `## ${name}`,
        '',
        `A row is ${row} (\`${from}\`).`,
        '',
        '| column | type | meaning |',
        '| --- | --- | --- |',
        ...rows,
        '',
      ].join('\n');
    })
    .join('\n');
}
