import { unsupportedReason } from '@cmsc/clickhouse-testbed';
import { AUTH_PRESETS, CmscError, type AuthEvent } from '@cmsc/core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ClickHouseCluster } from './connection/cluster.js';
import { createTables } from './load/ddl.js';
import { AUTH_EVENTS } from './load/event-kind.js';
import type { LoadedEvents, TableEvents } from './load/stored-events.js';
import { extractSessions } from './sessions/extract-sessions.js';
import { loadParts, type EventPart } from './load/load-parts.js';
import { countLoads, findLoads } from './load/loads.js';
import { GRANTED_DATABASE, TestNodes } from './testing/clusters.js';
import { countsOf, cutParts, eventPart } from './testing/event-parts.js';
import { mergedRows, randomRows } from './testing/random-rows.js';
import { readSessions } from './testing/read-sessions.js';
import { dropTemporaryTables } from './sessions/temporary-tables.js';

const RULE = AUTH_PRESETS.destination;
const ROWS: AuthEvent[] = mergedRows(Array.from({ length: 30 }, (_, i) => randomRows(i, `F${i}`)));
/** So many sessions, with names that long, are more than what is on its way between a node and us when the node dies. */
const SESSIONS = 100_000;
const NAME_LENGTH = 300;

const engineError = (message: RegExp) =>
  expect.objectContaining({
    name: 'CmscError',
    kind: 'io',
    code: 'ENGINE_FAILED',
    message: expect.stringMatching(message),
  });

/** The part, with something that happens after its first batch. */
function disturbed(part: EventPart, disturb: () => Promise<void>): EventPart {
  return {
    ...part,
    async open() {
      const rows = await part.open();
      return { ...rows, counts: () => rows.counts(), batches: batches(rows.batches) };
    },
  };
  async function* batches<T>(all: AsyncIterable<T>): AsyncGenerator<T> {
    let first = true;
    for await (const batch of all) {
      yield batch;
      if (first) await disturb();
      first = false;
    }
  }
}

