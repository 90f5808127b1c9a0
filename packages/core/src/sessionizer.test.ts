import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PAIRINGS } from './pairing.js';
import { TIE_RULES, type TieRule } from './presets.js';
import { NO_END, type SessionColumns } from './session-columns.js';
import { Sessionizer } from './sessionizer.js';
import { referenceSessions, toColumns, type KeyedEvent } from './testing/reference.js';

const WIDTH = 3;

interface Row {
  key: number;
  start: number;
  end: number;
  starts: number;
  ends: number;
  origins: number[];
}

function rowsOf(batch: SessionColumns): Row[] {
  return Array.from({ length: batch.length }, (_, i) => ({
    key: batch.key[i] as number,
    start: batch.start[i] as number,
    end: batch.end[i] as number,
    starts: batch.starts[i] as number,
    ends: batch.ends[i] as number,
    origins: [...batch.origins.values.subarray(batch.origins.offsets[i], batch.origins.offsets[i + 1])],
  }));
}

function run(
  events: KeyedEvent[],
  ties: TieRule,
  keyWidth: number,
  originColumn?: number,
  cuts: number[] = [],
  restarts = false,
) {
  const sessionizer = new Sessionizer({ keyWidth, ties, originColumn, restarts });
  const rows: Row[] = [];
  for (const part of cutAt(events, cuts)) rows.push(...rowsOf(sessionizer.push(toColumns(part, WIDTH))));
  for (const batch of sessionizer.finish()) rows.push(...rowsOf(batch));
  return { sessionizer, rows };
}

function cutAt(events: KeyedEvent[], cuts: number[]): KeyedEvent[][] {
  const borders = [0, ...cuts.map((cut) => cut % (events.length + 1)).sort((a, b) => a - b), events.length];
  return borders.slice(1).map((border, i) => events.slice(borders[i], border));
}

function keyText(sessionizer: Sessionizer, keyWidth: number, key: number): string {
  return Array.from({ length: keyWidth }, (_, column) => sessionizer.keys.column(column)[key]).join();
}

const randomEvents = fc
  .array(
    fc.record({
      step: fc.constantFrom(0, 0, 0, 1, 2),
      type: fc.constantFrom(
        'start' as const,
        'end' as const,
        'start' as const,
        'end' as const,
        'other' as const,
      ),
      ids: fc.tuple(fc.nat(2), fc.nat(1), fc.nat(3)),
    }),
    { maxLength: 120 },
  )
  .map((steps) => {
    let time = 0;
    return steps.map(({ step, type, ids }): KeyedEvent => ({ time: (time += step), type, ids }));
  });

