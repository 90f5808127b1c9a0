import { databaseFailed } from '@cmsc/store';
import type { Row } from '../lists/column.js';
import { listRef, type ListQuery, type ListRef } from '../lists/list-ref.js';
import { specOf } from '../lists/lists.js';
import type {
  AccountDetail,
  DashboardData,
  Defaults,
  NearNames,
  Preparation,
  SaveRequest,
  SearchStart,
  SessionDetail,
  SessionSteps,
} from './dashboard-data.js';
import { rankAlerts, type ScoresOptions } from './alerts.js';
import { hasHours, type Facts } from '../lists/facts.js';
import { Paging, type KeyRunner } from './paging.js';
import { SharedResults } from './shared-results.js';
import { ConnectionPool } from './connection-pool.js';
import { readAccount, readDefaults, readSession, readSessionSteps } from './details.js';
import { KeptLists } from './kept-lists.js';
import { MOST_NEAR, readNames, readNearNames } from './near-names.js';
import { openDatabase, type OpenDatabase } from './open-database.js';
import { readFacts } from './read-facts.js';
import { saveList } from './save-list.js';
import { NarrowSessions } from './narrow-sessions.js';
import { SqlSource } from './sql-source.js';

/** Lists whose pages and counts are remembered at most. */
const MOST_QUERIES = 12;

/** Names that the palette offers at most. */
const MOST_NAMES = 50;

/** How a database is opened. */
export interface DuckDbOptions {
  /** File with the bad rows of its inputs. */
  rejects?: string;
  /** Scores of its sessions, by `session_id`, and how many alerts a day somebody looks into. */
  scores?: ScoresOptions;
  /** Gives up opening it: what was opened until then is closed. */
  signal?: AbortSignal;
  /** Sessions from which on they are kept as a narrow table, too: for tests. */
  narrowFromSessions?: number;
}

interface Remembered {
  paging: Paging;
  total: number | null;
}

/**
 * Opens a database that `cmsc build` made.
 * @throws CmscError of kind io for a file that can't be read, data for one that `cmsc build` didn't make
 */
export async function openDuckDb(path: string, options: DuckDbOptions = {}): Promise<DashboardData> {
  const { rejects = null, signal = new AbortController().signal } = options;
  const database = await openDatabase(path, signal).catch((error: unknown) => {
    throw signal.aborted ? error : databaseFailed(path, error);
  });
  const pool = new ConnectionPool(database.instance, path);
  try {
    const alerts = options.scores === undefined ? null : await rankAlerts(options.scores, pool, signal);
    const facts = await readFacts({ path, rejectsPath: rejects, alerts }, pool, signal);
    return new DuckDbData(database, pool, facts, options);
  } catch (error) {
    await pool.close();
    database.close();
    throw signal.aborted ? error : databaseFailed(path, error);
  }
}

/** {@link DashboardData} on a DuckDB database, and on a narrow table of its sessions as soon as there is one. */
class DuckDbData implements DashboardData {
  readonly facts: Facts;
  readonly #database: OpenDatabase;
  readonly #pool: ConnectionPool;
  readonly #narrow: NarrowSessions;
  readonly #kept: KeptLists;
  readonly #steps = new SharedResults<SessionSteps>(1);
  readonly #queries = new Map<string, Remembered>();

  constructor(database: OpenDatabase, pool: ConnectionPool, facts: Facts, options: DuckDbOptions) {
    this.#database = database;
    this.#pool = pool;
    this.facts = facts;
    this.#narrow = new NarrowSessions(facts, pool, database.folder, options.narrowFromSessions);
    this.#kept = new KeptLists(facts, pool, this.#narrow);
  }

  async rows(query: ListQuery, offset: number, limit: number, signal: AbortSignal): Promise<Row[]> {
    const source = await this.#source(query.ref, signal);
    const { paging, total } = this.#remembered(query, source);
    const keys = await paging.keys({ offset, limit, total }, signal);
    return source.rows(keys, signal);
  }

