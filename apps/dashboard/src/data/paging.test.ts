import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ListQuery, listRef } from '../lists/list-ref.js';
import { type Key, type KeyRunner, Paging } from './paging.js';

const QUERY: ListQuery = {
  ref: listRef('sessions'),
  conditions: [],
  sort: { column: 'x', descending: false },
};
const signal = new AbortController().signal;

/** A list of `total` rows in memory; counts the keys that were walked over. */
function listOf(total: number) {
  const keys: Key[] = Array.from({ length: total }, (_, index) => ({
    id: index,
    value: Math.floor(index / 7),
  }));
  const walked = { keys: 0 };
  const run: KeyRunner = async ({ direction }, from, limit) => {
    const at = from === null ? (direction === 'forward' ? -1 : total) : Number(from.id);
    const found =
      direction === 'forward'
        ? keys.slice(at + 1, at + 1 + limit)
        : keys.slice(Math.max(0, at - limit), at).reverse();
    walked.keys += found.length;
    return found;
  };
  return { keys, walked, run };
}

describe('Paging', () => {
  it('gives the same keys as the list itself, wherever one goes', async () => {
    const pages = fc.array(
      fc.record({ offset: fc.nat(4000), limit: fc.integer({ min: 1, max: 120 }), known: fc.boolean() }),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 3500 }), pages, async (total, visits) => {
        const { keys, run } = listOf(total);
        const paging = new Paging({ query: QUERY }, run);
        for (const { offset, limit, known } of visits) {
          const page = await paging.keys({ offset, limit, total: known ? total : null }, signal);
          expect(page).toEqual(keys.slice(offset, offset + limit));
        }
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('reaches the end from the end, and a found row from itself', async () => {
    const total = 1_000_000;
    const { walked, run } = listOf(total);
    const paging = new Paging({ query: QUERY }, run);
    await paging.keys({ offset: total - 50, limit: 50, total }, signal);
    expect(walked.keys).toBeLessThanOrEqual(500);
    walked.keys = 0;
    paging.remember(600_123, { id: 600_123, value: 85_731 });
    const page = await paging.keys({ offset: 600_100, limit: 100, total }, signal);
    expect(page.map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, step) => 600_100 + step));
    expect(walked.keys).toBeLessThanOrEqual(500);
  });

  it('walks once for neighbouring pages', async () => {
    const { walked, run } = listOf(5000);
    const paging = new Paging({ query: QUERY }, run);
    for (const offset of [0, 100, 200, 300, 400])
      await paging.keys({ offset, limit: 100, total: 5000 }, signal);
    expect(walked.keys).toBe(500);
  });
});
