import { identifier } from './identifiers.js';

/**
 * The tables that process starts are joined into sessions from. The columns of the two pairs, a user and a computer
 * each, stand for the same things in the same order; ids instead of names make the join more than twice as fast.
 */
export interface ProcessJoinTables {
  /** Complete sessions: `session_id`, `start_time`, `end_time`, and their pair. */
  sessions?: string;
  /** Sessions without an end: `start_time`, and their pair. */
  openSessions?: string;
  /** Process starts in the order of the file: a time, `process_name`, and their pair. */
  starts?: string;
  /** The name of the starts' time: `start_time` when they are the starts of process runs. */
  startTime?: string;
  sessionPair?: readonly string[];
  startPair?: readonly string[];
}

/** The statements of a join, each to be run by itself. */
export interface ProcessJoinSql {
  /**
   * One row: `unsorted`, rows of the sessions table that don't follow their predecessor by pair and start, and
   * `tangled`, sessions that end before one that began earlier. It costs one look at the table, no sort.
   */
  check: string;
  /** The join itself, for a check that came to 0 and 0. It makes temporary tables, on which the others rest. */
  simple: readonly string[];
  /** The join for any sessions: it sorts them, and takes pairs with tangled ones apart. */
  general: readonly string[];
  /** Fills `session_processes` (session_id, position, time, gap, process_name), in that order. */
  insert: string;
  /** One row: the counts of a `ProcessLedger`, under their names. */
  ledger: string;
  /** Drops the temporary tables. */
  drop: readonly string[];
}

/** Numbers of sessions stay below this, so that one fits beside a time in 63 bits. */
const SESSION_BITS = 32;
const TIME_BITS = 31;
const TIME_MASK = 2 ** TIME_BITS - 1;
const SESSION_MASK = 2 ** SESSION_BITS - 1;

/**
 * SQL (DuckDB 1.5) for the rule of `placeStarts`. For each start it takes the session of its pair that began last.
 * Where no session ends before one that began earlier, that is the only one that can hold the start: when it has
 * ended, all before it have. This is so for all sessions of one key that are merged or paired first-in first-out, also
 * when they touch. Other pairs are "tangled" (key source, last-in first-out); their sessions are cut into blocks of
 * 1, 2, 4, 8, … seconds, at most two of each length, so that a start has to be looked for in one block of each length.
 *
 * @example
 * const join = processJoinSql();
 * // run join.check, then join.simple or join.general, join.insert; run join.ledger; then join.drop
 */
export function processJoinSql(tables: ProcessJoinTables = {}): ProcessJoinSql {
  const join = new ProcessJoin(tables);
  return {
    check: join.check(),
    simple: [join.pairs(), join.spans('stored'), NO_TANGLED_PAIRS, join.locate(), join.place()],
    general: [
      join.pairs(),
      join.spans('sorted'),
      TANGLED_PAIRS,
      join.locate(),
      TANGLED_BLOCKS,
      join.locateTangled(),
      'DROP TABLE tangled_blocks',
      join.place(),
    ],
    insert: INSERT,
    ledger: join.ledger(),
    drop: ['placed_starts', 'located_starts', 'tangled_pairs', 'session_spans', 'session_pairs'].map(
      (table) => `DROP TABLE IF EXISTS ${table}`,
    ),
  };
}

const INSERT = `INSERT INTO session_processes
SELECT session_id, row_number() OVER same_session, time,
  time - coalesce(lag(time) OVER same_session, start_time), process_name
FROM placed_starts
WINDOW same_session AS (PARTITION BY session_id ORDER BY time, start_id)
ORDER BY 1, 2`;

const NO_TANGLED_PAIRS = 'CREATE OR REPLACE TEMP TABLE tangled_pairs (pair INTEGER)';

const TANGLED_PAIRS = `CREATE OR REPLACE TEMP TABLE tangled_pairs AS
SELECT DISTINCT pair FROM session_spans WHERE end_time < end_before`;

const TANGLED_BLOCKS = `CREATE OR REPLACE TEMP TABLE tangled_blocks AS
WITH pieces AS (
  SELECT pair, level, (start_time + (1::BIGINT << level) - 1) >> level AS first_block,
    (end_time + 1::BIGINT) >> level AS block_after, start_time::BIGINT << ${SESSION_BITS} | session_id AS began
  FROM session_spans SEMI JOIN tangled_pairs USING (pair), (SELECT unnest(range(${TIME_BITS + 1})) AS level)
)
SELECT pair, level, block, max(began) AS began, count(*) AS sessions FROM (
  SELECT pair, level, first_block AS block, began FROM pieces
  WHERE first_block < block_after AND first_block % 2 = 1
  UNION ALL
  SELECT pair, level, block_after - 1, began FROM pieces
  WHERE first_block < block_after AND block_after % 2 = 1
) GROUP BY pair, level, block`;

/** The statements that know the names of tables and columns. */
class ProcessJoin {
  /** The pair's columns under names of our own. */
  readonly #columns: readonly string[];
  readonly #pair: string;
  readonly #sessions: string;
  readonly #open: string;
  readonly #starts: string;
  readonly #startsTable: string;

