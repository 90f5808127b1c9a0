import { CmscError, showable } from '@cmsc/core';
import {
  addressOf,
  descriptorOf,
  formatOfFile,
  formats,
  sniffFormat,
  type Dialect,
  type Format,
} from '@cmsc/loaders';
import { EventTable, tableKind, type TableAddress } from '@cmsc/store';
import { stat } from 'node:fs/promises';

/** The formats whose rows may lie in tables: those whose text is values between commas. */
const TABLE_FORMATS = Object.values<Format>(formats).filter(({ syntax = 'csv' }) => syntax === 'csv');

/** What is asked of a table besides. */
export interface TableLook {
  dialect?: Dialect | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * The table that an input is, told by its content: a Parquet file, or a table of a database. Undefined for text, for what comes through a pipe,
 * and for what is not there: that is for its reader to say.
 */
export async function tableAt(path: string): Promise<TableAddress | undefined> {
  const { file, table } = addressOf(path);
  if (descriptorOf(file) !== undefined) return undefined;
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  const kind = isFile ? await tableKind(file).catch(() => undefined) : undefined;
  return kind && { path, file, kind, table };
}

/** The tables among some inputs, by their paths. */
export async function tablesAmong(paths: readonly string[]): Promise<Map<string, TableAddress>> {
  const tables = new Map<string, TableAddress>();
  for (const path of paths) {
    const table = await tableAt(path);
    if (table) tables.set(path, table);
  }
  return tables;
}

/**
 * The format of an input: of a table by the names of its columns, of text by its first rows.
 *
 * @returns undefined when it is of no format known here.
 * @throws CmscError as `sniffFormat` of @cmsc/loaders and `EventTable.open` of @cmsc/store do.
 */
export async function formatAt(
  path: string,
  { dialect, signal }: TableLook = {},
): Promise<Format | undefined> {
  const address = await tableAt(path);
  return address ? formatOfColumns(await columnsAt(address, signal)) : sniffFormat(path, dialect, signal);
}

/**
 * The same for a caller who can't do without.
 *
 * @throws CmscError UNKNOWN_FORMAT (data) for what looks like nothing known; as {@link formatAt} does.
 */
export async function knownFormatAt(path: string, look: TableLook = {}): Promise<Format> {
  const address = await tableAt(path);
  if (!address) return formatOfFile(path, look.dialect, look.signal);
  const columns = await columnsAt(address, look.signal);
  const format = formatOfColumns(columns);
  if (format) return format;
  throw new CmscError('data', 'UNKNOWN_FORMAT', 'the table has the columns of no data set known here', {
    file: path,
    hint: `it has ${columns.map(({ name }) => name).join(', ')}; auth has ${formats.auth.columns.map(({ name }) => name).join(', ')}`,
  });
}

/**
 * Looks, before any of them is read, whether tables have the columns of a format, and says which of their columns are not read.
 *
 * @throws CmscError MISSING_COLUMN (data) for the first that has not; BAD_OPTION (usage) for a dialect: that is of text.
 */
export async function checkTables(
  tables: ReadonlyMap<string, TableAddress>,
  format: Format,
  { dialect, signal, onWarning }: TableLook & { onWarning?: ((line: string) => void) | undefined },
): Promise<void> {
  const said = new Set<string>();
  for (const [path, address] of tables) {
    if (dialect) throw dialectOfTable(path);
    const table = await EventTable.open(address, [format.columns], { signal });
    try {
      const others = showable(table.check(format.columns).join(', '));
      if (others !== '' && !said.has(others))
        onWarning?.(`${showable(path)}: not read are its columns ${others}`);
      said.add(others);
    } finally {
      await table.close();
    }
  }
}

function dialectOfTable(path: string): CmscError {
  return new CmscError(
    'usage',
    'BAD_OPTION',
    'a table is in no dialect: its columns are found by their names',
    {
      file: path,
      hint: 'leave --delimiter, --header and --columns away',
    },
  );
}

async function columnsAt(
  address: TableAddress,
  signal: AbortSignal | undefined,
): Promise<EventTable['columns']> {
  const formatColumns = TABLE_FORMATS.map(({ columns }) => columns);
  const table = await EventTable.open(address, formatColumns, { signal });
  try {
    return table.columns;
  } finally {
    await table.close();
  }
}

/** The format that has the most of these columns, all of its own among them. */
function formatOfColumns(stored: EventTable['columns']): Format | undefined {
  const names = stored.map(({ name }) => name.toLowerCase());
  return TABLE_FORMATS.filter(({ columns }) => columns.every(({ name }) => names.includes(name))).sort(
    (a, b) => b.columns.length - a.columns.length,
  )[0];
}
