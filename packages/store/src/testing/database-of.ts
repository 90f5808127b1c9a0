import { DuckDBInstance } from '@duckdb/node-api';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The bytes of a database that statements have made: a file for each test is copied faster than made. */
export async function databaseOf(statements: readonly string[]): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'cmsc-store-'));
  try {
    const path = join(folder, 'X.duckdb');
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    for (const statement of statements) await connection.run(statement);
    connection.closeSync();
    instance.closeSync();
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
