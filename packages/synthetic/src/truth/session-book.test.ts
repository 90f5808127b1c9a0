import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyCells } from './key-cells.js';
import { SessionBook } from './session-book.js';

/** Plays a text such as `S1 S2 E5` to key 1 of a book. */
function play(text: string) {
  const sessions: string[] = [];
  const open: number[] = [];
  const book = new SessionBook(new KeyCells(3), {
    session: (key, ...numbers) => sessions.push([key, ...numbers].join()),
    open: (key) => open.push(key),
  });
  for (const event of text.split(' ').filter(Boolean)) {
    if (event[0] === 'S') book.start(1, Number(event.slice(1)));
    else book.end(1, Number(event.slice(1)));
  }
  book.finish();
  return { sessions, open, counts: book.counts };
}

const none = {
  keys: 0,
  sessions: 0,
  zeroLength: 0,
  repeatedStarts: 0,
  extendingEnds: 0,
  orphanEnds: 0,
  open: 0,
};

describe('SessionBook', () => {
  it('has nothing of nothing', () => {
    expect(play('')).toEqual({ sessions: [], open: [], counts: none });
  });

  it('takes the first of a run of starts to the last of the run of ends', () => {
    const { sessions, counts } = play('S1 S3 E5 E9 S10 E10');
    expect(sessions).toEqual(['1,1,9,2,2', '1,10,10,1,1']);
    expect(counts).toEqual({
      ...none,
      keys: 1,
      sessions: 2,
      zeroLength: 1,
      repeatedStarts: 1,
      extendingEnds: 1,
    });
  });

  it('counts ends without a start, also when nothing else is there', () => {
    expect(play('E0 E4').counts).toEqual({ ...none, keys: 1, orphanEnds: 2 });
    expect(play('E0 S0 E1').counts).toEqual({ ...none, keys: 1, orphanEnds: 1, sessions: 1 });
  });

  it('tells of a session that never ends', () => {
    expect(play('S1 E2 S3 S4')).toEqual({
      sessions: ['1,1,2,1,1'],
      open: [1],
      counts: { ...none, keys: 1, sessions: 1, repeatedStarts: 1, open: 1 },
    });
  });

  it('finds what the pattern S+E+ finds', () => {
    const events = fc.array(fc.constantFrom('S', 'E'), { maxLength: 30 });
    fc.assert(
      fc.property(events, (edges) => {
        const { sessions, counts } = play(edges.map((edge, time) => `${edge}${time}`).join(' '));
        const found = [...edges.join('').matchAll(/(S+)(E+)/g)].map((match) => {
          const end = match.index + match[0].length - 1;
          return [1, match.index, end, match[1]!.length, match[2]!.length].join();
        });
        expect(sessions).toEqual(found);
        const starts = edges.filter((edge) => edge === 'S').length;
        expect(counts.sessions + counts.open + counts.repeatedStarts).toBe(starts);
        expect(counts.sessions + counts.extendingEnds + counts.orphanEnds).toBe(edges.length - starts);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('knows which second its latest session holds', () => {
    const book = new SessionBook(new KeyCells(1), { session: () => undefined });
    expect(book.holds(0, 1)).toBe(false);
    book.end(0, 1);
    expect(book.holds(0, 1)).toBe(false);
    book.start(0, 2);
    expect([book.holds(0, 2), book.holds(0, 9)]).toEqual([true, true]);
    book.end(0, 5);
    expect([book.holds(0, 5), book.holds(0, 6), book.turnedOver(0, 5)]).toEqual([true, false, false]);
    book.start(0, 5);
    expect([book.turnedOver(0, 5), book.turnedOver(0, 6)]).toEqual([true, false]);
  });
});
