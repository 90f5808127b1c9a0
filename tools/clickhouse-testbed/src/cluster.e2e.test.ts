import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCluster, type TestCluster } from './cluster.js';
import { unsupportedReason } from './engine.js';
import { httpQuery } from './testing/http-query.js';
import { processesWith } from './testing/processes.js';

const START = fileURLToPath(new URL('../start.mjs', import.meta.url));

describe.skipIf(unsupportedReason())('startCluster', () => {
  let cluster: TestCluster;
  const ask = (node: number, sql: string, user?: { name: string; password: string }) =>
    httpQuery(cluster.nodes[node]?.url ?? '', sql, user);

  beforeAll(async () => {
    const users = [
      { name: 'analyst', password: 'a secret' },
      { name: 'reader', password: 'r', grants: ['GRANT SELECT ON system.one'] },
      { name: 'poor', password: 'p', quota: { readRows: 100 } },
    ];
    cluster = await startCluster({ nodes: 2, users });
  }, 300_000);

  afterAll(async () => {
    await cluster?.stop();
  });

  test('gives nodes that see each other as shards', async () => {
    expect(
      await ask(0, `SELECT count(), uniqExact(_shard_num) FROM cluster('${cluster.name}', system.one)`),
    ).toBe('2\t2');
    expect(await ask(1, 'SELECT version()')).toMatch(/^26\.7\./);
  });

  test('holds users to their password, grants and quota', async () => {
    expect(await ask(0, 'SELECT currentUser()', { name: 'analyst', password: 'a secret' })).toBe('analyst');
    expect(await ask(0, 'SELECT 1', { name: 'analyst', password: 'wrong' })).toContain(
      'AUTHENTICATION_FAILED',
    );
    expect(await ask(0, 'SELECT 1 FROM system.one', { name: 'reader', password: 'r' })).toBe('1');
    expect(await ask(0, 'CREATE DATABASE mine', { name: 'reader', password: 'r' })).toContain(
      'ACCESS_DENIED',
    );
    await ask(0, 'SELECT count() FROM numbers(90)', { name: 'poor', password: 'p' });
    expect(await ask(0, 'SELECT count() FROM numbers(90)', { name: 'poor', password: 'p' })).toContain(
      'QUOTA_EXCEEDED',
    );
  });

  test('a query keeps its user on the other nodes', async () => {
    const sql = `SELECT DISTINCT currentUser() FROM cluster('${cluster.name}', system.one)`;
    expect(await ask(0, sql, { name: 'analyst', password: 'a secret' })).toBe('analyst');
  });

  test('a killed node is gone, and comes back with its data', async () => {
    await ask(1, 'CREATE TABLE kept (n UInt8) ENGINE = MergeTree ORDER BY n');
    await ask(1, 'INSERT INTO kept VALUES (7)');
    await cluster.nodes[1]?.kill();
    await expect(ask(1, 'SELECT 1')).rejects.toThrow();
    expect(await ask(0, `SELECT count() FROM cluster('${cluster.name}', system.one)`)).toContain(
      'Connection refused',
    );
    await cluster.nodes[1]?.restart();
    expect(await ask(1, 'SELECT n FROM kept')).toBe('7');
  });

  test('a second cluster runs beside the first, and stop leaves nothing of it', async () => {
    const other = await startCluster({ nodes: 1 });
    const folder = await folderOf(other.nodes[0]?.url ?? '');
    expect(existsSync(folder)).toBe(true);
    expect(processesWith(folder)).toHaveLength(1);
    await other.stop();
    expect(existsSync(folder)).toBe(false);
    expect(processesWith(folder)).toEqual([]);
    await expect(other.nodes[0]?.restart()).rejects.toThrow();
  });

  test('nodes and files go when the process that started them is killed', async () => {
    const owner = spawn(process.execPath, [START, '--nodes', '1'], { stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const [line] = (await once(createInterface(owner.stdout), 'line')) as [string];
      const folder = await folderOf(/http:\S+/.exec(line)?.[0] ?? '');
      expect(processesWith(folder)).toHaveLength(1);
      owner.kill('SIGKILL');
      await expect.poll(() => existsSync(folder), { timeout: 60_000 }).toBe(false);
      expect(processesWith(folder)).toEqual([]);
    } finally {
      owner.kill('SIGKILL');
    }
  });
});

/** The folder of the whole cluster, which holds one for each node. */
async function folderOf(url: string): Promise<string> {
  const data = await httpQuery(url, "SELECT path FROM system.disks WHERE name = 'default'");
  return dirname(dirname(data));
}
