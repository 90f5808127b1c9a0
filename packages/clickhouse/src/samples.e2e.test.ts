import { unsupportedReason } from '@cmsc/clickhouse-testbed';
import {
  AUTH_PRESETS,
  Dictionary,
  NO_END,
  PROC_PRESETS,
  Sessionizer,
  type AuthEvent,
  type PresetName,
  type SessionColumns,
} from '@cmsc/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AUTH_EVENTS, PROC_EVENTS, type EventKind } from './load/event-kind.js';
import type { StoredEvents } from './load/stored-events.js';
import { extractSessions } from './sessions/extract-sessions.js';
import { labelEvents } from './labels/label-events.js';
import { loadParts } from './load/load-parts.js';
import { cutParts, toColumns, type EventRow } from './testing/event-parts.js';
import { TestNodes } from './testing/clusters.js';
import { plainLabels, toLabelled } from './testing/plain-labels.js';
import type { PlainSession } from './testing/plain-sessions.js';
import { inKeyOrder, readSessions } from './testing/read-sessions.js';
import { hasSharedData, sharedAuth, sharedLines, sharedProc, sharedRedTeam } from './testing/shared-data.js';

const SAMPLES = ['day0_t1-166', 'day1_t86400-86489', 'day2_t172800-172886', 'day7_t634975-635057'];
const PRESETS: PresetName[] = ['destination', 'notebook'];

describe.skipIf(unsupportedReason() || !hasSharedData)('real samples', () => {
  let nodes: TestNodes;

  beforeAll(async () => {
    nodes = await TestNodes.start();
  }, 300_000);

  afterAll(() => nodes?.close());

  async function load(kind: EventKind, rows: EventRow[], count: 1 | 2, cuts = [1700, 3400]) {
    const cluster = await nodes.fresh(count);
    const loads = await loadParts(cluster, kind, cutParts('sample', rows, cuts, kind));
    return { cluster, source: { type: 'loads', kind, loads } satisfies StoredEvents };
  }

  test.each(PRESETS)(
    'the golden sessions of day 0, preset %s',
    async (preset) => {
      const { cluster, source } = await load(AUTH_EVENTS, sharedAuth(`data/auth_users_${SAMPLES[0]}.txt`), 2);
      const extraction = await extractSessions(cluster, source, { rule: AUTH_PRESETS[preset] });
      const [header = '', ...wanted] = sharedLines(`golden/sessions_${preset}_day0.csv`);
      const width = header.split(',').length;
      const lines = (await readSessions(extraction)).map(({ key, start, end, starts, ends, origins }) =>
        [...key, start, end, (end as number) - start, starts, ends, origins.join(' ')]
          .slice(0, width)
          .join(','),
      );
      if (preset === 'destination') expect(lines).toEqual(wanted);
      else expect(lines.map(short)).toEqual(wanted.map(short));
      await extraction.close();
    },
    60_000,
  );

  test('the golden process runs, and their ledger', async () => {
    const { cluster, source } = await load(PROC_EVENTS, sharedProc('data/proc_first10000.txt'), 2);
    const extraction = await extractSessions(cluster, source, { rule: PROC_PRESETS.notebook });
    const lines = (await readSessions(extraction)).map(({ key, start, end }) =>
      [...key, start, end].join(','),
    );
    expect(lines).toEqual(sharedLines('golden/processes_proc_first10000.csv').slice(1));
    expect(extraction.ledger).toMatchObject({
      rows: 10_000,
      keys: 6892,
      sessions: 1157,
      zeroLength: 0,
      repeatedStarts: 600,
      extendingEnds: 106,
      orphanEnds: 702,
      open: 6278,
    });
    await extraction.close();
  });

  describe.each([1, 2] as const)('all days on %i nodes', (count) => {
    test.each(PRESETS)(
      'equal the local sessionizer, labels too, preset %s',
      async (preset) => {
        const rows = SAMPLES.flatMap((name) => sharedAuth(`data/auth_users_${name}.txt`));
        const { cluster, source } = await load(AUTH_EVENTS, rows, count, [5000, 9999, 15_000]);
        const rule = AUTH_PRESETS[preset];
        const redteam = sharedRedTeam();
        const extraction = await extractSessions(cluster, source, { rule, redteam });
        const local = localSessions(rows, preset);
        const wanted = inKeyOrder(local.sessions);
        const labels = plainLabels(
          near(redteam, rows),
          rows,
          wanted.map((session) => toLabelled(session, rule.key)),
        );
        const read = await readSessions(extraction, { keepOpen: true });
        expect(read).toEqual(
          wanted.map((session, i) => ({ ...session, attackTimes: labels.attackTimes[i] })),
        );
        expect(extraction.ledger).toMatchObject(local.counts);
        const { matchedExact, matchedOrigin, inSession, inOpenSession, attackedSessions } = labels.ledger;
        expect(extraction.labels?.ledger).toMatchObject({ redteamRows: 749, distinct: 715 });
        expect(extraction.labels?.ledger).toMatchObject({
          matchedExact,
          matchedOrigin,
          inSession,
          inOpenSession,
          attackedSessions,
        });
        expect(attackedSessions).toBe(preset === 'destination' ? 1 : 0);
        await extraction.close();
      },
      60_000,
    );

    test('label rows in the order of the files', async () => {
      const rows = sharedAuth(`data/auth_users_${SAMPLES[3]}.txt`);
      const { cluster, source } = await load(AUTH_EVENTS, rows, count);
      const labelled = labelEvents(cluster, source, sharedRedTeam());
      const read: [AuthEvent, number][] = [];
      for await (const { events, redteamRows } of labelled.batches)
        for (let i = 0; i < events.length; i++) {
          const texts = labelled.columns.map((name, column) => [
            name,
            labelled.dictionaries[column]?.name(events.ids[column]?.[i] as number),
          ]);
          read.push([
            { time: events.time[i] as number, ...Object.fromEntries(texts) } as AuthEvent,
            redteamRows[i] as number,
          ]);
        }
      expect(read.map(([row]) => row)).toEqual(rows);
      expect(
        read
          .filter(([, repeats]) => repeats > 0)
          .map(([{ time, dst_user, src_machine, dst_machine }]) => [
            time,
            dst_user,
            src_machine,
            dst_machine,
          ]),
      ).toEqual([[635015, 'U737@DOM1', 'C19932', 'C529']]);
    });
  });
});

