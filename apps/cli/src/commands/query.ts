import { SourceDatabase } from '@cmsc/store';
import { switchOption, valueOption } from '../options/option-group.js';
import { outputFileOption } from '../options/output.js';
import { oneOf } from '../options/parsers.js';
import type { CommandDefinition } from '../program/command-definition.js';
import { alignColumns } from '../terminal/text.js';

const FORMATS = ['table', 'csv', 'csv.gz', 'json', 'jsonl', 'jsonl.gz', 'parquet', 'duckdb'] as const;

/** What was said to `query`. */
interface QueryFlags {
  output?: string;
  format?: (typeof FORMATS)[number];
  force?: true;
  write?: true;
}

/** `cmsc query X.duckdb "SQL"` */
export const query: CommandDefinition<QueryFlags> = {
  name: 'query',
  operands: { '<database>': 'a database that cmsc build made', '<sql>': 'one statement of DuckDB’s SQL' },
  summary: 'SQL on a built database',
  options: [
    {
      heading: 'Output:',
      options: [
        outputFileOption(),
        valueOption(
          '--format <f>',
          `${FORMATS.join(', ')} (default: by extension; a table on a terminal, csv elsewhere)`,
          oneOf('--format', FORMATS),
        ),
        switchOption('--force', 'replace a file that exists'),
        switchOption('--write', 'let the statement change the database; otherwise it is opened to read only'),
      ],
    },
  ],
  examples: [
    'cmsc query cmsc.duckdb "SELECT * FROM sessions WHERE label = 1 ORDER BY start_time"',
    'cmsc query cmsc.duckdb "SELECT reason, count(*) FROM anomalies GROUP BY ALL" --format json',
  ],
  async run([path = '', sql = ''], { output = '-', format, force, write }, cli) {
    const database = await SourceDatabase.open(path, { writable: write, signal: cli.signal });
    try {
      const shown = format ?? (output === '-' && process.stdout.isTTY ? 'table' : undefined);
      if (output !== '-' || (shown !== 'table' && shown !== 'json')) {
        const { rows } = await database.write(sql, output, { format: shown, force });
        if (output !== '-') cli.say(`${output}: ${rows} rows`);
        return;
      }
      const { columns, rows } = await database.rows(sql);
      if (shown === 'table')
        cli.print(`${alignColumns([columns, ...rows.map((row) => row.map(cellOf))], '').join('\n')}\n`);
      else
        cli.print(
          `${JSON.stringify(
            rows.map((row) => Object.fromEntries(row.map((value, i) => [columns[i], value]))),
            null,
            2,
          )}\n`,
        );
    } finally {
      await database.close();
    }
  },
};

function cellOf(value: unknown): string | number {
  if (typeof value === 'number') return value;
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
