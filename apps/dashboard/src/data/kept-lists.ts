import type { Facts } from '../lists/facts.js';
import { frequencyStatement } from '../lists/frequency-list.js';
import { listRef, type ListRef } from '../lists/list-ref.js';
import { describedList, specOf } from '../lists/lists.js';
import { plainRelation, type Relation } from '../lists/relation.js';
import { statement, type Statement } from '../lists/statement.js';
import type { ConnectionPool } from './connection-pool.js';
import type { NarrowSessions } from './narrow-sessions.js';
import { SharedResults } from './shared-results.js';

/** Tables that are kept at most. */
const MOST_TABLES = 48;

/** Where the rows of lists are: of those that are counted or joined first, in tables of the in-memory database. */
export class KeptLists {
  readonly #facts: Facts;
  readonly #pool: ConnectionPool;
  readonly #narrow: NarrowSessions;
  readonly #tables: SharedResults<string>;
  #made = 0;

  constructor(facts: Facts, pool: ConnectionPool, narrow: NarrowSessions) {
    this.#facts = facts;
    this.#pool = pool;
    this.#narrow = narrow;
    this.#tables = new SharedResults(MOST_TABLES, (table) => this.#drop(table));
  }

  /** The relation of a list; what it takes for that is made the first time. With `narrow` names are numbers, see `NarrowSessions`. */
  async relation(ref: ListRef, signal: AbortSignal, narrow = this.#narrow.isThere): Promise<Relation> {
    const spec = specOf(ref, this.#facts);
    const rows = ref.list === 'frequency' ? null : describedList(ref, this.#facts).rows;
    if (rows !== null && 'inPlace' in rows) return rows.inPlace(spec, narrow);
    const make = async (making: AbortSignal) => {
      const made = `kept_${++this.#made}`;
      try {
        await this.#make(ref, made, making);
        return made;
      } catch (error) {
        this.#drop(made);
        throw error;
      }
    };
    return plainRelation(spec, await this.#tables.get(JSON.stringify(ref), make, signal));
  }

  async #make(ref: ListRef, name: string, signal: AbortSignal): Promise<void> {
    if (ref.list === 'frequency') {
      const source = await this.relation(ref.of, signal);
      return this.#keep(name, frequencyStatement(ref, specOf(ref.of, this.#facts), source), signal);
    }
    const { rows } = describedList(ref, this.#facts);
    if ('make' in rows) return rows.make(name, this.#pool, signal);
    if (!('kept' in rows)) return;
    const sessions = await this.relation(listRef('sessions', ref.scope), signal);
    await this.#keep(
      name,
      statement((parameters) => rows.kept(parameters, sessions)),
      signal,
    );
  }

  async #keep(name: string, { sql, parameters }: Statement, signal: AbortSignal): Promise<void> {
    await this.#pool.rows({ sql: `CREATE TABLE ${name} AS ${sql}`, parameters }, signal);
  }

  // A table that nobody asks for any more, or that was given up before it was full.
  #drop(table: string): void {
    this.#pool.drop(table).catch(() => undefined);
  }
}
