import { sqlPathLiteral } from '@cmsc/core';
import type { ConnectionPool } from './connection-pool.js';
import { keepNgrams } from './keep-ngrams.js';
import { frequencyStatement, keptStatement } from './kept-statements.js';
import type { NarrowSessions } from './narrow-sessions.js';
import { plainRelation, type Relation } from './relation.js';
import { relationOf, sessionsRelation } from './relations.js';
import { SharedResults } from './shared-results.js';
import type { Statement } from './statement.js';
import type { Cell } from '../lists/column.js';
import { MOST_REJECTS } from '../lists/data-lists.js';
import type { Facts } from '../lists/facts.js';
import { listRef, type ListRef } from '../lists/list-ref.js';
import { specOf } from '../lists/list-specs.js';

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
    this.#pool.drop(table).catch(() => undefined);
  }
}

const LONGEST_CELL = 2000;

/**
 * Makes the table `name` with the bad rows in a file that `--rejects` wrote. The rows are as they were, so they may be no
 * UTF-8: what can't be read of them shows as U+FFFD.
 * @throws what DuckDB throws for a file that is not there, or not of that kind
 */
async function keepRejects(
  name: string,
  path: string,
  pool: ConnectionPool,
  signal: AbortSignal,
): Promise<void> {
  // latin1 maps every byte to a character of its own, and back.
  const sql = `SELECT file, line::BIGINT, reason, row[:${LONGEST_CELL}] FROM read_csv(${sqlPathLiteral(path)},
    header = true, all_varchar = true, encoding = 'latin-1', quote = '"', escape = '"', delim = ',',
    hive_partitioning = false, parallel = false, max_line_size = 2200000, buffer_size = 4400000) LIMIT ${MOST_REJECTS}`;
  const rows = await pool.rows({ sql }, signal);
  const columns = 'entry BIGINT, file VARCHAR, line BIGINT, reason VARCHAR, row VARCHAR';
  await pool.rows({ sql: `CREATE TABLE ${name} (${columns})` }, signal);
  await pool.append(name, rows.map(rejectRow), signal);
}

function rejectRow([file = null, line = null, reason = null, row = null]: readonly Cell[], index: number) {
  return [
    BigInt(index + 1),
    decoded(file),
    line === null ? null : BigInt(Number(line)),
    decoded(reason),
    decoded(row),
  ];
}

function decoded(cell: Cell): string | null {
  return typeof cell === 'string' ? Buffer.from(cell, 'latin1').toString('utf8') : null;
}
