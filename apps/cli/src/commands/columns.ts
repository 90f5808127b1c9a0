import { DATA_DICTIONARY, tableMeaning, type TableMeaning } from '@cmsc/core';
import { valueOption } from '../options/option-group.js';
import { oneOf, usageError } from '../options/parsers.js';
import type { CommandDefinition } from '../program/command-definition.js';
import type { Style } from '../terminal/style.js';
import { alignColumns, jsonText } from '../terminal/text.js';

const FORMATS = ['text', 'json', 'markdown'] as const;

/** What was said to `columns`. */
interface ColumnsFlags {
  format?: (typeof FORMATS)[number];
}

/** `cmsc columns [TABLE]` */
export const columns: CommandDefinition<ColumnsFlags> = {
  name: 'columns',
  operands: { '[table]': 'a table of a built database, or a command; without it all of them' },
  operandChoices: { '[table]': DATA_DICTIONARY.flatMap(({ name, aliases }) => [name, ...aliases]) },
  summary: 'what the columns of outputs and tables mean',
  options: [
    {
      heading: 'Output:',
      options: [valueOption('--format <f>', FORMATS.join(', '), oneOf(FORMATS))],
    },
  ],
  notes: [
    `A database has the same as comments: cmsc query X.duckdb "SELECT column_name, comment
FROM duckdb_columns() WHERE table_name = 'sessions'".`,
  ],
  examples: ['cmsc columns', 'cmsc columns sessions', 'cmsc columns redteam --format json'],
  run([name], { format = 'text' }, cli) {
    const tables = name === undefined ? DATA_DICTIONARY : [named(name)];
    if (format === 'json') cli.print(jsonText(name === undefined ? tables : tables[0]));
    else if (format === 'markdown') cli.print(columnsMarkdown(tables));
    else
      cli.print(name === undefined ? tablesText(tables) : columnsText(tables[0] as TableMeaning, cli.style));
    return Promise.resolve();
  },
};

/** @throws CmscError BAD_OPTION for a name that no table has. */
function named(name: string): TableMeaning {
  const known = tableMeaning(name);
  if (known) return known;
  const names = DATA_DICTIONARY.map((table) => table.name).join(', ');
  throw usageError('there is no such table', name, `choose one of ${names}`);
}

/** All tables, a line each. */
function tablesText(tables: readonly TableMeaning[]): string {
  const rows = tables.map(({ name, row, from }) => [name, row, from]);
  return `${alignColumns(rows, '').join('\n')}\n`;
}

/** A table with its columns, a line each. */
function columnsText({ name, row, from, columns }: TableMeaning, style: Style): string {
  const lines = alignColumns(columns.map((column) => [column.name, column.type, column.meaning]));
  return `${[`${style.bold(name)}: a row is ${row} (${from})`, ...lines].join('\n')}\n`;
}

/** The same for a document. */
function columnsMarkdown(tables: readonly TableMeaning[]): string {
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
