import type { Dialect } from '@cmsc/loaders';
import { switchOption, valueOption, type OptionGroup } from './option-group.js';
import { columnNames, delimiterCharacter } from './parsers.js';

/** What was said of how the files are written. */
export interface DialectFlags {
  delimiter?: string;
  header?: true;
  columns?: string[];
}

/** Files that are not written as LANL's: comma, no header, columns in LANL's order. */
export function dialectOptions(): OptionGroup {
  return {
    heading: 'Files not written as LANL’s:',
    options: [
      valueOption(
        '--delimiter <c>',
        'the character between values, or tab, comma, semicolon, pipe, space (default: comma)',
        delimiterCharacter,
      ),
      switchOption('--header', 'the first line of a file names the columns; parts may be without'),
      valueOption(
        '--columns <a,b,…>',
        'names of the columns, by their place, whatever a header says',
        columnNames,
      ),
    ],
  };
}

/** What inputs may be besides text: part of the help. */
export const TABLES_NOTE = `Inputs may be Parquet files, and tables or views of DuckDB databases: auth.parquet,
x.duckdb#auth_raw, x.duckdb#schema.table. Columns are found by the names that LANL's files
have, in any case; time is whole seconds, in order. NULL is a bad row.`;

/** How the red-team file is read beside files of another dialect: part of the help. */
export const RED_TEAM_NOTE = `--delimiter, --header and --columns are for auth. The red-team file is read as LANL
writes it, unless its first rows are written with that delimiter, too; a first line that
names its columns is known by itself. White space around its values is taken off.`;

/** The dialect that was asked for, or undefined for LANL's. */
export function toDialect({ delimiter, header, columns }: DialectFlags): Dialect | undefined {
  if (delimiter === undefined && header === undefined && columns === undefined) return undefined;
  return { delimiter, header, columns };
}
