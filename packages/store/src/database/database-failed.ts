import { basename } from 'node:path';
import { CmscError } from '@cmsc/core';
import { engineFailed, engineMessage } from '../duckdb/engine.js';
import type { TableAddress } from '../tables/stored-table.js';

/** What DuckDB says of a file that is a database, but not a whole one. */
const DAMAGED =
  /Corrupt database file|Failed to load metadata|Failure while replaying WAL|^Serialization Error|Failed to deserialize/i;
const CUT_OFF = /Could not read enough bytes from file "(.*?)"/;

const REFUSED = /^IO Error: Cannot open file "(.*?)": (.*)/;

/** The file that the system did not let DuckDB open, and why not. */
export function refusedFile(error: unknown): { file: string; reason: string } | undefined {
  const [, file, reason] = REFUSED.exec(engineMessage(error)) ?? [];
  return file === undefined || reason === undefined ? undefined : { file, reason };
}

const NAMED = /^(?:IO|TransactionContext) Error: .*?\b(?:file|directory) "(.*?)"/;

/** The file, of whatever kind, that DuckDB says it could not use, or that is not what it should be. */
export function namedFile(error: unknown): string | undefined {
  return NAMED.exec(engineMessage(error))?.[1];
}

/** Whether `file` is the database `path`, or what DuckDB keeps of it beside it. Links may have led to another folder. */
export function isOfDatabase(file: string, path: string): boolean {
  const [name, own] = [basename(file), basename(path)];
  return name.startsWith(own) && /^(\.(wal|tmp|checkpoint)\b.*)?$/.test(name.slice(own.length));
}

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
  const refused = refusedFile(error);
  if (refused && basename(refused.file) === basename(path))
    return new CmscError('io', 'READ_FAILED', `can't be opened, ${refused.reason.toLowerCase()}`, fact);
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

/** What has to do with memory or the disk, and not with what is in the file. */
const OF_MACHINE =
  /^Out of Memory Error|No space left|max_temp_directory_size|Input\/output error|Too many open files/;
/** What a statement on a table meets that is a view of something that is not there, or not as it was. */
const OF_VIEW =
  /^(Binder|Catalog|Conversion|Invalid|Invalid Input|Missing Extension|HTTP|Permission|Parser) Error: (.*)/;

/** The error to show for one of DuckDB that came up while a table of events was opened or read. */
export function eventTableFailed({ path, file, kind, table }: TableAddress, error: unknown): CmscError {
  if (error instanceof CmscError) return error;
  const message = engineMessage(error);
  const fact = { file: path, cause: error };
  const code = kind === 'parquet' ? 'BAD_PARQUET' : 'BAD_DATABASE';
  if (/is encrypted|encrypted database/i.test(message))
    return new CmscError('data', code, 'the file is encrypted', {
      ...fact,
      hint: 'write it without a key, and read that',
    });
  if (/^IO Error: No files found/.test(message) && table !== undefined)
    return brokenView(path, message, error);
  if (kind === 'duckdb')
    return OF_VIEW.test(message) ? brokenView(path, message, error) : databaseFailed(path, error);
  if (OF_MACHINE.test(message)) return engineFailed(path, error);
  const reason = message
    .replace(/^[A-Za-z ]+ Error: /, '')
    .replaceAll(/ ?(of |in |from )?(file )?["']?[^"' ]*["']/g, (found) =>
      found.includes(file) ? '' : found,
    );
  return badParquet(path, reason, error);
}

/** The error for a Parquet file that is not as it says of itself. */
export function badParquet(path: string, reason: string, cause?: unknown): CmscError {
  return new CmscError('data', 'BAD_PARQUET', `the Parquet file is damaged or not complete: ${reason}`, {
    file: path,
    hint: 'write or fetch it again',
    cause,
  });
}

function brokenView(path: string, message: string, cause: unknown): CmscError {
  const reason = message.replace(/^[A-Za-z ]+ Error: /, '');
  return new CmscError('data', 'BAD_DATABASE', `the table can't be read: ${reason}`, {
    file: path,
    hint: 'a view reads files of this machine only; look at it with DuckDB',
    cause,
  });
}