  constructor(tables: ProcessJoinTables) {
    const { sessionPair = ['dst_user', 'dst_machine'], startPair = ['user_domain', 'computer'] } = tables;
    const { startTime = 'time' } = tables;
    const named = (columns: readonly string[]): string =>
      columns.map((column, i) => `${identifier(column)} AS pair_${i}`).join(', ');
    this.#columns = sessionPair.map((_, i) => `pair_${i}`);
    this.#pair = this.#columns.join(', ');
    this.#startsTable = identifier(tables.starts ?? 'process_starts');
    this.#sessions = `(SELECT ${named(sessionPair)}, session_id, start_time, end_time FROM ${identifier(tables.sessions ?? 'sessions')})`;
    this.#open = `(SELECT ${named(sessionPair)}, start_time FROM ${identifier(tables.openSessions ?? 'open_sessions')})`;
    this.#starts = `(SELECT ${named(startPair)}, rowid AS start_id, ${identifier(startTime)} AS time FROM ${this.#startsTable})`;
  }

  check(): string {
    const before = this.#columns.map((column) => `lag(${column}) OVER () AS before_${column}`).join(', ');
    const isSame = this.#columns.map((column) => `before_${column} = ${column}`).join(' AND ');
    const isUnsorted = [...this.#columns, 'start_time'].reduceRight(
      (rest, column) => `(before_${column} > ${column} OR (before_${column} = ${column} AND ${rest}))`,
      'false',
    );
    return `SELECT count(*) FILTER (WHERE ${isUnsorted}) AS unsorted, count(*) FILTER (WHERE ${isSame} AND end_before > end_time) AS tangled
FROM (SELECT *, ${before}, lag(start_time) OVER () AS before_start_time, lag(end_time) OVER () AS end_before FROM ${this.#sessions})`;
  }

  /** Numbers the pairs: one integer is sorted in half the time of two names, and starts of other pairs not at all. */
  pairs(): string {
    return `CREATE OR REPLACE TEMP TABLE session_pairs AS
SELECT *, (row_number() OVER ())::INTEGER AS pair FROM (
  SELECT ${this.#pair}, min(open_from) AS open_from FROM (
    SELECT ${this.#pair}, NULL AS open_from FROM ${this.#sessions}
    UNION ALL SELECT ${this.#pair}, start_time FROM ${this.#open}
  ) GROUP BY ${this.#pair}
)`;
  }

  /** Sessions, each with the end of the one of its pair that began before it. */
  spans(order: 'stored' | 'sorted'): string {
    const before =
      order === 'sorted'
        ? `lag(end_time) OVER (PARTITION BY ${this.#pair} ORDER BY start_time, session_id)`
        : `CASE WHEN ${this.#columns.map((column) => `lag(${column}) OVER () = ${column}`).join(' AND ')} THEN lag(end_time) OVER () END`;
    return `CREATE OR REPLACE TEMP TABLE session_spans AS
SELECT pair, session_id, start_time, end_time, end_before
FROM (SELECT *, ${before} AS end_before FROM ${this.#sessions}) JOIN session_pairs USING (${this.#pair})`;
  }

  /**
   * Sorts sessions and starts together by pair and time, so that each start can look back for the last session. This
   * is faster than an ASOF JOIN, and says which of two sessions with one start comes last.
   */
  locate(): string {
    return `CREATE OR REPLACE TEMP TABLE located_starts AS
SELECT pair, payload AS start_id, time, CASE WHEN latest & ${TIME_MASK} >= time THEN latest >> ${TIME_BITS} END AS session_id,
  NULL::BOOLEAN AS ambiguous
FROM (
  SELECT *, last_value(CASE WHEN NOT is_start THEN payload END IGNORE NULLS)
    OVER (PARTITION BY pair ORDER BY time, is_start, payload ROWS UNBOUNDED PRECEDING) AS latest
  FROM (
    SELECT pair, start_time AS time, false AS is_start, session_id::BIGINT << ${TIME_BITS} | end_time AS payload
    FROM session_spans ANTI JOIN tangled_pairs USING (pair)
    UNION ALL
    SELECT pair, time, true, start_id FROM ${this.#starts} JOIN session_pairs USING (${this.#pair})
    WHERE pair NOT IN (FROM tangled_pairs)
  )
) WHERE is_start`;
  }

  locateTangled(): string {
    return `INSERT INTO located_starts
SELECT pair, start_id, time, max(began) & ${SESSION_MASK}, sum(sessions) > 1
FROM (
  SELECT pair, start_id, time, level, time >> level AS block
  FROM ${this.#starts} JOIN session_pairs USING (${this.#pair}) SEMI JOIN tangled_pairs USING (pair),
    (SELECT unnest(range(${TIME_BITS + 1})) AS level)
) LEFT JOIN tangled_blocks USING (pair, level, block)
GROUP BY pair, start_id, time`;
  }

  place(): string {
    return `CREATE OR REPLACE TEMP TABLE placed_starts AS
SELECT session_id, start_id, time, start_time, process_name,
  coalesce(located.ambiguous, end_before >= time, false) AS ambiguous
FROM located_starts AS located JOIN session_spans USING (session_id)
JOIN (SELECT rowid AS start_id, process_name FROM ${this.#startsTable}) USING (start_id)`;
  }

  ledger(): string {
    return `SELECT * EXCLUDE (located), starts - located AS "withoutSession", located - "inSession" - "inOpenSession" AS "outsideSessions"
FROM (SELECT count(*) AS starts FROM ${this.#startsTable}),
  (SELECT count(*) AS "inSession", count(*) FILTER (WHERE ambiguous) AS ambiguous FROM placed_starts),
  (SELECT count(*) AS located, count(*) FILTER (WHERE session_id IS NULL AND open_from <= time) AS "inOpenSession"
    FROM located_starts JOIN session_pairs USING (pair))`;
  }
}
