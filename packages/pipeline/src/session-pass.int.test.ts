import { NO_END, type Ledger, type PresetName } from '@cmsc/core';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openEvents } from './event-source.js';
import { loadRedTeam } from './red-team.js';
import { SessionPass } from './session-pass.js';
import type { PassBatch } from './session-source.js';
import { planSessions, type RuleOptions, type SessionCommand } from './session-plan.js';
import { HAS_SHARED, SHARED } from './testing/shared.js';

interface Result {
  /** One CSV line a complete session, sorted by key and start; `columns` says what is in it. */
  lines: string[];
  ledger: Ledger;
  labels: ReturnType<SessionPass['labelLedger']>;
}

async function run(
  command: SessionCommand,
  file: string,
  rule: RuleOptions,
  columns: 'span' | 'all',
  redteam?: string,
): Promise<Result> {
  const index = redteam === undefined ? undefined : (await loadRedTeam(redteam)).index;
  const plan = planSessions(command, rule, { labels: index !== undefined, user: false, computer: false });
  const { reader, dictionaries } = await openEvents(
    plan.format,
    { inputs: [`${SHARED}data/${file}`], threads: 1 },
    {
      select: plan.select,
      others: index ? { at: index.times } : 'count',
      failedLogons: plan.rule.failedLogons,
    },
  );
  const pass = new SessionPass({ plan, dictionaries, redteam: index });
  const rows: { key: string[]; start: number; text: string }[] = [];
  const take = ({ sessions }: PassBatch) => {
    for (let i = 0; i < sessions.length; i++) {
      if (sessions.end[i] === NO_END) continue;
      const key = plan.rule.key.map((_, column) => pass.keys.name(column, sessions.key[i] as number));
      const [start, end] = [sessions.start[i] as number, sessions.end[i] as number];
      const { offsets, values } = sessions.origins;
      const origins = [...values.subarray(offsets[i], offsets[i + 1])].map((id) =>
        dictionaries[plan.origin as number]?.name(id),
      );
      const more =
        columns === 'all' ? [end - start, sessions.starts[i], sessions.ends[i], origins.join(' ')] : [];
      rows.push({ key, start, text: [...key, start, end, ...more].join() });
    }
  };
  for await (const events of reader) for (const batch of pass.push(events).sessions) take(batch);
  for (const batch of pass.finish(reader.lastTime)) take(batch);
  rows.sort((a, b) => compare(a.key, b.key) || a.start - b.start);
  return {
    lines: rows.map(({ text }) => text),
    ledger: pass.ledger(reader.counts),
    labels: pass.labelLedger(),
  };
}

function compare(a: string[], b: string[]): number {
  const at = a.findIndex((text, i) => text !== b[i]);
  return at < 0 ? 0 : (a[at] as string) < (b[at] as string) ? -1 : 1;
}

function golden(name: string): string[] {
  return readFileSync(`${SHARED}golden/${name}`, 'utf8').trimEnd().split('\n').slice(1);
}

const DAY0 = 'auth_users_day0_t1-166.txt';
const DAY7 = 'auth_users_day7_t634975-635057.txt';
const PROC = 'proc_first10000.txt';

describe.skipIf(!HAS_SHARED)('on real rows', () => {
  test('gives the golden rows', async () => {
    expect((await run('processes', PROC, { preset: 'notebook' }, 'span')).lines).toEqual(
      golden('processes_proc_first10000.csv'),
    );
    expect((await run('sessions', DAY0, { preset: 'notebook' }, 'span')).lines).toEqual(
      golden('sessions_notebook_day0.csv'),
    );
    expect((await run('sessions', DAY0, {}, 'all')).lines).toEqual(golden('sessions_destination_day0.csv'));
  });

  // keys, complete, zero-length, repeated starts, extending ends, orphan ends, open at end
  test.each<[SessionCommand, string, PresetName, number[]]>([
    ['processes', PROC, 'notebook', [6892, 1157, 0, 600, 106, 702, 6278]],
    ['processes', PROC, 'destination', [6892, 1539, 780, 533, 77, 349, 5963]],
    ['sessions', DAY0, 'notebook', [853, 567, 47, 795, 63, 1152, 462]],
    ['sessions', DAY0, 'destination', [557, 1445, 689, 250, 157, 180, 113]],
    ['sessions', DAY7, 'notebook', [3537, 267, 3, 1396, 48, 3324, 1716]],
    ['sessions', DAY7, 'destination', [2150, 2549, 913, 350, 440, 650, 448]],
  ])('gives the golden ledger of %s from %s, preset %s', async (command, file, preset, wanted) => {
    const { ledger } = await run(command, file, { preset }, 'span');
    const { keys, sessions, zeroLength, repeatedStarts, extendingEnds, orphanEnds, open } = ledger;
    expect([keys, sessions, zeroLength, repeatedStarts, extendingEnds, orphanEnds, open]).toEqual(wanted);
  });

  test('the red-team logon of day 7 meets a session under the destination key only', async () => {
    const redteam = `${SHARED}data/redteam.txt.gz`;
    const destination = await run('sessions', DAY7, {}, 'span', redteam);
    expect(destination.labels).toMatchObject({
      redteamRows: 749,
      distinct: 715,
      matchedExact: 1,
      inSession: 1,
      attackedSessions: 1,
    });
    const notebook = await run('sessions', DAY7, { preset: 'notebook' }, 'span', redteam);
    expect(notebook.labels).toMatchObject({ matchedExact: 1, inSession: 0, inOpenSession: 1 });
  });
});
