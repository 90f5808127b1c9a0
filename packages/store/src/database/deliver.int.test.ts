import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, describe, expect, it } from 'vitest';
import { writeTable } from '../write-table.js';
import { MadeUpTable } from '../testing/made-up-table.js';
import { readDatabase } from '../testing/read-tables.js';
import { useTemporaryFolder } from '../testing/temporary-folder.js';
import { walPath } from './database-path.js';
import { checkUnlocked } from './deliver.js';

const folder = useTemporaryFolder();
const holders: ChildProcess[] = [];

afterEach(() => {
  for (const holder of holders.splice(0)) holder.kill('SIGKILL');
});

const HOLD = `
import { DuckDBInstance } from '@duckdb/node-api';
const [path, mode] = process.argv.slice(1);
const connection = await (await DuckDBInstance.create(path, { access_mode: mode })).connect();
if (mode === 'READ_WRITE') await connection.run('CREATE TABLE IF NOT EXISTS more (a INTEGER)');
console.log('open');
setInterval(() => connection, 1000);
`;

/** Opens a database in another process, and keeps it open. */
async function hold(path: string, mode: 'READ_ONLY' | 'READ_WRITE'): Promise<ChildProcess> {
  const holder = spawn(process.execPath, ['--input-type=module', '-e', HOLD, path, mode], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  holders.push(holder);
  const gone = once(holder, 'exit').then(([status]) => {
    throw new Error(`the holder of the database went away with status ${status}`);
  });
  gone.catch(() => undefined);
  await Promise.race([once(holder.stdout!, 'data'), gone]);
  return holder;
}

const ROWS = [{ key: ['U1'], cells: [1] }];
const table = () => new MadeUpTable(['dst_user'], { start_time: 'int' }, ROWS);

const locked = expect.objectContaining({
  kind: 'io',
  code: 'OUTPUT_LOCKED',
  message: expect.stringMatching(
    /out\.duckdb: is a database that is open elsewhere \(PID \d+\) \(close it there first\)/,
  ),
});

describe('a database that another process has open', () => {
  it.each(['READ_ONLY', 'READ_WRITE'] as const)('as %s is not replaced', async (mode) => {
    const path = folder.file('out.duckdb');
    await writeTable(table().table(), path);
    const before = readFileSync(path);
    const holder = await hold(path, mode);
    await expect(writeTable(table().table(), path, { force: true })).rejects.toThrow(locked);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(folder.names().filter((name) => name.endsWith('.tmp'))).toEqual([]);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    await writeTable(table().table(), path, { force: true });
    expect(folder.names()).toEqual(['out.duckdb']);
    expect(await readDatabase(path)).toEqual([{ dst_user: 'U1', start_time: 1 }]);
  });

  it('is not replaced either when it was opened meanwhile', async () => {
    const path = folder.file('out.duckdb');
    await writeTable(table().table(), path);
    async function* batches() {
      yield* table().batches();
      await hold(path, 'READ_WRITE');
    }
    const written = writeTable({ ...table().table(), batches: batches() }, path, { force: true });
    await expect(written).rejects.toThrow(locked);
    expect(folder.names()).toEqual(['out.duckdb', 'out.duckdb.wal']);
  });
});

describe('checkUnlocked', () => {
  it('changes nothing in a database that nobody has open, whatever its log holds', async () => {
    const path = folder.file('out.duckdb');
    await writeTable(table().table(), path);
    const before = { bytes: readFileSync(path), time: statSync(path).mtimeMs };
    await checkUnlocked(path, path);
    (await hold(path, 'READ_WRITE')).kill('SIGKILL');
    await once(holders[0]!, 'exit');
    const log = readFileSync(walPath(path));
    await checkUnlocked(path, path);
    expect(readFileSync(path).equals(before.bytes)).toBe(true);
    expect(statSync(path).mtimeMs).toBe(before.time);
    expect(readFileSync(walPath(path)).equals(log)).toBe(true);
  });

  it('does not mind a file that is no database, or a damaged one', async () => {
    for (const content of ['text', '', 'eightbytDUCK and then nothing']) {
      writeFileSync(folder.file('out.duckdb'), content);
      await checkUnlocked(folder.file('out.duckdb'), 'out.duckdb');
    }
    await checkUnlocked(folder.file('missing.duckdb'), 'missing.duckdb');
  });
});

describe('a log that an earlier database has left', () => {
  it('goes with it', async () => {
    const path = folder.file('out.duckdb');
    const instance = await DuckDBInstance.create(path);
    instance.closeSync();
    writeFileSync(walPath(path), 'changes of another database');
    await writeTable(table().table(), path, { force: true });
    expect(folder.names()).toEqual(['out.duckdb']);
    expect(await readDatabase(path)).toEqual([{ dst_user: 'U1', start_time: 1 }]);
  });

  it('is not removed where nothing is to be replaced', async () => {
    const path = folder.file('out.duckdb');
    writeFileSync(walPath(path), 'the last rows of a database that is gone');
    await expect(writeTable(table().table(), path)).rejects.toMatchObject({
      code: 'OUTPUT_EXISTS',
      message: expect.stringContaining('move out.duckdb.wal away'),
    });
    expect(readFileSync(walPath(path), 'utf8')).toBe('the last rows of a database that is gone');
    expect(folder.names()).toEqual(['out.duckdb.wal']);
  });

  it('is where DuckDB looks for it', () => {
    expect(walPath('/a/b.duckdb')).toBe('/a/b.duckdb.wal');
    expect(walPath('/a/b?c.duckdb')).toBe('/a/b.wal?c.duckdb');
  });
});
