import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Agenda } from './agenda.js';

function due(agenda: Agenda, now: number): number[] {
  const ids: number[] = [];
  agenda.due(now, (id) => ids.push(id));
  return ids;
}

describe('Agenda', () => {
  it('gives each id back in its second', () => {
    const delays = fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 100 });
    fc.assert(
      fc.property(delays, fc.integer({ min: 0, max: 5_000_000 }), (all, start) => {
        const agenda = new Agenda(4);
        all.forEach((delay, id) => agenda.enter(id, start, delay));
        for (let time = start + 1; time <= start + 300; time++) {
          const expected = all.flatMap((delay, id) => (start + delay === time ? [id] : []));
          expect(due(agenda, time)).toEqual(expected.reverse());
        }
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it('lets an id be entered again while its second is due', () => {
    const agenda = new Agenda(2);
    agenda.enter(0, 0, 1);
    agenda.enter(1, 0, 1);
    agenda.due(1, (id) => agenda.enter(id, 1, 1));
    expect(due(agenda, 1)).toEqual([]);
    expect(due(agenda, 2).sort()).toEqual([0, 1]);
  });

  it('cuts delays at its horizon', () => {
    const agenda = new Agenda(1);
    agenda.enter(0, 10, 1_000_000_000);
    expect(due(agenda, 10)).toEqual([]);
    expect(due(agenda, 10 + Agenda.horizonSeconds)).toEqual([0]);
  });
});
