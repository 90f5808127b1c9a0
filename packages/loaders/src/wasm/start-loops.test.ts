import {
  CompiledSessionizer,
  EDGE_END,
  EDGE_OTHER,
  EDGE_START,
  PAIRINGS,
  Sessionizer,
  startSessionizer,
  TIE_RULES,
  type CompiledLoops,
  type EventColumns,
  type SessionColumns,
  type SessionizerOptions,
  type SessionMachine,
} from '@cmsc/core';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startLoops } from './start-wasm.js';

/** Columns of ids: up to three of the key, and the origin. */
const WIDTH = 4;

interface Step {
  step: number;
  edge: number;
  ids: readonly number[];
}

const randomSteps = fc.array(
  fc.record({
    step: fc.constantFrom(0, 0, 0, 1, 2),
    edge: fc.constantFrom(EDGE_START, EDGE_END, EDGE_START, EDGE_END, EDGE_OTHER),
    ids: fc.tuple(fc.nat(2), fc.nat(1), fc.nat(1), fc.nat(3)),
  }),
  { maxLength: 150 },
);

function toColumns(steps: readonly Step[]): EventColumns {
  let time = 0;
  return {
    length: steps.length,
    time: Int32Array.from(steps, ({ step }) => (time += step)),
    edge: Uint8Array.from(steps, ({ edge }) => edge),
    ids: Array.from({ length: WIDTH }, (_, column) => Int32Array.from(steps, ({ ids }) => ids[column]!)),
  };
}

function part({ time, edge, ids }: EventColumns, from: number, to: number): EventColumns {
  return {
    length: to - from,
    time: time.slice(from, to),
    edge: edge.slice(from, to),
    ids: ids.map((column) => column.slice(from, to)),
  };
}

/** All of a batch, as it is good until the next. */
function copyOf(batch: SessionColumns): unknown {
  const { length, key, start, end, starts, ends, origins } = batch;
  const { offsets, values } = origins;
  return { length, rows: [key, start, end, starts, ends, offsets, values].map((column) => [...column]) };
}

function compiled(options: SessionizerOptions): CompiledSessionizer {
  const sessionizer = CompiledSessionizer.start(options, startLoops);
  if (!sessionizer) throw new Error('no WebAssembly');
  return sessionizer;
}

/** Everything that comes out; the machine changes hands at each cut, when that is asked for. */
function outcome(
  make: ((options: SessionizerOptions) => SessionMachine)[],
  options: SessionizerOptions,
  events: EventColumns,
  cuts: readonly number[] = [],
  isSaved = false,
) {
  let machine = make[0]!(options);
  const batches: unknown[] = [];
  const borders = [0, ...cuts.map((cut) => cut % (events.length + 1)).sort((a, b) => a - b), events.length];
  borders.slice(1).forEach((border, i) => {
    batches.push(copyOf(machine.push(part(events, borders[i]!, border))));
    if (!isSaved) return;
    const next = make[(i + 1) % make.length]!(options);
    next.load(machine.save());
    machine = next;
  });
  for (const batch of machine.finish()) batches.push(copyOf(batch));
  const keys = [0, 1, 2].map((column) => [...machine.keys.column(column)]);
  return { batches, counts: machine.counts, keys, size: machine.keys.size };
}

/** The same where it is too much to be compared value by value. */
function digest(...given: Parameters<typeof outcome>): string {
  return createHash('sha256')
    .update(JSON.stringify(outcome(...given)))
    .digest('hex');
}

const inJavaScript = (options: SessionizerOptions) => new Sessionizer(options);

const randomOptions = fc.record({
  ties: fc.constantFrom(...TIE_RULES),
  keyWidth: fc.constantFrom(1, 2, 3),
  originColumn: fc.constantFrom(undefined, 0, 3),
  restarts: fc.boolean(),
});

