import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MachineEvent } from './machine.js';
import { pairEvent, type OpenStarts, type Pairing } from './pairing.js';
import { TIE_RULES, type TieRule } from './presets.js';
import { NO_END } from './session-columns.js';
import { Sessionizer } from './sessionizer.js';
import { groupBy, toColumns, type KeyedEvent } from './testing/reference.js';
import { orderTies } from './ties.js';

type Paired = Exclude<Pairing, 'merge'>;

function run(letters: string, pairing: Paired) {
  let open: OpenStarts = [];
  const out: string[] = [];
  [...letters].forEach((letter, time) => {
    const [left, effect] = pairEvent(open, { type: letter === 'S' ? 'start' : 'end', time }, pairing);
    open = left;
    out.push(effect.type === 'paired' ? `${effect.session.start}-${effect.session.end}` : effect.type);
  });
  return { out: out.join(' '), open };
}

test('fifo closes the start that has been open longest', () => {
  expect(run('SSESEEE', 'fifo')).toEqual({ out: 'opened opened 0-2 opened 1-4 3-5 orphaned', open: [] });
});

test('lifo closes the start that was opened last', () => {
  expect(run('SSESES', 'lifo')).toEqual({ out: 'opened opened 1-2 opened 3-4 opened', open: [0, 5] });
});

/** One line a session, by the pure forms. */
function reference(events: KeyedEvent[], pairing: Paired, ties: TieRule): string[] {
  const lines: string[] = [];
  for (const [key, own] of groupBy(events, (event) => String(event.ids[0]))) {
    let open: OpenStarts = [];
    for (const [, second] of groupBy(own, (event) => String(event.time))) {
      for (const event of orderTies(second as MachineEvent[], ties, open.length > 0)) {
        const [left, effect] = pairEvent(open, event, pairing);
        open = left;
        if (effect.type === 'paired') lines.push(`${key}: ${effect.session.start}-${effect.session.end}`);
      }
    }
    lines.push(...open.map((start) => `${key}: ${start}-open`));
  }
  return lines.sort();
}

const randomEvents = fc
  .array(fc.record({ step: fc.constantFrom(0, 0, 1), start: fc.boolean(), key: fc.nat(1) }), {
    maxLength: 80,
  })
  .map((steps) => {
    let time = 0;
    return steps.map(({ step, start, key }): KeyedEvent => ({
      time: (time += step),
      type: start ? 'start' : 'end',
      ids: [key],
    }));
  });

test('the sessionizer equals the pure pairings, for any events, tie rule and chunking', () => {
  const property = fc.property(
    randomEvents,
    fc.constantFrom('fifo' as const, 'lifo' as const),
    fc.constantFrom(...TIE_RULES),
    fc.nat(80),
    (events, pairing, ties, cut) => {
      const sessionizer = new Sessionizer({ keyWidth: 1, ties, pairing });
      const lines: string[] = [];
      const take = ({ length, key, start, end }: ReturnType<Sessionizer['push']>) => {
        for (let i = 0; i < length; i++) {
          const name = sessionizer.keys.column(0)[key[i] as number];
          lines.push(`${name}: ${start[i]}-${end[i] === NO_END ? 'open' : end[i]}`);
        }
      };
      take(sessionizer.push(toColumns(events.slice(0, cut), 1)));
      take(sessionizer.push(toColumns(events.slice(cut), 1)));
      for (const batch of sessionizer.finish()) take(batch);
      expect(lines.sort()).toEqual(reference(events, pairing, ties));
      const { sessions, open, orphanEnds, repeatedStarts, extendingEnds } = sessionizer.counts;
      expect(sessions + open).toBe(events.filter((event) => event.type === 'start').length);
      expect(sessions + orphanEnds).toBe(events.filter((event) => event.type === 'end').length);
      expect([repeatedStarts, extendingEnds]).toEqual([0, 0]);
    },
  );
  fc.assert(property, { seed: 1, numRuns: 1000 });
});

test('remembers the origin of each paired start', () => {
  const sessionizer = new Sessionizer({ keyWidth: 1, ties: 'file', pairing: 'lifo', originColumn: 1 });
  const { origins, start } = sessionizer.push(
    toColumns(
      [
        { time: 1, type: 'start', ids: [0, 5] },
        { time: 2, type: 'start', ids: [0, 6] },
        { time: 3, type: 'end', ids: [0, 0] },
        { time: 4, type: 'end', ids: [0, 0] },
      ],
      2,
    ),
  );
  expect([...start]).toEqual([2, 1]);
  expect([...origins.offsets]).toEqual([0, 1, 2]);
  expect([...origins.values]).toEqual([6, 5]);
});
