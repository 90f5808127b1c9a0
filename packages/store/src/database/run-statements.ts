import type { CmscError } from '@cmsc/core';
import type { DuckDBExtractedStatements, DuckDBPreparedStatement } from '@duckdb/node-api';
import type { Engine } from '../duckdb/engine.js';
import { QueryResult } from './query-result.js';
import { badQuery, checkStatements } from './statements.js';

/** What SQL may do. */
export interface StatementRights {
  /** It may change the database and files, and be several statements. */
  writable: boolean;
  /** Opens another engine with the same database, which reaches no files: for what can't be told to only read. */
  openGuarded(): Promise<Engine>;
}

/**
 * Runs what a user wrote, and says where its rows are. Several statements run in one transaction, and only the last may
 * have rows. Unless it may write, SQL reads the database and files, and leaves both as they are.
 *
 * @throws CmscError BAD_QUERY for what may not run; errors of DuckDB. Nothing has changed then.
 */
export async function runStatements(
  engine: Engine,
  sql: string,
  { writable, openGuarded }: StatementRights,
): Promise<QueryResult> {
  checkStatements(sql, writable);
  // A function that writes files, and that no setting of DuckDB keeps from it.
  if (!writable && /enable_logging/i.test(sql)) throw changes('enable_logging');
  const result = await QueryResult.ofSelect(engine, sql);
  if (result) return result;
  const own = writable ? engine : await openGuarded();
  const statements = await own.connection.extractStatements(sql);
  if (statements.count > 1) return runAll(engine, own, statements, writable);
  const statement = await statements.prepare(0);
  if (!writable) checkReads(own, statement);
  return QueryResult.ofStatement(engine, statement);
}

/**
 * Runs statements one after the other in `own`; also the several that DuckDB makes of one PIVOT, for a type that goes with
 * the connection.
 */
async function runAll(
  engine: Engine,
  own: Engine,
  statements: DuckDBExtractedStatements,
  writable: boolean,
): Promise<QueryResult> {
  const { CREATE, SELECT } = own.duckdb.StatementType;
  const last = statements.count - 1;
  await own.run('BEGIN');
  try {
    for (let i = 0; i < last; i++) {
      const statement = await statements.prepare(i);
      if (!writable && statement.statementType !== CREATE) throw changes(kindOf(own, statement));
      if (statement.statementType === SELECT)
        throw badQuery(
          `statement ${i + 1} of ${last + 1} has rows, and only those of the last are written: nothing was changed`,
          'run it by itself',
        );
      await statement.run();
    }
    const result = await QueryResult.ofStatement(engine, await statements.prepare(last));
    await own.run('COMMIT');
    return result;
  } catch (error) {
    // Where the statements have ended the transaction themselves there is none.
    await own.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/**
 * Refuses what would change the database or a file. Statements that are let through, but could hold one of these (an
 * EXPLAIN ANALYZE of a COPY), run where there are no files.
 *
 * @throws CmscError BAD_QUERY for such a statement.
 */
function checkReads(engine: Engine, statement: DuckDBPreparedStatement): void {
  const { SELECT, EXPLAIN, CALL, SET, PRAGMA, VARIABLE_SET } = engine.duckdb.StatementType;
  const reading: readonly number[] = [SELECT, EXPLAIN, CALL, SET, PRAGMA, VARIABLE_SET];
  if (!reading.includes(statement.statementType)) throw changes(kindOf(engine, statement));
}

function kindOf(engine: Engine, { statementType }: DuckDBPreparedStatement): string {
  return engine.duckdb.StatementType[statementType];
}

function changes(what: string): CmscError {
  return badQuery(`a query only reads, and ${what} can change the database or files`, 'say --write');
}
