import { CmscError } from '@cmsc/core';
import { basename } from 'node:path';
import { engineFailed, engineMessage } from '../duckdb/engine.js';

/** What DuckDB says of a file that is a database, but not a whole one. */
const DAMAGED =
  /Corrupt database file|Failed to load metadata|Failure while replaying WAL|^Serialization Error|Failed to deserialize/i;
const CUT_OFF = /Could not read enough bytes from file "(.*?)"/;

/** The error to show for one of DuckDB that came up while the database `path` was opened or read. */
export function databaseFailed(path: string, error: unknown): CmscError {
  if (error instanceof CmscError) return error;
  const message = engineMessage(error);
  const fact = { file: path, cause: error };
  if (/Could not set lock/.test(message))
    return new CmscError('io', 'OUTPUT_LOCKED', 'is being written by another process', {
      ...fact,
      hint: 'wait for it, or close it there',
    });
  if (/not a valid DuckDB database/i.test(message)) return noDatabase(path, error);
  const cutOff = CUT_OFF.exec(message)?.[1];
  if (DAMAGED.test(message) || (cutOff !== undefined && basename(cutOff) === basename(path)))
    return new CmscError('data', 'BAD_DATABASE', 'the database is damaged', {
      ...fact,
      hint: 'build it again, or take it from a backup',
    });
  if (/database file with version number/.test(message))
    return new CmscError('data', 'BAD_DATABASE', 'the database is of another version of DuckDB', {
      ...fact,
      hint: 'build it again with this cmsc',
    });
  return engineFailed(path, error);
}

/** The error for a file that is no database at all. */
export function noDatabase(path: string, cause?: unknown): CmscError {
  return new CmscError('data', 'BAD_DATABASE', 'is no DuckDB database', {
    file: path,
    hint: 'make one with cmsc build',
    cause,
  });
}
