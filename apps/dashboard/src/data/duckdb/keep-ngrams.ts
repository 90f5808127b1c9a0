import type { ConnectionPool } from './connection-pool.js';
import { Parameters } from './statement.js';

/** n-grams that are kept of each length: the most frequent ones, and as many of the most frequent under attack. */
const KEPT = 1000;

const LENGTHS = [2, 3];

const NAMES = 'idx.process_names';
const STEPS = 'idx.process_steps';
const GRAMS = 'idx.grams';

// A process name is a number below 2^21 here, so that three of them fit into one BIGINT: counting numbers takes a
// tenth of the memory that counting text takes. The original set has 62,974 process names.
const CODE_BITS = 21;

/**
 * Makes the table `name` with the most frequent runs of two and of three processes inside sessions. What is counted
 * on the way goes to the file beside the database, not to memory.
 * @throws what DuckDB throws: an abort, a full disk
 */
export async function keepNgrams(name: string, pool: ConnectionPool, signal: AbortSignal): Promise<void> {
  const run = (sql: string) => pool.rows({ sql, parameters: new Parameters() }, signal);
  for (const table of [NAMES, STEPS, GRAMS]) await run(`DROP TABLE IF EXISTS ${table}`);
  await run(`CREATE TABLE ${NAMES} AS SELECT row_number() OVER (ORDER BY process_name) - 1 AS code, process_name
    FROM (SELECT DISTINCT process_name FROM db.session_processes)`);
  await run(`CREATE TABLE ${STEPS} AS SELECT session_id, position, code FROM db.session_processes
    JOIN ${NAMES} USING (process_name) ORDER BY session_id, position`);
  await run(`CREATE TABLE ${GRAMS} (n INTEGER, gram BIGINT, count BIGINT, in_attacked BIGINT)`);
  for (const n of LENGTHS) await run(`INSERT INTO ${GRAMS} ${countSql(n)}`);
  const kept = LENGTHS.flatMap((n) => [topSql(n, 'count'), topSql(n, 'in_attacked')]).join(' UNION ');
  await run(`CREATE TABLE ${name} AS SELECT row_number() OVER (ORDER BY count DESC, n, ngram) AS rank, n, count,
    in_attacked, in_attacked / count AS share, ngram
    FROM (SELECT n, count, in_attacked, CASE n WHEN 2 THEN ${wordsSql(2)} ELSE ${wordsSql(3)} END AS ngram
      FROM (${kept}))`);
  for (const table of [STEPS, GRAMS]) await run(`DROP TABLE ${table}`);
}

// Without PARTITION or ORDER, DuckDB streams the table in its own order, which is that of the sessions.
function countSql(n: number): string {
  const places = Array.from({ length: n }, (_, place) => place);
  const later = (column: string, place: number) =>
    place === 0 ? column : `lead(${column}, ${place}) OVER ()`;
  const gram = places.map((place) => `(${later('code', place)} << ${CODE_BITS * place})`).join(' + ');
  return `SELECT ${n}, gram, count(*), count(*) FILTER (attacked) FROM (
    SELECT ${gram} AS gram, session_id = ${later('session_id', n - 1)} AS whole,
      session_id IN (SELECT session_id FROM db.sessions WHERE label > 0) AS attacked FROM ${STEPS})
    WHERE whole GROUP BY gram`;
}

function topSql(n: number, column: string): string {
  return `(SELECT * FROM ${GRAMS} WHERE n = ${n} AND ${column} > 0 ORDER BY ${column} DESC, gram LIMIT ${KEPT})`;
}

function wordsSql(n: number): string {
  const places = Array.from({ length: n }, (_, place) => place);
  return places
    .map(
      (place) =>
        `(SELECT process_name FROM ${NAMES} WHERE code = (gram >> ${CODE_BITS * place}) % ${2 ** CODE_BITS})`,
    )
    .join(` || ' ' || `);
}