describe.skipIf(unsupportedReason())('when something fails', () => {
  let nodes: TestNodes;

  beforeAll(async () => {
    nodes = await TestNodes.start();
  }, 300_000);

  afterAll(() => nodes?.close());

  afterEach(async () => {
    const second = nodes.bed.nodes[1];
    const isUp = await fetch(`${second?.url}/ping`, { headers: { connection: 'close' } }).then(
      () => true,
      () => false,
    );
    if (!isUp) await second?.restart();
  });

  const secondNode = () => `127.0.0.1:${nodes.bed.nodes[1]?.httpPort}`;

  async function loadAll(cluster: ClickHouseCluster): Promise<LoadedEvents> {
    const loads = await loadParts(cluster, AUTH_EVENTS, cutParts('auth', ROWS, [400, 900]));
    return { type: 'loads', kind: AUTH_EVENTS, loads };
  }

  /** All rows are there once, and make the sessions that they should. */
  async function expectComplete(cluster: ClickHouseCluster): Promise<void> {
    const source = await loadAll(cluster);
    const counts = await countLoads(
      cluster,
      AUTH_EVENTS,
      source.loads.map(({ load }) => load),
    );
    const stored = counts.flatMap((ofNode) => [...ofNode.values()]).reduce((sum, rows) => sum + rows, 0);
    expect(stored).toBe(ROWS.length);
    const [all] = await cluster.first.row<[number]>(
      `SELECT count() FROM ${cluster.table('auth_events')}`,
      [0],
    );
    expect(all).toBe(ROWS.length);
    const extraction = await extractSessions(cluster, source, { rule: RULE });
    expect(extraction.ledger).toMatchObject(countsOf(ROWS, RULE.failedLogons));
    await extraction.close();
  }

  /** How many each node has, which stay. */
  function temporaryTables(cluster: ClickHouseCluster): Promise<number[][]> {
    const ours = `database = '${cluster.config.database}' AND startsWith(name, 'cmsc_tmp_')`;
    return cluster.onEach((node) =>
      node.row<[number]>(`SELECT count() FROM system.tables WHERE ${ours}`, [0]),
    );
  }

  async function expectNothingTemporary(cluster: ClickHouseCluster): Promise<void> {
    expect(await dropTemporaryTables(cluster, 0)).toBe(0);
  }

  test('a wrong password names the node and what to check', async () => {
    const config = nodes.config(1, { user: 'ana', password: 'wrong' });
    await expect(nodes.connect(config)).rejects.toThrow(
      engineError(/node 127\.0\.0\.1:\d+ .*516.*check the user and the password/),
    );
    await expect(nodes.connect({ ...config, password: 'right' })).resolves.toBeDefined();
  });

  test('a node that is down is named', async () => {
    await nodes.bed.nodes[1]?.kill();
    await expect(nodes.connect(nodes.config(2))).rejects.toThrow(
      engineError(new RegExp(`${secondNode()} is not reachable`)),
    );
  });

  test('nodes that are not the shards of the cluster are refused', async () => {
    const config = nodes.config(2);
    const usage = (message: RegExp) =>
      expect.objectContaining({ kind: 'usage', code: 'BAD_OPTION', message: expect.stringMatching(message) });
    await expect(nodes.connect({ ...config, nodes: config.nodes.slice(0, 1) })).rejects.toThrow(
      usage(/has 2 shards, not 1/),
    );
    await expect(
      nodes.connect({ ...config, nodes: [config.nodes[0] as string, config.nodes[0] as string] }),
    ).rejects.toThrow(usage(/are the same shard/));
    await expect(nodes.connect({ nodes: config.nodes, database: 'x' })).rejects.toThrow(
      usage(/need the name of their cluster/),
    );
    await expect(nodes.connect({ ...config, nodes: [] })).rejects.toThrow(usage(/no ClickHouse node/));
    await expect(nodes.connect({ ...config, cluster: 'other' })).rejects.toThrow(
      engineError(/is no shard of the cluster other/),
    );
  });

  test('a silent node runs into the timeout', async () => {
    const cluster = await nodes.connect(nodes.config(1, { timeoutSeconds: 1.5 }));
    await expect(cluster.first.rows('SELECT sleep(3)', [0])).rejects.toThrow(
      engineError(/did not answer in time/),
    );
  });

  test('missing tables say how to make them', async () => {
    const cluster = await nodes.connect(nodes.config(1));
    await expect(findLoads(cluster, AUTH_EVENTS)).rejects.toThrow(engineError(/ddl prints them/));
  });

  test('a node killed while a part is loaded: an error, and a rerun completes', async () => {
    const cluster = await nodes.fresh(2);
    const [first, ...rest] = cutParts('auth', ROWS, [400, 900]) as [EventPart, ...EventPart[]];
    const parts = [
      first,
      ...rest.map((part) => disturbed(part, () => nodes.bed.nodes[1]?.kill() ?? Promise.resolve())),
    ];
    await expect(loadParts(cluster, AUTH_EVENTS, parts, { parallel: 1 })).rejects.toThrow(
      engineError(/ClickHouse node/),
    );
    await nodes.bed.nodes[1]?.restart();
    expect((await findLoads(cluster, AUTH_EVENTS)).map(({ name }) => name)).toEqual(['auth.0']);
    await expectComplete(cluster);
  });

  test('rows that fail on their way: the error of the reader, and a rerun replaces the half-loaded part', async () => {
    const cluster = await nodes.fresh(2);
    const bad = new CmscError('data', 'BAD_TIME', 'time is not a whole number', { file: 'auth.1', line: 77 });
    const [first, second, third] = cutParts('auth', ROWS, [400, 900]) as [EventPart, EventPart, EventPart];
    const broken = disturbed(second, () => Promise.reject(bad));
    await expect(loadParts(cluster, AUTH_EVENTS, [first, broken, third], { parallel: 3 })).rejects.toBe(bad);
    await expectComplete(cluster);
  });

  test('a half-loaded part that a dead process has left is dropped and loaded anew', async () => {
    const cluster = await nodes.fresh(2);
    await loadAll(cluster);
    await cluster.first.run(
      `ALTER TABLE ${cluster.table('cmsc_loads')} DELETE WHERE state = 'loaded' AND name = 'auth.1' SETTINGS mutations_sync = 1`,
    );
    const again = await loadParts(cluster, AUTH_EVENTS, cutParts('auth', ROWS, [400, 900]));
    expect(again.map(({ wasLoaded }) => wasLoaded)).toEqual([true, false, true]);
    await expectComplete(cluster);
  });

  test('a load that a node has lost rows of gives no sessions, until it is loaded again', async () => {
    const cluster = await nodes.fresh(2);
    const source = await loadAll(cluster);
    await cluster.nodes[1]?.run(
      `ALTER TABLE ${cluster.localTable('auth_events')} DROP PARTITION ${source.loads[1]?.load}`,
    );
    await expect(extractSessions(cluster, source, { rule: RULE })).rejects.toThrow(
      engineError(/of the 500 rows of auth\.1 \(load it again/),
    );
    await expectComplete(cluster);
  });

  test('a full quota says so, and a rerun goes on', async () => {
    const admin = await nodes.fresh(1);
    const { database } = admin.config;
    const poor = await nodes.connect(nodes.config(1, { user: 'poor', password: 'p', database }));
    await expect(loadAll(poor)).rejects.toThrow(
      engineError(/failed with error 201.*have the quota raised; a rerun goes on/),
    );
    await expectComplete(admin);
  });

  test('a node killed while sessions are worked out gives none', async () => {
    let kill = false;
    const onDebug = (line: string) => {
      if (kill && line.includes('array form')) void nodes.bed.nodes[1]?.kill();
    };
    const cluster = await nodes.fresh(2, { onDebug, retries: 0 });
    const source = await table(cluster, 100_000);
    kill = true;
    await expect(extractSessions(cluster, source, { rule: RULE })).rejects.toThrow(
      engineError(new RegExp(`ClickHouse node ${secondNode()}`)),
    );
    kill = false;
    await nodes.bed.nodes[1]?.restart();
    const extraction = await extractSessions(cluster, source, { rule: RULE });
    expect(extraction.ledger.sessions).toBe(100_000);
    await extraction.close();
    await dropTemporaryTables(cluster, 0);
  });

  test('a node killed while sessions are read: an error, never fewer sessions', async () => {
    const cluster = await nodes.fresh(2);
    const extraction = await extractSessions(cluster, await table(cluster, SESSIONS, NAME_LENGTH), {
      rule: RULE,
    });
    const { batches } = extraction.read({ batchRows: 1000 });
    let sessions = 0;
    const reading = (async () => {
      for await (const batch of batches) {
        if (sessions === 0) await nodes.bed.nodes[1]?.kill();
        sessions += batch.length;
      }
    })();
    await expect(reading).rejects.toThrow(
      engineError(
        new RegExp(
          `ClickHouse node ${secondNode()} (broke the connection off|sent \\d+ of \\d+ rows and broke off)`,
        ),
      ),
    );
    expect(sessions).toBeLessThan(SESSIONS);
  });

  test('a run that is called off ends as interrupted and leaves nothing', async () => {
    const controller = new AbortController();
    const onDebug = (line: string) => {
      if (line.includes('array form')) setTimeout(() => controller.abort(), 5);
    };
    const { database } = (await nodes.fresh(2)).config;
    const cluster = await nodes.connect(nodes.config(2, { database, onDebug, signal: controller.signal }));
    const source = await table(cluster, 200_000);
    const interrupted = expect.objectContaining({ kind: 'interrupted', code: 'INTERRUPTED' });
    await expect(extractSessions(cluster, source, { rule: RULE })).rejects.toThrow(interrupted);
    await expect(loadParts(cluster, AUTH_EVENTS, [eventPart(AUTH_EVENTS, 'auth', ROWS)])).rejects.toThrow(
      interrupted,
    );
    const other = await nodes.connect(nodes.config(2, { database }));
    // A node ends what was called off in its own time.
    await vi.waitFor(async () => expect(await temporaryTables(other)).toEqual([[0], [0]]), 60_000);
  });

  test('parts in the wrong order are refused by name', async () => {
    const cluster = await nodes.fresh(1);
    const parts = cutParts('auth', ROWS, [400, 900]).reverse();
    await expect(loadParts(cluster, AUTH_EVENTS, parts)).rejects.toThrow(
      expect.objectContaining({
        code: 'TIME_BACKWARDS',
        message: expect.stringMatching(/^auth\.1:1: time goes backwards/),
      }),
    );
    await expectComplete(cluster);
  });

  test('the grants that are listed are enough', async () => {
    const cluster = await nodes.connect(
      nodes.config(2, { database: GRANTED_DATABASE, user: 'granted', password: 'g' }),
    );
    await createTables(cluster);
    await expectComplete(cluster);
    const extraction = await extractSessions(cluster, await loadAll(cluster), { rule: RULE, redteam: [] });
    const sessions = await readSessions(extraction);
    expect(await extraction.keep('sessions')).toBe(sessions.length);
    expect(await extraction.keep('sessions', { force: true })).toBe(sessions.length);
    await extraction.close();
    await expectNothingTemporary(cluster);
    const other = await nodes.connect(nodes.config(2, { user: 'granted', password: 'g' }));
    await expect(createTables(other)).rejects.toThrow(
      engineError(/failed with error 497.*grant what is missing/),
    );
  });

  /** Events in a table of their own: one session for each key. */
  async function table(cluster: ClickHouseCluster, keys: number, nameLength = 8): Promise<TableEvents> {
    const local = cluster.localTable('events');
    await cluster.onEach((node) =>
      node.define(`CREATE TABLE ${local} (t UInt32, k UInt32) ENGINE = MergeTree ORDER BY k`),
    );
    await Promise.all(
      cluster.nodes.map((node, i) =>
        node.run(
          `INSERT INTO ${local} SELECT number % 2 + 10, intDiv(number, 2) FROM numbers(${2 * keys}) WHERE intDiv(number, 2) % 2 = ${i}`,
        ),
      ),
    );
    return {
      type: 'table',
      kind: AUTH_EVENTS,
      table: `${cluster.config.database}.${cluster.localName('events')}`,
      time: 't',
      start: 't = 10',
      end: 't = 11',
      columns: {
        dst_user: `rightPad(toString(k), ${nameLength}, 'U')`,
        src_machine: "'C1'",
        dst_machine: "'C2'",
      },
    };
  }
});