/** The columns that the golden file of preset notebook has: key, start and end. */
function short(line: string): string {
  return line.split(',').slice(0, 5).join(',');
}

/** The red-team rows of the seconds that the sample covers: all others can't be met. */
function near(redteam: ReturnType<typeof sharedRedTeam>, rows: readonly AuthEvent[]) {
  const last = rows.at(-1)?.time ?? 0;
  return redteam.filter(({ attack_time }) => attack_time <= last);
}

/** What core's sessionizer makes of rows, open sessions too. */
function localSessions(rows: readonly AuthEvent[], preset: PresetName) {
  const { key, ties, failedLogons } = AUTH_PRESETS[preset];
  const columns = [...new Set([...key, 'src_machine'])];
  const dictionaries = columns.map(() => new Dictionary());
  const hasOrigins = !key.includes('src_machine');
  const sessionizer = new Sessionizer({
    keyWidth: key.length,
    ties,
    ...(hasOrigins && { originColumn: columns.indexOf('src_machine') }),
  });
  const sessions: PlainSession[] = [];
  const take = (batch: SessionColumns) => {
    for (let i = 0; i < batch.length; i++)
      sessions.push({
        key: key.map(
          (_, c) =>
            dictionaries[c]?.name(sessionizer.keys.column(c)[batch.key[i] as number] as number) as string,
        ),
        start: batch.start[i] as number,
        end: batch.end[i] === NO_END ? null : (batch.end[i] as number),
        starts: batch.starts[i] as number,
        ends: batch.ends[i] as number,
        origins: [
          ...batch.origins.values.subarray(batch.origins.offsets[i], batch.origins.offsets[i + 1]),
        ].map((id) => dictionaries[columns.indexOf('src_machine')]?.name(id) as string),
      });
  };
  take(sessionizer.push(toColumns(rows, columns, dictionaries, failedLogons)));
  for (const batch of sessionizer.finish()) take(batch);
  return { sessions, counts: sessionizer.counts };
}
