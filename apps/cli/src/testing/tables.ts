import { formats, type Format } from '@cmsc/loaders';
import { DuckDBInstance } from '@duckdb/node-api';

/** Runs statements in DuckDB, on a database that is `x` where there is one. */
export async function runInDuckDB(statements: readonly string[], database?: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  if (database !== undefined) await connection.run(`ATTACH '${database}' AS x`);
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

/** A file of LANL as a query in DuckDB: its rows in their order, its columns with the names and types that people give them. */
export function rowsOf(path: string, name: keyof typeof formats): string {
  const columns = (formats[name] as Format).columns.map(
    (column) => `'${column.name}': '${['time', 'number'].includes(column.kind) ? 'BIGINT' : 'VARCHAR'}'`,
  );
  const whole = `header = false, auto_detect = false, delim = ',', quote = '"', escape = '"', new_line = '\\n'`;
  return `FROM read_csv('${path}', ${whole}, columns = {${columns.join(', ')}}, force_not_null = ['${(
    formats[name] as Format
  ).columns
    .filter(({ kind }) => kind === 'name')
    .map((column) => column.name)
    .join("', '")}'])`;
}
