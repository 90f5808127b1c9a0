import { unsupportedReason } from '@cmsc/clickhouse-testbed';
import {
  EDGE_END,
  EDGE_FAILED_START,
  EDGE_OTHER,
  EDGE_START,
  PAIRINGS,
  randomNumbers,
  TIE_RULES,
  type AuthEvent,
  type SessionRule,
} from '@cmsc/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClickHouseCluster } from './connection/cluster.js';
import { AUTH_EVENTS } from './load/event-kind.js';
import type { StoredEvents, TableEvents } from './load/stored-events.js';
import { extractSessions } from './sessions/extract-sessions.js';
import type { FormName } from './sql/choose-form.js';
import { loadParts } from './load/load-parts.js';
import { countsOf, cutParts, edgeOf } from './testing/event-parts.js';
import { TestNodes } from './testing/clusters.js';
import { plainSessions, type PlainSession } from './testing/plain-sessions.js';
import { mergedRows, randomRows, shuffled } from './testing/random-rows.js';
import { inKeyOrder, readSessions, type ReadSession } from './testing/read-sessions.js';

const FILES = 200;
const DESTINATION = ['dst_user', 'dst_machine'];
const SOURCE = ['dst_user', 'src_machine', 'dst_machine'];
const RULES: SessionRule[] = TIE_RULES.flatMap((ties) => [
  ...PAIRINGS.map((pairing) => ({ key: DESTINATION, ties, pairing, failedLogons: 'other' }) as const),
  { key: SOURCE, ties, pairing: 'merge', failedLogons: 'start' },
]);

/** One file that is as good as {@link FILES}: no two of them have a key in common. */
function manyFiles(): AuthEvent[] {
  return mergedRows(Array.from({ length: FILES }, (_, seed) => randomRows(seed, `F${seed}`)));
}

describe.skipIf(unsupportedReason())('sessions of random files equal those of the pure machine', () => {
  let nodes: TestNodes;

  beforeAll(async () => {
    nodes = await TestNodes.start();
  }, 300_000);

  afterAll(() => nodes?.close());

  async function loaded(cluster: ClickHouseCluster, rows: AuthEvent[]): Promise<StoredEvents> {
    const random = randomNumbers(1);
    const cuts = Array.from({ length: 4 }, () => Math.floor(random() * rows.length));
    const loads = await loadParts(cluster, AUTH_EVENTS, cutParts('auth', rows, cuts), { parallel: 3 });
    return { type: 'loads', kind: AUTH_EVENTS, loads };
  }

  /** The rows in a table of somebody else's making, in any order. */
  async function foreign(cluster: ClickHouseCluster, rows: AuthEvent[]): Promise<StoredEvents> {
    const table = cluster.localTable('logons');
    await cluster.onEach((node) =>
      node.define(
        `CREATE TABLE ${table} (at DateTime('UTC'), nr Int32, who String, "from" Nullable(String), "to" FixedString(2), what String, outcome Nullable(String)) ENGINE = MergeTree ORDER BY at`,
      ),
    );
    const name = cluster.config.cluster;
    if (name)
      await cluster.onEach((node) =>
        node.define(
          `CREATE TABLE ${cluster.table('logons')} AS ${table} ENGINE = Distributed('${name}', '${cluster.config.database}', 'logons_local', sipHash64(who))`,
        ),
      );
    const values = shuffled(
      rows.map((row, nr) => ({ row, nr })),
      2,
    ).map(
      ({ row, nr }) =>
        `(${row.time}, ${nr}, '${row.dst_user}', '${row.src_machine}', '${row.dst_machine}', '${row.orientation}', ${row.result === 'Fail' ? "'Fail'" : 'NULL'})`,
    );
    for (let i = 0; i < values.length; i += 700)
      await cluster.first.run(
        `INSERT INTO ${cluster.table('logons')} VALUES ${values.slice(i, i + 700).join(', ')}`,
      );
    const source: TableEvents = {
      type: 'table',
      kind: AUTH_EVENTS,
      table: `${cluster.config.database}.${cluster.localName('logons')}`,
      time: 'toUnixTimestamp(at)',
      start: "what = 'LogOn'",
      end: "what = 'LogOff'",
      order: 'nr',
      columns: { dst_user: 'who', src_machine: '"from"', dst_machine: '"to"', result: 'outcome' },
    };
    return source;
  }

  async function check(
    cluster: ClickHouseCluster,
    source: StoredEvents,
    rows: AuthEvent[],
    form: FormName,
  ): Promise<void> {
    for (const rule of RULES) {
      const extraction = await extractSessions(cluster, source, { rule, form });
      const wanted = plainSessions(rows, rule, !rule.key.includes('src_machine'));
      const what = JSON.stringify({ rule, form });
      expect(extraction.ledger, what).toEqual({ ...countsOf(rows, rule.failedLogons), ...wanted.counts });
      const read = await readSessions(extraction, { keepOpen: true, batchRows: 997 });
      expectSame(read, inKeyOrder(wanted.sessions), what);
      await extraction.close();
    }
  }

  describe.each([1, 2] as const)('on %i nodes', (count) => {
    const rows = manyFiles();

    test('loaded in parts, by the array form', async () => {
      const kinds = new Set(rows.map((row) => edgeOf(row, 'other')));
      expect(kinds).toEqual(new Set([EDGE_END, EDGE_START, EDGE_OTHER, EDGE_FAILED_START]));
      const cluster = await nodes.fresh(count);
      await check(cluster, await loaded(cluster, rows), rows, 'array');
    }, 240_000);

    test('in a table that exists, by the boundary form', async () => {
      const cluster = await nodes.fresh(count);
      await check(cluster, await foreign(cluster, rows), rows, 'boundary');
    }, 240_000);
  });
});

/** Equality of thousands of sessions, without the time it takes to describe how they differ when they don't. */
function expectSame(read: readonly ReadSession[], wanted: readonly PlainSession[], what: string): void {
  if (JSON.stringify(read) !== JSON.stringify(wanted)) expect(read, what).toEqual(wanted);
}
