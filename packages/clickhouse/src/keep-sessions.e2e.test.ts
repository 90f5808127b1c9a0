import { unsupportedReason } from '@cmsc/clickhouse-testbed';
import { AUTH_PRESETS, type AuthEvent, PROC_PRESETS, randomNumbers, type RedTeamEvent } from '@cmsc/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClickHouseCluster } from './connection/cluster.js';
import { labelEvents } from './labels/label-events.js';
import { AUTH_EVENTS, type EventKind, PROC_EVENTS } from './load/event-kind.js';
import { loadParts } from './load/load-parts.js';
import { type EventFilter, type LoadedEvents, spreadOf } from './load/stored-events.js';
import { extractSessions } from './sessions/extract-sessions.js';
import { TestNodes } from './testing/clusters.js';
import { countsOf, cutParts, eventPart, type EventRow } from './testing/event-parts.js';
import { plainLabels, toLabelled } from './testing/plain-labels.js';
import { plainSessions } from './testing/plain-sessions.js';
import { mergedRows, randomRows } from './testing/random-rows.js';
import { inKeyOrder, readSessions } from './testing/read-sessions.js';

const RULE = AUTH_PRESETS.destination;

/** What a row of kept sessions with labels holds. */
const SESSION = ['', '', 0, null, null, 0, 0, [], 0, []];

const row = (time: number, user: string, source: string, orientation: string): AuthEvent => ({
  time,
  src_user: user,
  dst_user: user,
  src_machine: source,
  dst_machine: 'C9',
  auth_type: 'Kerberos',
  logon_type: 'Network',
  orientation,
  result: 'Success',
});

const DAY: AuthEvent[] = [
  row(0, 'Ü1@DOM1', 'C1', 'LogOn'),
  row(0, 'ANONYMOUS LOGON@C586', 'C9', 'LogOff'),
  row(3, 'Ü1@DOM1', 'C2', 'LogOn'),
  row(3, 'Ü1@DOM1', 'C9', 'TGS'),
  row(5, 'Ü1@DOM1', 'C9', 'LogOff'),
  row(8, "O'Neil\\", 'C3', 'LogOn'),
  row(9, 'Ü1@DOM1', 'C1', 'LogOn'),
];

const attack = (
  attack_time: number,
  src_user: string,
  src_machine: string,
  dst_machine = 'C9',
): RedTeamEvent => ({
  attack_time,
  src_user,
  src_machine,
  dst_machine,
});

