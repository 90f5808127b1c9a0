import { formatMany } from '@cmsc/core';
import { SourceDatabase, TableText, type TextRow } from '@cmsc/store';
import type { Cli } from '../cli.js';
import { inputOption, switchOption, valueOption, type OptionGroup } from '../options/option-group.js';
import { outputFileOption } from '../options/output.js';
import { oneOf } from '../options/parsers.js';
import { readSql } from '../options/sql.js';
import type { CommandDefinition } from '../program/command-definition.js';

const FORMATS = ['table', 'csv', 'csv.gz', 'json', 'jsonl', 'jsonl.gz', 'parquet', 'duckdb'] as const;

/** Rows that a terminal gets: more would scroll away. */
const PAGE_ROWS = 40;

/** What was said to `query`. */
interface QueryFlags {
  file?: string;
  output?: string;
  format?: (typeof FORMATS)[number];
  force?: true;
  readOnly?: true;
  write?: true;
}

/** `cmsc query X.duckdb "SQL"` */
export const query: CommandDefinition<QueryFlags> = {
  name: 'query',
  operands: {
    '<database>': 'a database that cmsc build made',
    '[sql]': 'a statement of DuckDB’s SQL, of any kind; - reads it from standard input',
  },
  summary: 'SQL on a built database',
  options: [sqlOptions(), outputOptions()],
  notes: [
    `Without --write a query is one statement, which can read the database and other
files, and leaves both as they are. With it several statements are one transaction:
all or none of them, and the rows of the last are written.`,
    `A terminal gets a table of the first ${PAGE_ROWS} rows and the count of all. Of columns with
one name the second is NAME_1, in every format. CSV has the items of a list with a
space between; JSON has NaN and infinity as text; Parquet has as text what it has no
type for, such as HUGEINT (sum(x)::BIGINT is a number) and INTERVAL.`,
  ],
  examples: [
    'cmsc query cmsc.duckdb "SELECT * FROM sessions WHERE label = 1 ORDER BY start_time"',
    'cmsc query cmsc.duckdb "SELECT reason, count(*) FROM anomalies GROUP BY ALL" --format json',
    'cmsc query cmsc.duckdb -f funnel.sql -o funnel.csv',
  ],
  async run([path = '', operand], flags, cli) {
    const { file, output = '-', format, force, write } = flags;
    const sql = await readSql(operand, file);
    const database = await SourceDatabase.open(path, { writable: write, signal: cli.signal });
    try {
      const shown = format ?? (output === '-' && process.stdout.isTTY ? 'table' : undefined);
      if (output === '-' && shown === 'table' && process.stdout.isTTY)
        return await showPage(database, sql, cli);
      const { rows } = await database.write(sql, output, { format: shown, force });
      if (output !== '-') cli.say(`${output}: ${formatMany(rows, 'row')}`);
    } finally {
      await database.close();
    }
  },
};

/** Prints the first rows at once, and how many there are when all have come. */
async function showPage(database: SourceDatabase, sql: string, cli: Cli): Promise<void> {
  const { columns, batches } = await database.read(sql);
  const page: TextRow[] = [];
  let count = 0;
  const print = (): void => {
    const table = new TableText(columns);
    table.measure(page);
    cli.print([table.header(), ...page.map((row) => table.line(row)), ''].join('\n'));
  };
  for await (const batch of batches()) {
    const missing = PAGE_ROWS - page.length;
    if (missing > 0) {
      page.push(...batch.rows().slice(0, missing));
      if (page.length === PAGE_ROWS) print();
    }
    count += batch.length;
  }
  if (count < PAGE_ROWS) print();
  cli.say(
    count > PAGE_ROWS
      ? `${formatMany(count, 'row')}, of which ${PAGE_ROWS} are shown (-o FILE writes all, --format csv | less shows them)`
      : formatMany(count, 'row'),
  );
}

function sqlOptions(): OptionGroup {
  return {
    heading: 'SQL:',
    options: [
      inputOption('-f, --file <file>', 'read the SQL from a file; - is standard input'),
      switchOption('--read-only', 'leave the database and all files as they are (the default)').conflicts(
        'write',
      ),
      switchOption('--write', 'let the SQL change the database and files, and be several statements'),
    ],
  };
}

function outputOptions(): OptionGroup {
  return {
    heading: 'Output:',
    options: [
      outputFileOption(),
      valueOption(
        '--format <f>',
        `${FORMATS.join(', ')} (default: by extension; a table on a terminal, csv elsewhere)`,
        oneOf(FORMATS),
      ),
      switchOption('--force', 'replace a file that exists'),
    ],
  };
}
