import { statfsSync } from 'node:fs';
import { sqlIdentifier } from '@cmsc/core';
import type { ConnectionPool } from './connection-pool.js';
import type { Preparation } from './dashboard-data.js';
import type { Facts } from '../lists/facts.js';
import { itemsTable, namesTable, NARROW_SESSIONS } from '../lists/relation.js';

/** Databases with fewer sessions answer at once as they are. */
const LEAST_SESSIONS = 200_000;

/** Above that the table would take gigabytes of the temporary folder. */
const MOST_SESSIONS = 60_000_000;

/** Bytes that a session takes there at most, its origins among them. */
const BYTES_PER_SESSION = 60;

/** Columns of the sessions that stand in the table as they are. */
const NUMBERS = 'session_id, start_time, end_time, duration, logons, logoffs, label, attack_times';

/**
 * The sessions of a database once more, in the temporary database beside it: with numbers in the place of names.
 * DuckDB takes tenths of a second to sort five million sessions by a name, or to gather a hundred of them from all over
 * the table with names; with numbers some hundredths. Until it is there, and when it can't be made, lists come from the
 * database itself, and are the same.
 */
export class NarrowSessions {
  readonly #facts: Facts;
  readonly #pool: ConnectionPool;
  readonly #folder: string;
  readonly #leastSessions: number;
  readonly #stopping = new AbortController();
  #isThere = false;

  /** `folder` holds the temporary database. */
  constructor(facts: Facts, pool: ConnectionPool, folder: string, leastSessions = LEAST_SESSIONS) {
    this.#facts = facts;
    this.#pool = pool;
    this.#folder = folder;
    this.#leastSessions = leastSessions;
  }

  /** Whether lists may come from it. */
  get isThere(): boolean {
    return this.#isThere;
  }

  /** Makes it, in the background; `listener` hears how far that has come. */
  async build(listener: (preparation: Preparation) => void): Promise<void> {
    const { signal } = this.#stopping;
    try {
      if (this.#isWorthIt()) await this.#make(signal, listener);
    } catch {
      // A full disk, a name that is missing: nothing is lost but speed. What is there of it would only take room.
      await this.#pool.drop(NARROW_SESSIONS).catch(() => undefined);
    }
    if (!signal.aborted) listener({ done: 0, total: 0 });
  }

  /** Breaks off the making of it. */
  stop(): void {
    this.#stopping.abort();
  }

  #isWorthIt(): boolean {
    const { sessions, windows } = this.#facts;
    // It has the columns of CMSC rows alone.
    if (windows) return false;
    const { bavail, bsize } = statfsSync(this.#folder);
    const hasRoom = sessions * BYTES_PER_SESSION * 2 < bavail * bsize;
    return sessions >= this.#leastSessions && sessions <= MOST_SESSIONS && hasRoom;
  }

  async #make(signal: AbortSignal, listener: (preparation: Preparation) => void): Promise<void> {
    const statements = makingSql(this.#facts);
    for (const [done, sql] of statements.entries()) {
      listener({ done, total: statements.length });
      await this.#pool.rows({ sql }, signal);
    }
    this.#isThere = true;
  }
}

function makingSql({ keyColumns, originColumn }: Facts): string[] {
  const lists = originColumn === 'origins' ? ['origins'] : [];
  const codes = keyColumns.map(
    (column) => `${codeOf(column, sqlIdentifier(column))} AS ${sqlIdentifier(column)}`,
  );
  const items = lists.map(
    (column) => `list_transform(${column}, lambda item: ${codeOf(column, 'item')}) AS ${column}`,
  );
  return [
    ...keyColumns.flatMap((column) => namesSql(column, sqlIdentifier(column))),
    ...lists.flatMap((column) => namesSql(column, `unnest(${column})`)),
    // No ORDER BY: the table stands in this order, and sorting it again would take longer than all the rest.
    `CREATE TABLE ${NARROW_SESSIONS} AS SELECT ${[NUMBERS, ...codes, ...items].join(', ')} FROM db.sessions`,
    ...lists.map(
      (column) =>
        `CREATE TABLE ${itemsTable(column)} AS SELECT session_id, unnest(${column}) AS item FROM ${NARROW_SESSIONS}`,
    ),
  ];
}

// Numbers in the order of the names' bytes: they sort as the names do. An ENUM is the quickest way from one to the other.
function namesSql(column: string, values: string): string[] {
  const names = namesTable(column);
  return [
    `CREATE TABLE ${names} AS SELECT (row_number() OVER (ORDER BY name) - 1)::INTEGER AS code, name
      FROM (SELECT DISTINCT ${values} AS name FROM db.sessions)`,
    `CREATE TYPE ${typeOf(column)} AS ENUM (SELECT name FROM ${names} ORDER BY code)`,
  ];
}

function codeOf(column: string, value: string): string {
  return `enum_code(${value}::${typeOf(column)})::INTEGER`;
}

function typeOf(column: string): string {
  return `idx.${sqlIdentifier(`name of ${column}`)}`;
}
