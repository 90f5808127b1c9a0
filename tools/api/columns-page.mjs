// docs/COLUMNS.md: what `cmsc columns` says of every output and table.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { top } from './workspace.mjs';

export const columnsPath = 'docs/COLUMNS.md';

const INTRODUCTION = `# Columns

What each column of every output and every table means. Types are those of DuckDB and Parquet; in CSV the items of a list have a space
between, and what is empty has no text. Not every column is there under every option: [STABLE.md](STABLE.md) has the columns of each
command. \`cmsc columns TABLE\` prints the same, and a database has it as comments (\`SELECT column_name, comment FROM duckdb_columns()\`).
This page is made of the table in \`packages/core/src/data-dictionary.ts\` by \`npm run api\`.
`;

/** The page as it should be. */
export async function columnsPage() {
  const command = join(top, 'apps/cli/bin/cmsc.js');
  const tables = execFileSync(process.execPath, [command, 'columns', '--format', 'markdown'], {
    encoding: 'utf8',
  });
  const path = join(top, columnsPath);
  return format(`${INTRODUCTION}\n${tables}`, { ...(await resolveConfig(path)), filepath: path });
}
