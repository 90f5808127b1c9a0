import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_END, type SessionColumns } from './session-columns.js';
import type { SessionMachine } from './sessionizer.js';
import { startSessionizer } from './start-sessionizer.js';
import { referenceSessions, toColumns, type KeyedEvent } from './testing/reference.js';

/** Columns of the key; the origin is behind them. */
const KEY = 5;

const notCompiled = () => undefined;
const start = () =>
  startSessionizer({ keyWidth: KEY, ties: 'pair', originColumn: KEY, explain: {} }, notCompiled);

const randomEvents = fc
  .array(
    fc.record({
      step: fc.nat(2),
      type: fc.constantFrom('start' as const, 'end' as const, 'other' as const),
      ids: fc.tuple(fc.nat(1), fc.nat(2), fc.nat(1), fc.nat(1), fc.nat(2), fc.nat(3)),
    }),
    { maxLength: 150 },
  )
  .map((steps) => {
    let time = 0;
    return steps.map(({ step, type, ids }): KeyedEvent => ({ time: (time += step), type, ids }));
  });

function sessionsOf(machine: SessionMachine, { length, key, start: from, end, origins }: SessionColumns) {
  const textOf = (id: number) =>
    Array.from({ length: KEY }, (_, column) => machine.keys.column(column)[id]).join();
  return Array.from({ length }, (_, row) => ({
    key: textOf(key[row]!),
    span: [from[row], end[row]],
    origins: [...origins.values.subarray(origins.offsets[row], origins.offsets[row + 1])],
  })).filter(({ span }) => span[1] !== NO_END);
}

test('gives the sessions of keys of five columns, whoever goes on with them, and says what each is', () => {
  const property = fc.property(randomEvents, fc.nat(150), fc.boolean(), (events, cut, isSaved) => {
    let machine = start();
    const sessions = sessionsOf(machine, machine.push(toColumns(events.slice(0, cut), KEY + 1)));
    if (isSaved) {
      const next = start();
      next.load(structuredClone(machine.save()));
      machine = next;
    }
    sessions.push(...sessionsOf(machine, machine.push(toColumns(events.slice(cut), KEY + 1))));
    for (const batch of machine.finish()) sessions.push(...sessionsOf(machine, batch));
    const wanted = referenceSessions(events, KEY, 'pair', KEY);
    const found = (key: string) => sessions.filter((session) => session.key === key);
    for (const [key, own] of wanted.sessions)
      expect(found(key).map(({ span, origins }) => ({ span, origins }))).toEqual(
        own.map(({ start: from, end, origins }) => ({ span: [from, end], origins })),
      );
    expect(machine.counts).toEqual(wanted.counts);
    expect(machine.keys.size).toBe(wanted.counts.keys);
    const orphans = machine.anomalies?.counts()['orphan end'] ?? {};
    if (!isSaved)
      expect(Object.values(orphans).reduce((sum, count) => sum + count, 0)).toBe(wanted.counts.orphanEnds);
  });
  fc.assert(property, { seed: 1, numRuns: 300 });
});

test('leaves narrow keys as they are, and refuses those of no columns', () => {
  const machine = startSessionizer({ keyWidth: 3, ties: 'file' }, notCompiled);
  machine.push(toColumns([{ time: 1, type: 'start', ids: [7, 8, 9] }], 3));
  expect([0, 1, 2].map((column) => machine.keys.column(column)[0])).toEqual([7, 8, 9]);
  expect(machine.save().fold).toBeUndefined();
  expect(() => startSessionizer({ keyWidth: 0, ties: 'file' }, notCompiled)).toThrow(RangeError);
});

test.each([0, 1, 2])('refuses origins in column %i, which is folded into a key of five', (originColumn) =>
  expect(() => startSessionizer({ keyWidth: 5, ties: 'file', originColumn }, notCompiled)).toThrow(
    RangeError,
  ),
);
