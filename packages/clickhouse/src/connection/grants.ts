import { quoteName } from '../sql/sql-text.js';

/**
 * The GRANT statements for a user who loads, extracts and keeps results. `CREATE DATABASE` is needed only to make the
 * database; without the rights on system.query_log and KILL QUERY a run works all the same, but its report knows less
 * about memory.
 */
export function grantStatements(user: string, database: string): string[] {
  const [who, where] = [quoteName(user), quoteName(database)];
  return [
    `GRANT CREATE DATABASE, CREATE TABLE, DROP TABLE, SHOW TABLES, SELECT, INSERT, ALTER DELETE ON ${where}.* TO ${who}`,
    `GRANT TABLE ENGINE ON MergeTree TO ${who}`,
    `GRANT TABLE ENGINE ON Memory TO ${who}`,
    `GRANT TABLE ENGINE ON Distributed TO ${who}`,
    `GRANT SELECT ON system.clusters TO ${who}`,
    `GRANT SELECT ON system.tables TO ${who}`,
    `GRANT SELECT ON system.query_log TO ${who}`,
    `GRANT SYSTEM FLUSH LOGS ON *.* TO ${who}`,
    `GRANT REMOTE ON *.* TO ${who}`,
  ];
}
