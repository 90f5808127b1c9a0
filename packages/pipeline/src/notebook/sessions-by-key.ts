import { compareBytes } from '@cmsc/core';
import { openEvents } from '../event-source.js';
import { SessionGroups } from '../grouped-table.js';
import type { InputOptions } from '../options.js';
import { SessionPass } from '../session-pass.js';
import { planSessions, type SessionCommand } from '../session-plan.js';
import { selected } from '../session-rows.js';

/** A key with at least one complete session. */
export interface KeySessions {
  /** The text of each key column. */
  key: string[];
  /** Start and end of each session, in order of time. */
  spans: [start: number, end: number][];
}

/**
 * The sessions of every key under the preset of the notebook, sorted by the bytes of the key's columns.
 * They are held in memory, as the notebook's tables are.
 */
export async function sessionsByKey(
  command: SessionCommand,
  input: InputOptions,
): Promise<Iterable<KeySessions>> {
  const plan = planSessions(command, { preset: 'notebook' }, { labels: false, user: false, computer: false });
  const { failedLogons } = plan.rule;
  const { reader, dictionaries } = await openEvents(plan.format, input, {
    select: plan.select,
    failedLogons,
    neverSkips: true,
  });
  const pass = new SessionPass({ plan, dictionaries });
  const groups = new SessionGroups();
  for await (const events of reader)
    for (const batch of pass.push(events).sessions) groups.add(batch.sessions);
  for (const batch of pass.finish(reader.lastTime))
    groups.add(selected(batch, { keepOpen: false, minDurationSeconds: 0 }).sessions);
  pass.ledger(reader.counts);
  return sortedKeys(pass, groups, plan.rule.key.length);
}

function* sortedKeys(pass: SessionPass, groups: SessionGroups, width: number): Generator<KeySessions> {
  const textOf = (key: number) => Array.from({ length: width }, (_, column) => pass.keys.name(column, key));
  const keys = [...groups.byKey(pass.keys.size)].map(({ key, spans }) => ({ key: textOf(key), spans }));
  yield* keys.sort((a, b) => compareKeys(a.key, b.key));
}

/** Compares two keys column by column, by their bytes. */
export function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (let column = 0; column < a.length; column++) {
    const order = compareBytes(a[column] as string, b[column] as string);
    if (order !== 0) return order;
  }
  return 0;
}