describe('the compiled sessionizer', () => {
  test('gives what that in JavaScript gives, for any events, rules and chunking', () => {
    const property = fc.property(
      randomSteps,
      randomOptions,
      fc.array(fc.nat(200), { maxLength: 6 }),
      (steps, options, cuts) => {
        const events = toColumns(steps);
        expect(outcome([compiled], options, events, cuts)).toEqual(
          outcome([inJavaScript], options, events, cuts),
        );
      },
    );
    fc.assert(property, { seed: 1, numRuns: 500 });
  });

  test('goes on from the state of either, as either goes on from its', () => {
    const property = fc.property(
      randomSteps,
      randomOptions,
      fc.array(fc.nat(120), { maxLength: 4 }),
      (steps, options, cuts) => {
        const events = toColumns(steps);
        const wanted = outcome([inJavaScript], options, events, cuts);
        for (const hands of [[compiled], [compiled, inJavaScript], [inJavaScript, compiled]])
          expect(outcome(hands, options, events, cuts, true)).toEqual(wanted);
      },
    );
    fc.assert(property, { seed: 2, numRuns: 150 });
  });

  test('leaves it to that in JavaScript to go on with more keys than it has room for', () => {
    const property = fc.property(
      randomSteps,
      randomOptions,
      fc.nat(8),
      fc.array(fc.nat(120), { maxLength: 6 }),
      fc.boolean(),
      (steps, options, mostCompiled, cuts, isSaved) => {
        const events = toColumns(steps);
        const limited = (given: SessionizerOptions) => startSessionizer(given, startLoops, mostCompiled);
        const wanted = outcome([inJavaScript], options, events, cuts);
        expect(outcome([limited], options, events, cuts, isSaved)).toEqual(wanted);
      },
    );
    fc.assert(property, { seed: 3, numRuns: 200 });
  });

  test('gives what that in JavaScript gives of keys of four columns, with more of them than it has room for, too', () => {
    const property = fc.property(
      randomSteps,
      fc.constantFrom(...TIE_RULES),
      fc.nat(8),
      fc.array(fc.nat(120), { maxLength: 6 }),
      fc.boolean(),
      (steps, ties, mostCompiled, cuts, isSaved) => {
        const events = toColumns(steps);
        const options = { keyWidth: WIDTH, ties };
        const wide = (given: SessionizerOptions) => startSessionizer(given, () => undefined);
        const limited = (given: SessionizerOptions) => startSessionizer(given, startLoops, mostCompiled);
        const wanted = outcome([wide], options, events, cuts);
        expect(outcome([limited], options, events, cuts, isSaved)).toEqual(wanted);
        expect(outcome([limited, wide], options, events, cuts, true)).toEqual(wanted);
      },
    );
    fc.assert(property, { seed: 4, numRuns: 200 });
  });

  test('keeps many keys apart, in batches and seconds larger than all its rooms', () => {
    const rows = 150_000;
    const events: EventColumns = {
      length: rows,
      time: Int32Array.from({ length: rows }, (_, i) => Math.floor(i / 45_000)),
      edge: Uint8Array.from({ length: rows }, (_, i) => ((i * 7) % 5) & 1),
      ids: [0, 1, 2, 3].map((column) =>
        Int32Array.from({ length: rows }, (_, i) => ((i * (column + 1)) % 1009) ^ (i >> (column * 3))),
      ),
    };
    for (const ties of TIE_RULES) {
      const options = { keyWidth: 3, ties, originColumn: 3 };
      expect(digest([compiled], options, events, [70_000, 111_001])).toBe(
        digest([inJavaScript], options, events, [70_000, 111_001]),
      );
    }
    expect(outcome([compiled], { keyWidth: 3, ties: 'pair' }, events).size).toBeGreaterThan(100_000);
  });

  test.each([70_000, 140_000])('counts %i starts and as many ends of a session', (count) => {
    const steps: Step[] = [EDGE_START, EDGE_END].flatMap((edge) =>
      Array.from({ length: count }, (_, i) => ({ step: i % 3 === 0 ? 1 : 0, edge, ids: [1, 1, 1, i % 50] })),
    );
    const events = toColumns([...steps, { step: 1, edge: EDGE_START, ids: [1, 1, 1, 2] }]);
    for (const ties of TIE_RULES) {
      const options = { keyWidth: 1, ties, originColumn: 3 };
      const wanted = digest([inJavaScript], options, events, [count]);
      expect(digest([compiled], options, events, [count])).toBe(wanted);
      expect(digest([compiled], options, events, [count], true)).toBe(wanted);
    }
  });

  test('takes no more memory for many events than for few', () => {
    for (const ties of TIE_RULES) {
      const memories: CompiledLoops['memory'][] = [];
      const sessionizer = CompiledSessionizer.start({ keyWidth: 1, ties }, (host) => {
        const loops = startLoops(host);
        if (loops) memories.push(loops.memory);
        return loops;
      });
      const rows = 50_000;
      const edge = Uint8Array.from({ length: rows }, (_, i) => i & 1);
      const ids = [Int32Array.from({ length: rows }, (_, i) => i % 100)];
      for (let batch = 0; batch < 10; batch++) {
        const time = Int32Array.from({ length: rows }, (_, i) => batch * rows + i);
        sessionizer?.push({ length: rows, time, edge, ids });
      }
      expect(memories.map(({ buffer }) => buffer.byteLength <= 4 * 1024 * 1024)).toEqual([true]);
    }
  });

  test('leaves other pairings, and reasons, to that in JavaScript', () => {
    for (const pairing of PAIRINGS) {
      const options: SessionizerOptions = { keyWidth: 1, ties: 'pair', pairing };
      expect(CompiledSessionizer.start(options, startLoops) !== undefined).toBe(pairing === 'merge');
    }
    expect(CompiledSessionizer.start({ keyWidth: 1, ties: 'pair', explain: {} }, startLoops)).toBeUndefined();
    expect(CompiledSessionizer.start({ keyWidth: 1, ties: 'pair' }, () => undefined)).toBeUndefined();
  });

  test('refuses a key of no or too many columns', () => {
    expect(() => compiled({ keyWidth: 0, ties: 'file' })).toThrow(RangeError);
    expect(() => compiled({ keyWidth: 4, ties: 'file' })).toThrow(RangeError);
  });
});
