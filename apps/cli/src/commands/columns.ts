import { DATA_DICTIONARY, tableMeaning, type TableMeaning } from '@cmsc/core';
import { valueOption } from '../options/option-group.js';
import { oneOf, usageError } from '../options/parsers.js';
import type { CommandDefinition } from '../program/command-definition.js';
import { columnsMarkdown, columnsText, tablesText } from '../summaries/columns-text.js';

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
    if (format === 'json') cli.print(`${JSON.stringify(name === undefined ? tables : tables[0], null, 2)}\n`);
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