describe('Sessionizer', () => {
  test('equals the pure machine for any events, tie rule, key width and chunking', () => {
    const property = fc.property(
      randomEvents,
      fc.constantFrom(...TIE_RULES),
      fc.constantFrom(1, 2, 3),
      fc.constantFrom(undefined, 2),
      fc.array(fc.nat(200), { maxLength: 6 }),
      fc.boolean(),
      (events, ties, keyWidth, originColumn, cuts, restarts) => {
        const wanted = referenceSessions(events, keyWidth, ties, originColumn, restarts);
        const { sessionizer, rows } = run(events, ties, keyWidth, originColumn, cuts, restarts);
        expect(sessionizer.counts).toEqual(wanted.counts);
        const closed = new Map<string, unknown[]>();
        const open = new Map<string, unknown[]>();
        for (const { key, end, ends, ...row } of rows) {
          const name = keyText(sessionizer, keyWidth, key);
          if (end === NO_END) open.set(name, [...(open.get(name) ?? []), row]);
          else closed.set(name, [...(closed.get(name) ?? []), { ...row, end, ends }]);
        }
        expect(closed).toEqual(wanted.sessions);
        expect(open).toEqual(wanted.open);
      },
    );
    fc.assert(property, { seed: 1, numRuns: 2000 });
  });

  test('gives the same sessions in the same order for any chunking', () => {
    const property = fc.property(
      randomEvents,
      fc.constantFrom(...TIE_RULES),
      fc.array(fc.nat(200), { maxLength: 20 }),
      (events, ties, cuts) => {
        expect(run(events, ties, 2, 2, cuts).rows).toEqual(run(events, ties, 2, 2).rows);
      },
    );
    fc.assert(property, { seed: 2, numRuns: 300 });
  });

  test('goes on from a saved state as if there had been no break', () => {
    const property = fc.property(
      randomEvents,
      fc.constantFrom(...TIE_RULES),
      fc.constantFrom(...PAIRINGS),
      fc.constantFrom(undefined, 2),
      fc.array(fc.nat(120), { maxLength: 4 }),
      fc.boolean(),
      (events, ties, pairing, originColumn, cuts, restarts) => {
        const options = { keyWidth: 2, ties, pairing, originColumn, restarts };
        const whole = new Sessionizer(options);
        const wanted = rowsOf(whole.push(toColumns(events, WIDTH)));
        for (const batch of whole.finish()) wanted.push(...rowsOf(batch));
        let carried = new Sessionizer(options);
        const rows: Row[] = [];
        for (const part of cutAt(events, cuts)) {
          const next = new Sessionizer(options);
          next.load(carried.save());
          carried = next;
          rows.push(...rowsOf(carried.push(toColumns(part, WIDTH))));
        }
        for (const batch of carried.finish()) rows.push(...rowsOf(batch));
        expect(rows).toEqual(wanted);
        expect(carried.counts).toEqual(whole.counts);
      },
    );
    fc.assert(property, { seed: 3, numRuns: 600 });
  });

  test('takes time 0 for a time', () => {
    const { rows } = run(
      [
        { time: 0, type: 'start', ids: [0, 0, 0] },
        { time: 0, type: 'end', ids: [0, 0, 0] },
      ],
      'file',
      1,
    );
    expect(rows).toEqual([{ key: 0, start: 0, end: 0, starts: 1, ends: 1, origins: [] }]);
  });

  test('remembers each origin once, in order of appearance, however many there are', () => {
    const origins = [...Array(40).keys(), ...Array(40).keys()].map((n) => (n * 7) % 40);
    const events: KeyedEvent[] = origins.map((origin, i) => ({
      time: i,
      type: 'start',
      ids: [1, 1, origin],
    }));
    events.push({ time: 99, type: 'end', ids: [1, 1, 0] });
    expect(run(events, 'pair', 2, 2).rows).toEqual([
      { key: 0, start: 0, end: 99, starts: 80, ends: 1, origins: origins.slice(0, 40) },
    ]);
  });

  test('keeps 100,000 keys apart and numbers them by first appearance', () => {
    const keys = 100_000;
    const events = { length: keys, time: new Int32Array(keys), edge: new Uint8Array(keys).fill(1) };
    const ids = [0, 1, 2].map((column) =>
      Int32Array.from({ length: keys }, (_, i) => ((i * (column + 1)) % 1009) ^ (i >> (column * 3))),
    );
    const sessionizer = new Sessionizer({ keyWidth: 3, ties: 'file' });
    sessionizer.push({ ...events, ids });
    sessionizer.push({ ...events, edge: new Uint8Array(keys), time: new Int32Array(keys).fill(5), ids });
    const distinct = new Map<string, number>();
    for (let i = 0; i < keys; i++) {
      const name = ids.map((column) => column[i]).join();
      distinct.set(name, (distinct.get(name) ?? 0) + 1);
    }
    const rows: Row[] = [];
    for (const batch of sessionizer.finish()) rows.push(...rowsOf(batch));
    expect(rows.map(({ key, starts }) => [keyText(sessionizer, 3, key), starts])).toEqual([...distinct]);
    expect(rows.every(({ start, end, starts, ends }) => start === 0 && end === 5 && starts === ends)).toBe(
      true,
    );
  });

  test('refuses a key of no or too many columns', () => {
    expect(() => new Sessionizer({ keyWidth: 0, ties: 'file' })).toThrow(RangeError);
    expect(() => new Sessionizer({ keyWidth: 4, ties: 'file' })).toThrow(RangeError);
  });
});
