import { specOf } from '../lists/list-specs.js';
import { listRef, type ListRef } from '../lists/list-ref.js';
import type { ConnectionPool } from './connection-pool.js';
import type { Facts } from '../lists/facts.js';
import { keepNgrams } from './keep-ngrams.js';
import { keepRejects } from './keep-rejects.js';
import { frequencyStatement, keptStatement } from './kept-statements.js';
import type { NarrowSessions } from './narrow-sessions.js';
import { plainRelation, type Relation } from './relation.js';
import { relationOf, sessionsRelation } from './relations.js';
import { SharedResults } from './shared-results.js';
import type { Statement } from './statement.js';

/** Tables that are kept at most. */
const MOST_TABLES = 48;

/** Lists that are counted or joined together first, and kept as tables of the in-memory database. */
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

  /** The table of a list; it is made the first time. */
  async relation(ref: ListRef, signal: AbortSignal): Promise<Relation> {
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
    const table = await this.#tables.get(JSON.stringify(ref), make, signal);
    return plainRelation(specOf(ref, this.#facts), table);
  }

  async #make(ref: ListRef, table: string, signal: AbortSignal): Promise<void> {
    const { rejectsPath } = this.#facts;
    if (ref.list === 'ngrams') return keepNgrams(table, this.#pool, signal);
    if (ref.list === 'rejects' && rejectsPath !== null)
      return keepRejects(table, rejectsPath, this.#pool, signal);
    const { sql, parameters } = await this.#statement(ref, signal);
    await this.#pool.rows({ sql: `CREATE TABLE ${table} AS ${sql}`, parameters }, signal);
  }

  async #statement(ref: ListRef, signal: AbortSignal): Promise<Statement> {
    const facts = this.#facts;
    const narrow = this.#narrow.isThere;
    if (ref.list === 'frequency') {
      const source = relationOf(ref.of, facts, narrow) ?? (await this.relation(ref.of, signal));
      return frequencyStatement(ref, specOf(ref.of, facts), source);
    }
    return keptStatement(ref, facts, (scope) => sessionsRelation(listRef('sessions', scope), facts, narrow));
  }

  // A table that nobody asks for any more, or that was given up before it was full.
  #drop(table: string): void {
    const { signal } = new AbortController();
    this.#pool.rows({ sql: `DROP TABLE IF EXISTS ${table}` }, signal).catch(() => undefined);
  }
}