describe.skipIf(unsupportedReason())('extracted sessions', () => {
  let nodes: TestNodes;

  beforeAll(async () => {
    nodes = await TestNodes.start();
  }, 300_000);

  afterAll(() => nodes?.close());

  async function load(
    cluster: ClickHouseCluster,
    rows: EventRow[],
    kind: EventKind = AUTH_EVENTS,
  ): Promise<LoadedEvents> {
    return { type: 'loads', kind, loads: await loadParts(cluster, kind, [eventPart(kind, 'day', rows)]) };
  }

  describe.each([1, 2] as const)('on %i nodes', (count) => {
    test('are kept in a table that any node shows, with the columns of the command line', async () => {
      const cluster = await nodes.fresh(count);
      const source = await load(cluster, DAY);
      const redteam = [
        attack(3, 'Ü1@DOM1', 'C2'),
        attack(3, 'Ü1@DOM1', 'C2'),
        attack(0, 'Ü1@DOM1', 'C1'),
        attack(9, "O'Neil\\", 'C3'),
      ];
      const extraction = await extractSessions(cluster, source, { rule: RULE, redteam });
      expect(await extraction.keep('sessions', { keepOpen: true })).toBe(3);
      const last = cluster.nodes.at(-1);
      const read = () =>
        last?.rows(`SELECT * FROM ${cluster.table('sessions')} ORDER BY dst_user, start_time`, SESSION);
      expect(
        await last?.rows(
          `SELECT name FROM system.columns WHERE table = 'sessions' AND database = '${cluster.config.database}'`,
          [''],
        ),
      ).toEqual(
        [
          'dst_user',
          'dst_machine',
          'start_time',
          'end_time',
          'duration',
          'logons',
          'logoffs',
          'origins',
          'label',
          'attack_times',
        ].map((name) => [name]),
      );
      expect(await read()).toEqual([
        ["O'Neil\\", 'C9', 8, null, null, 1, 0, ['C3'], 1, [9]],
        ['Ü1@DOM1', 'C9', 0, 5, 5, 2, 1, ['C1', 'C2'], 1, [0, 3]],
        ['Ü1@DOM1', 'C9', 9, null, null, 1, 0, ['C1'], 0, []],
      ]);
      await expect(extraction.keep('sessions')).rejects.toThrow(
        expect.objectContaining({ kind: 'io', code: 'OUTPUT_EXISTS' }),
      );
      expect(await read()).toHaveLength(3);
      expect(await extraction.keep('sessions', { force: true, minDurationSeconds: 5 })).toBe(1);
      expect(await read()).toHaveLength(1);
      expect(await extraction.keep('long', { minDurationSeconds: 6 })).toBe(0);
      await extraction.close();
      const left = await cluster.onEach((node) =>
        node.rows(
          `SELECT name FROM system.tables WHERE database = '${cluster.config.database}' AND startsWith(name, 'sessions_')`,
          [''],
        ),
      );
      expect(left.map((names) => names.length)).toEqual(cluster.nodes.map(() => (count === 1 ? 0 : 1)));
    });

    test('of processes are kept under the names of theirs', async () => {
      const cluster = await nodes.fresh(count);
      const process = (time: number, action: 'Start' | 'End') => ({
        time,
        user_domain: 'C1$@DOM1',
        computer: 'C1',
        process_name: 'P,1',
        action,
      });
      const source = await load(
        cluster,
        [process(1, 'End'), process(1, 'Start'), process(7, 'End')],
        PROC_EVENTS,
      );
      const extraction = await extractSessions(cluster, source, { rule: PROC_PRESETS.destination });
      expect(extraction.ledger).toMatchObject({ keys: 1, sessions: 1, zeroLength: 0, extendingEnds: 1 });
      await extraction.keep('runs');
      expect(
        await cluster.first.rows(
          `SELECT user_domain, computer, process_name, start_time, end_time, duration, starts, ends FROM ${cluster.table('runs')}`,
          ['', '', '', 0, 0, 0, 0, 0],
        ),
      ).toEqual([['C1$@DOM1', 'C1', 'P,1', 1, 7, 6, 1, 2]]);
      await extraction.close();
    });

    test('carry the labels that comparing everything with everything gives', async () => {
      const rows = mergedRows(Array.from({ length: 20 }, (_, i) => randomRows(i, `F${i}`)));
      const cluster = await nodes.fresh(count);
      const source = await load(cluster, rows);
      const redteam = randomAttacks(rows);
      for (const rule of [AUTH_PRESETS.destination, AUTH_PRESETS.notebook]) {
        const extraction = await extractSessions(cluster, source, { rule, redteam });
        const sessions = inKeyOrder(plainSessions(rows, rule, rule === RULE).sessions);
        const wanted = plainLabels(
          redteam,
          rows,
          sessions.map((session) => toLabelled(session, rule.key)),
        );
        expect(extraction.labels?.ledger).toEqual(wanted.ledger);
        expect(Object.values(wanted.ledger).every((figure) => figure > 0)).toBe(true);
        const read = await readSessions(extraction, { keepOpen: true });
        expect(read.map(({ attackTimes }) => attackTimes)).toEqual(wanted.attackTimes);
        await extraction.close();
      }
      const { redteamRows } = plainLabels(redteam, rows, []);
      expect(await labelsOf(cluster, source, redteam, false)).toEqual(redteamRows);
      expect(await labelsOf(cluster, source, redteam, true)).toEqual(
        redteamRows.filter((repeats) => repeats > 0),
      );
    });

    test('are those of the events that a filter lets through', async () => {
      const rows = mergedRows(
        Array.from({ length: 20 }, (_, i) => randomRows(i, i % 2 ? `Ä.${i}` : `F${i}`)),
      );
      const cluster = await nodes.fresh(count);
      const source = await load(cluster, rows);
      const filters: [EventFilter, (event: AuthEvent) => boolean][] = [
        [{ from: 3, to: 20 }, ({ time }) => time >= 3 && time <= 20],
        [{ user: 'U?@?.*' }, ({ dst_user }) => /^U.@..*/.test(dst_user) && dst_user.includes('@Ä.')],
        [
          { user: 'U1*', computer: 'C1' },
          ({ dst_user, dst_machine }) => dst_user.startsWith('U1') && dst_machine === 'C1',
        ],
        [{ computer: 'nowhere' }, () => false],
      ];
      for (const [filter, passes] of filters) {
        const extraction = await extractSessions(cluster, source, { rule: RULE, filter });
        const passed = rows.filter(passes);
        const wanted = plainSessions(passed, RULE, true);
        const filtered = rows.length - passed.length;
        expect(extraction.ledger).toEqual({
          ...countsOf(passed, RULE.failedLogons),
          ...wanted.counts,
          rows: rows.length,
          filtered,
        });
        expect(await readSessions(extraction, { keepOpen: true })).toEqual(inKeyOrder(wanted.sessions));
        await extraction.close();
      }
    });

    test('of nothing are none', async () => {
      const cluster = await nodes.fresh(count);
      const empty = [eventPart(AUTH_EVENTS, 'empty', []), eventPart(AUTH_EVENTS, 'empty too', [])];
      const source: LoadedEvents = {
        type: 'loads',
        kind: AUTH_EVENTS,
        loads: await loadParts(cluster, AUTH_EVENTS, empty),
      };
      const extraction = await extractSessions(cluster, source, {
        rule: RULE,
        redteam: [attack(3, 'U1', 'C2')],
      });
      expect(extraction.ledger).toMatchObject({ rows: 0, keys: 0, sessions: 0, open: 0 });
      expect(extraction.labels?.ledger).toMatchObject({ distinct: 1, unmatched: 1, nowhere: 1 });
      expect(await readSessions(extraction)).toEqual([]);
      await extraction.close();
    });

    test('take two parts with the same rows for two', async () => {
      const cluster = await nodes.fresh(count);
      const second = [row(4, 'U1', 'C1', 'LogOn'), row(4, 'U1', 'C1', 'LogOff')];
      const parts = [eventPart(AUTH_EVENTS, 'one', second), eventPart(AUTH_EVENTS, 'two', second)];
      const loads = await loadParts(cluster, AUTH_EVENTS, parts);
      const extraction = await extractSessions(
        cluster,
        { type: 'loads', kind: AUTH_EVENTS, loads },
        { rule: RULE },
      );
      expect(extraction.ledger).toMatchObject({ rows: 4, keys: 1, sessions: 2 });
      await extraction.close();
    });
  });

  test('come from both nodes, whose keys are as many within 10 %', async () => {
    const cluster = await nodes.fresh(2);
    const random = randomNumbers(5);
    const number = (below: number) => Math.floor(random() * below);
    const rows = Array.from({ length: 20_000 }, (_, i) => ({
      ...row(i, `U${number(3000)}@DOM1`, 'C1', i % 2 ? 'LogOn' : 'LogOff'),
      dst_machine: `C${number(4000)}`,
    }));
    const source = await load(cluster, rows);
    const shares = await spreadOf(cluster, source, RULE.key);
    const mean = shares.reduce((sum, { keys }) => sum + keys, 0) / 2;
    expect(mean).toBeGreaterThan(9000);
    for (const { keys } of shares) expect(Math.abs(keys - mean) / mean).toBeLessThan(0.1);
    const extraction = await extractSessions(cluster, source, { rule: RULE });
    await extraction.keep('kept');
    await extraction.close();
    const reports = await cluster.report();
    expect(reports.map(({ node }) => node)).toEqual(cluster.nodes.map(({ name }) => name));
    for (const { bytesReceived, peakMemoryBytes } of reports) {
      expect(bytesReceived).toBeLessThan(10_000);
      expect(peakMemoryBytes).toBeGreaterThan(0);
    }
    expect(reports.reduce((sum, { bytesSent }) => sum + bytesSent, 0)).toBeGreaterThan(20_000 * 13);
  });

  test('of a key whose rows lie apart are refused', async () => {
    const cluster = await nodes.fresh(2);
    const rule = { ...RULE, key: ['dst_user'] };
    const refusal = (message: RegExp) =>
      expect.objectContaining({ kind: 'usage', code: 'BAD_OPTION', message: expect.stringMatching(message) });
    await expect(extractSessions(cluster, await load(cluster, DAY), { rule })).rejects.toThrow(
      refusal(/add dst_machine to the key/),
    );
    await cluster.onEach((node) =>
      node.define(
        `CREATE TABLE ${cluster.table('apart')} (t UInt32, u String, s UInt8) ENGINE = MergeTree ORDER BY t`,
      ),
    );
    await cluster.onEach((node) =>
      node.run(`INSERT INTO ${cluster.table('apart')} VALUES (1, 'U1', 1), (2, 'U1', 0)`),
    );
    const apart = {
      type: 'table' as const,
      kind: AUTH_EVENTS,
      table: `${cluster.config.database}.apart`,
      time: 't',
      start: 's = 1',
      end: 's = 0',
      columns: { dst_user: 'u', dst_machine: "'C1'", src_machine: "'C2'" },
    };
    await expect(extractSessions(cluster, apart, { rule: RULE })).rejects.toThrow(
      refusal(/1 keys have events on more than one node/),
    );
    await expect(extractSessions(cluster, apart, { rule: { ...RULE, ties: 'file' } })).rejects.toThrow(
      refusal(/map a column to order/),
    );
    await expect(extractSessions(cluster, apart, { rule: { ...RULE, key: ['nope'] } })).rejects.toThrow(
      expect.objectContaining({ code: 'UNKNOWN_COLUMN' }),
    );
    await expect(
      extractSessions(cluster, apart, { rule: { ...RULE, key: ['dst_user'] }, redteam: [] }),
    ).rejects.toThrow(refusal(/labels need dst_user and dst_machine/));
    await expect(
      extractSessions(cluster, { ...apart, time: 'toInt64(t) - 9' }, { rule: RULE }),
    ).rejects.toThrow(expect.objectContaining({ code: 'BAD_TIME' }));
    for (const failure of ['Fail ', 'FAIL'])
      await expect(
        extractSessions(
          cluster,
          { ...apart, columns: { ...apart.columns, result: `'${failure}'` } },
          { rule: RULE },
        ),
      ).rejects.toThrow(
        expect.objectContaining({ code: 'BAD_EDGE', what: expect.stringMatching(/^result of 2/) }),
      );
  });

  test('of a single node may have any key', async () => {
    const cluster = await nodes.fresh(1);
    const rows = mergedRows(Array.from({ length: 5 }, (_, i) => randomRows(i, `F${i}`)));
    const source: LoadedEvents = {
      type: 'loads',
      kind: AUTH_EVENTS,
      loads: await loadParts(cluster, AUTH_EVENTS, cutParts('day', rows, [100])),
    };
    for (const key of [['dst_machine'], ['src_user', 'dst_user', 'logon_type', 'result']]) {
      const rule = { ...RULE, key };
      const extraction = await extractSessions(cluster, source, { rule });
      expect(await readSessions(extraction, { keepOpen: true })).toEqual(
        inKeyOrder(plainSessions(rows, rule, true).sessions),
      );
      await extraction.close();
    }
  });
});

/** Red-team rows that match rows exactly, by origin, or not at all; some lie in sessions, some repeat. */
function randomAttacks(rows: readonly AuthEvent[]): RedTeamEvent[] {
  const random = randomNumbers(11);
  const attacks = Array.from({ length: 120 }, (_, i) => {
    const { time, dst_user, src_machine, dst_machine } = rows[
      Math.floor(random() * rows.length)
    ] as AuthEvent;
    if (i % 4 === 0) return attack(time, dst_user, src_machine, 'C77');
    if (i % 4 === 1) return attack(time + 1, dst_user, src_machine, dst_machine);
    if (i % 20 === 2) return attack(time, 'nobody', src_machine, dst_machine);
    return attack(time, dst_user, src_machine, dst_machine);
  });
  return [...attacks, ...attacks.slice(0, 20)];
}

async function labelsOf(
  cluster: ClickHouseCluster,
  source: LoadedEvents,
  redteam: RedTeamEvent[],
  onlyAttacks: boolean,
): Promise<number[]> {
  const labels: number[] = [];
  for await (const { redteamRows } of labelEvents(cluster, source, redteam, { onlyAttacks }).batches)
    labels.push(...redteamRows);
  return labels;
}
