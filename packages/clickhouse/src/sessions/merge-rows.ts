import { lowerBound } from '@cmsc/core';
import type { NativeBlock } from '../native/block-reader.js';

/** Rows of one source that come in an order, and how they compare with rows of the others. */
export interface RowOrder<Place> {
  /** What a row is ordered by. */
  place(block: NativeBlock, row: number): Place;
  /** Below 0 when `a` comes first. */
  compare(a: Place, b: Place): number;
}

/** Rows of a block that come next, from `from` up to, and without, `to`. */
export interface BlockRows {
  block: NativeBlock;
  from: number;
  to: number;
}

/**
 * Merges sources that are each in order into one. With a single source its blocks pass as they are.
 *
 * @throws What a source has failed with; the others are closed then.
 */
export async function* mergeRows<Place>(
  sources: readonly AsyncGenerator<NativeBlock>[],
  order: RowOrder<Place>,
): AsyncGenerator<BlockRows> {
  try {
    const heads = (await Promise.all(sources.map((source) => nextHead(source, order)))).filter(
      (head) => head !== undefined,
    );
    while (heads.length > 0) {
      heads.sort((a, b) => order.compare(a.place, b.place));
      const [first, second] = heads as [Head<Place>, Head<Place> | undefined];
      const from = first.row;
      const to = second === undefined ? first.block.length : firstBehind(first, second.place, order);
      yield { block: first.block, from, to };
      if (to < first.block.length) {
        first.row = to;
        first.place = order.place(first.block, to);
      } else {
        const next = await nextHead(first.source, order);
        if (next) heads[0] = next;
        else heads.shift();
      }
    }
  } finally {
    await Promise.all(sources.map((source) => source.return(undefined)));
  }
}

interface Head<Place> {
  source: AsyncGenerator<NativeBlock>;
  block: NativeBlock;
  row: number;
  place: Place;
}

async function nextHead<Place>(
  source: AsyncGenerator<NativeBlock>,
  order: RowOrder<Place>,
): Promise<Head<Place> | undefined> {
  const { value: block, done } = await source.next();
  return done ? undefined : { source, block, row: 0, place: order.place(block, 0) };
}

/**
 * The first row of the head's block that comes behind `place`, at least one row on. Rows of the sources alternate, so it
 * is near: the steps there double, and the last one is halved.
 */
function firstBehind<Place>({ block, row }: Head<Place>, place: Place, order: RowOrder<Place>): number {
  const isBefore = (at: number) => order.compare(order.place(block, at), place) < 0;
  let step = 1;
  let low = row + 1;
  while (low + step <= block.length && isBefore(low + step - 1)) {
    low += step;
    step *= 2;
  }
  return lowerBound(low, Math.min(low + step - 1, block.length), isBefore);
}
