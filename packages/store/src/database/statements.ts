import { CmscError } from '@cmsc/core';

/** What a semicolon is no end of a statement in: strings, names, comments, text between dollars. */
const ENCLOSED =
  /e'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\/|\$(\w*)\$[\s\S]*?\$\1\$/gi;

/** How many statements a text holds. DuckDB counts otherwise: it makes several of one PIVOT. */
export function countStatements(sql: string): number {
  const bare = sql.replace(ENCLOSED, (part) => (/^(--|\/\*)/.test(part) ? ' ' : 'x'));
  return bare.split(';').filter((statement) => statement.trim() !== '').length;
}

/**
 * Checks a text before anything of it runs.
 *
 * @throws CmscError BAD_QUERY for one without a statement, or with several where only one may be.
 */
export function checkStatements(sql: string, writable: boolean): void {
  const count = countStatements(sql);
  // A string ends there for DuckDB: the rest would be passed over.
  if (sql.includes('\0')) throw badQuery('the SQL holds a NUL byte', 'take it out');
  if (count === 0) throw badQuery('there is no statement in the SQL', 'give it one');
  if (count > 1 && !writable)
    throw badQuery(
      `${count} statements, and nothing has run: without --write a query is one statement`,
      'run them one by one, or say --write',
    );
}

/** The error for SQL that can't be run. */
export function badQuery(what: string, hint?: string, cause?: unknown): CmscError {
  return new CmscError('usage', 'BAD_QUERY', what, { hint, cause });
}

/** What DuckDB's client puts before the words of its parser. */
const EXTRACTING = /^Failed to extract statements: /;

/**
 * Everything that DuckDB says is wrong with a statement, on one line: its advice, and the line of the statement with a `^`
 * before the place.
 *
 * @param error what DuckDB threw.
 * @param sql what the user wrote: a line of anything around it is left away.
 */
export function adviceOf(error: unknown, sql: string): string {
  const message = (error instanceof Error ? error.message : String(error)).replace(EXTRACTING, '');
  const [words = '', place] = message.split(/\n+(?=LINE \d+:)/);
  const advice = words.trim().replace(/\s*\n\s*/g, ' ');
  const found = /^(LINE \d+: )(.*)\n( *)\^/.exec(place ?? '');
  if (!found) return advice;
  const [, head = '', line = '', blanks = ''] = found;
  if (!sql.includes(line.replace(/^\.\.\.|\.\.\.$/g, ''))) return advice;
  const at = blanks.length - head.length;
  return `${advice} ${head}${line.slice(0, at)}^${line.slice(at)}`;
}
