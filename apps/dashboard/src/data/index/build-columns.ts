import { sqlIdentifier } from '@cmsc/core';
import { statfsSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { Facts } from '../facts.js';
import type { ConnectionPool } from '../connection-pool.js';
import { Parameters } from '../statement.js';
import { CHUNK_ROWS, type ColumnFile, type ColumnFolder } from './column-file.js';
import { SessionColumns, type ItemColumn } from './session-columns.js';

/** Bytes that a session takes in the temporary folder, its origins among them. */
const BYTES_PER_SESSION = 60;

const NONE = new Int32Array(0);

const NUMBERS = ['start_time', 'end_time', 'duration', 'logons', 'logoffs', 'label', 'attack_times'];

/** What building it needs. */
export interface BuildContext {
  facts: Facts;
  pool: ConnectionPool;
  folder: ColumnFolder;
  signal: AbortSignal;
}

/** The making of the columns. */
export interface ColumnBuild {
  /** To be run in order, in the background. */
  steps: readonly (() => Promise<void>)[];
  /** The columns, once all steps are done. */
  take: () => SessionColumns;
}

/** Whether the temporary folder has room for the columns of so many sessions, and for something else besides. */
export function hasRoom(folder: string, sessions: number): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return sessions * BYTES_PER_SESSION * 2 < bavail * bsize;
}

/** Makes the columns of a database's sessions in the folder. */
export function columnSteps(context: BuildContext): ColumnBuild {
  const { facts, folder } = context;
  const names = new Map<string, readonly string[]>();
  const items = new Map<string, ItemColumn>();
  const hasOrigins = facts.originColumn === 'origins';
  const lists = hasOrigins ? ['origins'] : [];
  const columnNames = ['session_id', ...facts.keyColumns, ...NUMBERS, ...lists];
  const files = new Map(columnNames.map((name, index) => [name, folder.file(`${index}`)]));
  const folded = new Map<string, string>();
  let attackTimes = new Map<number, number[]>();
  const steps = [
    ...facts.keyColumns.map((column) => async () => {
      names.set(
        column,
        await makeNames(context, column, `SELECT DISTINCT ${sqlIdentifier(column)} FROM db.sessions`, folded),
      );
    }),
    () => writeSessions(context, files, hasOrigins),
    async () => {
      attackTimes = await readAttackTimes(context);
    },
  ];
  if (hasOrigins) {
    steps.push(async () => {
      const distinct = 'SELECT DISTINCT origin FROM (SELECT unnest(origins) AS origin FROM db.sessions)';
      names.set('origins', await makeNames(context, 'origins', distinct, folded));
      const lengths = files.get('origins');
      if (lengths !== undefined) items.set('origins', await writeOrigins(context, lengths));
    });
  }
  return {
    steps,
    take: () => new SessionColumns({ rows: facts.sessions, files, names, items, folded, attackTimes }),
  };
}

// An ENUM whose values are in the order of their bytes: its codes sort as the names do.
async function makeNames(
  { pool, signal }: BuildContext,
  column: string,
  distinct: string,
  folded: Map<string, string>,
): Promise<string[]> {
  const type = typeOf(column);
  await pool.rows(
    { sql: `CREATE TYPE ${type} AS ENUM (${distinct} ORDER BY 1)`, parameters: new Parameters() },
    signal,
  );
  const all = `SELECT unnest(enum_range(NULL::${type}))::VARCHAR AS name`;
  const rows = (sql: string) => pool.rows({ sql, parameters: new Parameters() }, signal);
  for (const [name, lower] of await rows(
    `SELECT name, lower(name) FROM (${all}) WHERE NOT ${isAscii('name')}`,
  ))
    folded.set(String(name), String(lower));
  return (await rows(all)).map(([name]) => String(name));
}

// Bytes and characters are as many.
function isAscii(expression: string): string {
  return `strlen(${expression}) = length(${expression})`;
}

async function writeSessions(
  { facts, pool, signal }: BuildContext,
  files: ReadonlyMap<string, ColumnFile>,
  hasOrigins: boolean,
): Promise<void> {
  const codes = facts.keyColumns.map(
    (column) => `enum_code(${sqlIdentifier(column)}::${typeOf(column)})::INTEGER`,
  );
  const numbers = NUMBERS.map((column) =>
    column === 'attack_times' ? 'len(attack_times)::INTEGER' : column,
  );
  const columns = [
    'session_id::INTEGER',
    ...codes,
    ...numbers,
    ...(hasOrigins ? ['len(origins)::INTEGER'] : []),
  ];
  const targets = [...files.values()];
  // No ORDER BY: the table stands in this order, and sorting it again would take longer than all the rest.
  const sql = `SELECT ${columns.join(', ')} FROM db.sessions`;
  let rows = 0;
  await pool.integers({ sql, parameters: new Parameters() }, signal, (values) => {
    checkIds(values[0] ?? NONE, rows);
    values.forEach((column, index) => targets[index]?.append(column));
    rows += values[0]?.length ?? 0;
  });
}

// A row's place is its id: nothing else says which session it is.
function checkIds(ids: Int32Array, rows: number): void {
  if (ids.some((id, index) => id !== rows + index + 1)) throw new Error('session ids are not 1, 2, 3, …');
}

async function writeOrigins(
  { pool, signal, folder }: BuildContext,
  lengths: ColumnFile,
): Promise<ItemColumn> {
  const file = folder.file('items');
  const sql = `SELECT session_id::INTEGER, enum_code(unnest(origins)::${typeOf('origins')})::INTEGER FROM db.sessions`;
  let last = 0;
  await pool.integers({ sql, parameters: new Parameters() }, signal, ([ids = NONE, codes = NONE]) => {
    for (const id of ids) {
      if (id < last) throw new Error('origins come in another order');
      last = id;
    }
    file.append(codes);
  });
  return { file, starts: await startsOf(lengths, folder.file('starts'), signal) };
}

// In pieces, so that keys are answered in between.
async function startsOf(lengths: ColumnFile, starts: ColumnFile, signal: AbortSignal): Promise<ColumnFile> {
  const chunk = new Int32Array(CHUNK_ROWS);
  let next = 0;
  for (let row = 0; row < lengths.length; row += CHUNK_ROWS) {
    await setImmediate();
    signal.throwIfAborted();
    const count = lengths.read(row, chunk);
    starts.append(chunk.subarray(0, count).map((length) => (next += length) - length));
  }
  return starts;
}

async function readAttackTimes({ pool, signal }: BuildContext): Promise<Map<number, number[]>> {
  const sql = 'SELECT session_id, attack_times FROM db.sessions WHERE label > 0';
  const rows = await pool.rows({ sql, parameters: new Parameters() }, signal);
  return new Map(rows.map(([id, times]) => [Number(id) - 1, times as number[]]));
}

function typeOf(column: string): string {
  return sqlIdentifier(`names of ${column}`);
}