  async count(query: ListQuery, signal: AbortSignal): Promise<number> {
    const source = await this.#source(query.ref, signal);
    const remembered = this.#remembered(query, source);
    remembered.total ??= await source.count(query, signal);
    return remembered.total;
  }

  async find(
    query: ListQuery,
    search: string,
    start: SearchStart,
    signal: AbortSignal,
  ): Promise<number | null> {
    const source = await this.#source(query.ref, signal);
    const { paging, total } = this.#remembered(query, source);
    const [from = null] = await paging.keys({ offset: start.index, limit: 1, total }, signal);
    const walk = { query, search, direction: start.backwards ? 'backward' : 'forward' } as const;
    // On from here, and then, from the other end, up to here.
    const [beyond] = await source.keys(walk, from, 1, signal);
    const key = beyond ?? (await source.keys(walk, null, 1, signal))[0];
    if (key === undefined) return null;
    const index = await source.rank(query, key, signal);
    paging.remember(index, key);
    return index;
  }

  async near(query: ListQuery, signal: AbortSignal): Promise<NearNames[]> {
    const { relation } = await this.#source(query.ref, signal);
    return readNearNames(relation, query, this.#pool, signal);
  }

  async names(by: 'user' | 'computer', text: string, signal: AbortSignal): Promise<readonly string[]> {
    const { relation } = await this.#source(listRef(by === 'user' ? 'users' : 'computers'), signal);
    return readNames(relation, { column: 'name', text, limit: MOST_NAMES }, this.#pool, signal);
  }

  session(id: number, signal: AbortSignal): Promise<SessionDetail | null> {
    return readSession(id, this.facts, this.#pool, signal);
  }

  async account(by: 'user' | 'computer', name: string, signal: AbortSignal): Promise<AccountDetail> {
    const scope = { by, name };
    const sessions = await this.#kept.relation(listRef('sessions', scope), signal);
    const { labelled } = this.facts;
    const account = await readAccount(scope, { sessions, labelled }, this.#pool, signal);
    if (account.sessions + account.tuples > 0) return account;
    return { ...account, near: (await this.names(by, name, signal)).slice(0, MOST_NEAR) };
  }

  sessionSteps(seconds: number, signal: AbortSignal): Promise<SessionSteps> {
    return this.#steps.get(
      String(seconds),
      (making) => readSessionSteps(seconds, hasHours(this.facts), this.#pool, making),
      signal,
    );
  }

  defaults(signal: AbortSignal): Promise<Defaults> {
    return readDefaults(this.facts, this.#pool, signal);
  }

  async save({ query, path, replace }: SaveRequest, signal: AbortSignal): Promise<number> {
    const { relation } = await this.#source(query.ref, signal, false);
    return saveList(
      { relation, spec: specOf(query.ref, this.facts), query },
      { path, replace },
      this.#pool,
      signal,
    );
  }

  prepare(listener: (preparation: Preparation) => void): void {
    void this.#narrow.build(listener);
  }

  async close(): Promise<void> {
    this.#narrow.stop();
    await this.#pool.close();
    this.#database.close();
  }

  async #source(ref: ListRef, signal: AbortSignal, narrow?: boolean): Promise<SqlSource> {
    const relation = await this.#kept.relation(ref, signal, narrow);
    return new SqlSource(relation, specOf(ref, this.facts), this.#pool);
  }

  // Keys with names say nothing about keys with numbers: what is remembered belongs to one table.
  #remembered(query: ListQuery, source: SqlSource): Remembered {
    const key = `${source.relation.table} ${JSON.stringify(query)}`;
    const run: KeyRunner = (walk, from, limit, signal) => source.keys(walk, from, limit, signal);
    const remembered = this.#queries.get(key) ?? { paging: new Paging({ query }, run), total: null };
    this.#queries.delete(key);
    this.#queries.set(key, remembered);
    for (const oldest of this.#queries.keys())
      if (this.#queries.size > MOST_QUERIES) this.#queries.delete(oldest);
    return remembered;
  }
}
