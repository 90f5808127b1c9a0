import { logOddsSql } from '@cmsc/sequences';
import { column, IN_ATTACKED, ofLabels, SHARE } from './column.js';
import type { DescribedList, Target } from './list-spec.js';
import { sessionsWith } from './process-lists.js';
import type { TableMaker } from './statement.js';

/** n-grams that are kept of each length: the most frequent ones, and as many of the most frequent under attack. */
const KEPT_NGRAMS = 1000;

/** Runs of two and three process names that follow each other inside a session. */
export const NGRAMS: DescribedList = {
  title: 'n-grams',
  columns: [
    column('rank', 'number', 5),
    column('n', 'number', 3),
    column('count', 'number', 10),
    IN_ATTACKED,
    SHARE,
    ofLabels(column('z_score', 'score', 8)),
    column('ngram', 'text', 24, 1),
  ],
  id: 'rank',
  rows: { make: keepNgrams },
  part: { fromRows: KEPT_NGRAMS, says: 'the most frequent' },
  mark: 'in_attacked',
  open: (cell) => sessionsWithAll(String(cell('ngram')).split(' '), Number(cell('n'))),
};

// The words are names only where none of them has a space in it.
function sessionsWithAll(words: readonly string[], n: number): Target {
  if (words.length !== n)
    return { to: 'nowhere', why: 'a name in it has spaces: filter sessions by process="NAME"' };
  return sessionsWith(...new Set(words));
}

const LENGTHS = [2, 3];

// A process name is a number below 2^21 here, so that three of them fit into one BIGINT: counting numbers takes a
// tenth of the memory that counting text takes. The original set has 62,974 process names.
const CODE_BITS = 21;

/** The tables on the way to one list. Another making of it, while this one still ends, has tables of its own. */
interface WorkTables {
  names: string;
  steps: string;
  grams: string;
  kept: string;
}

/**
 * Makes the table `name` with the most frequent runs of two and of three processes inside sessions. What is counted
 * on the way goes to the file beside the database, not to memory.
 * @throws what DuckDB throws: an abort, a full disk
 */
async function keepNgrams(name: string, tables: TableMaker, signal: AbortSignal): Promise<void> {
  const work: WorkTables = {
    names: `idx.${name}_names`,
    steps: `idx.${name}_steps`,
    grams: `idx.${name}_grams`,
    kept: `idx.${name}_kept`,
  };
  try {
    await makeNgrams(name, work, (sql) => tables.rows({ sql }, signal));
  } finally {
    for (const table of Object.values(work)) await tables.drop(table);
  }
}

async function makeNgrams(
  name: string,
  work: WorkTables,
  run: (sql: string) => Promise<unknown>,
): Promise<void> {
  const { names, steps, grams, kept } = work;
  await run(`CREATE TABLE ${names} AS SELECT row_number() OVER (ORDER BY process_name) - 1 AS code, process_name
    FROM (SELECT DISTINCT process_name FROM db.session_processes)`);
  await run(`CREATE TABLE ${steps} AS SELECT session_id, position, code FROM db.session_processes
    JOIN ${names} USING (process_name) ORDER BY session_id, position`);
  await run(`CREATE TABLE ${grams} (n INTEGER, gram BIGINT, count BIGINT, in_attacked BIGINT)`);
  for (const n of LENGTHS) await run(`INSERT INTO ${grams} ${countSql(n, steps)}`);
  const top = LENGTHS.flatMap((n) => [topSql(n, 'count', grams), topSql(n, 'in_attacked', grams)]);
  await run(`CREATE TABLE ${kept} AS ${top.join(' UNION ')}`);
  // Sessions are counted of those alone that are kept.
  const scored = LENGTHS.map((n) => logOddsSql(`(${sessionsSql(n, work)})`, `(${ableSql(n)})`)).join(
    ' UNION ALL ',
  );
  await run(`CREATE TABLE ${name} AS SELECT row_number() OVER (ORDER BY count DESC, n, ngram) AS rank, n, count,
    in_attacked, in_attacked / count AS share, z_score, ngram
    FROM (SELECT n, count, in_attacked, z_score,
      CASE n WHEN 2 THEN ${wordsSql(2, names)} ELSE ${wordsSql(3, names)} END AS ngram FROM (${scored}))`);
}

const ATTACKED = '(SELECT session_id FROM db.sessions WHERE label > 0)';

// Without PARTITION or ORDER, DuckDB streams the table in its own order, which is that of the sessions.
function gramsSql(n: number, steps: string): string {
  const places = Array.from({ length: n }, (_, place) => place);
  const later = (column: string, place: number) =>
    place === 0 ? column : `lead(${column}, ${place}) OVER ()`;
  const gram = places.map((place) => `(${later('code', place)} << ${CODE_BITS * place})`).join(' + ');
  return `SELECT gram, session_id, session_id IN ${ATTACKED} AS attacked FROM (
    SELECT ${gram} AS gram, session_id, session_id = ${later('session_id', n - 1)} AS whole FROM ${steps}) WHERE whole`;
}

function countSql(n: number, steps: string): string {
  return `SELECT ${n}, gram, count(*), count(*) FILTER (attacked) FROM (${gramsSql(n, steps)}) GROUP BY gram`;
}

// The kept n-grams of a length with the sessions that hold them.
function sessionsSql(n: number, { kept, steps }: WorkTables): string {
  return `SELECT kept.*, sessions, attacked_sessions FROM ${kept} AS kept JOIN (
    SELECT gram, count(*) AS sessions, count(*) FILTER (attacked) AS attacked_sessions FROM (
      SELECT DISTINCT gram, session_id, attacked FROM (${gramsSql(n, steps)})
      WHERE gram IN (SELECT gram FROM ${kept} WHERE n = ${n})) GROUP BY gram) USING (gram) WHERE n = ${n}`;
}

function ableSql(n: number): string {
  return `SELECT count(*) AS all_sessions, count(*) FILTER (session_id IN ${ATTACKED}) AS all_attacked
    FROM db.session_processes WHERE position = ${n}`;
}

function topSql(n: number, column: string, grams: string): string {
  return `(SELECT * FROM ${grams} WHERE n = ${n} AND ${column} > 0 ORDER BY ${column} DESC, gram LIMIT ${KEPT_NGRAMS})`;
}

function wordsSql(n: number, names: string): string {
  const places = Array.from({ length: n }, (_, place) => place);
  return places
    .map(
      (place) =>
        `(SELECT process_name FROM ${names} WHERE code = (gram >> ${CODE_BITS * place}) % ${2 ** CODE_BITS})`,
    )
    .join(` || ' ' || `);
}
