import type { ListQuery } from '../lists/list-ref.js';
import { SharedResults } from './shared-results.js';

/** Keys that are looked up at once: some pages in both directions cost no more than one. */
const RUN_KEYS = 500;

/** Runs that a list keeps. */
const MOST_RUNS = 8;

/** A row's place in an order: its value in the sorted column, then its id. */
export interface Key {
  id: string | number;
  value: string | number;
}

/** Which way a walk over the keys goes: with the list's order, or against it. */
export type Direction = 'forward' | 'backward';

/** A walk over the keys of a list. */
export interface KeyWalk {
  query: ListQuery;
  direction: Direction;
  /** Only rows that hold this text in a column with text, in any case. */
  search?: string;
}

/** A row whose index is known: a walk can start there. */
interface Anchor extends Key {
  index: number;
}

/** Rows of a list by their index. */
export interface Page {
  offset: number;
  limit: number;
  /** Number of rows of the list, when it is known: it shortens the way to the end. */
  total: number | null;
}

/** Walks over the keys beyond `from`. */
export type KeyRunner = (
  walk: KeyWalk,
  from: Key | null,
  limit: number,
  signal: AbortSignal,
) => Promise<Key[]>;

/**
 * The rows of one list by their index. A database that counts up to row 2,000,000 to show it is slow; so the places
 * of the rows seen so far are kept, and a page is reached from the nearest of them, or from either end.
 */
export class Paging {
  readonly #anchors = new Map<number, Anchor>();
  readonly #runs = new SharedResults<Key[]>(MOST_RUNS);
  readonly #walk: Omit<KeyWalk, 'direction'>;
  readonly #run: KeyRunner;

  constructor(walk: Omit<KeyWalk, 'direction'>, run: KeyRunner) {
    this.#walk = walk;
    this.#run = run;
  }

  /** Remembers where a row stands. */
  remember(index: number, key: Key): void {
    this.#anchors.set(index, { ...key, index });
  }

  /** The keys of a page's rows, fewer at the end of the list. */
  async keys({ offset, limit, total }: Page, signal: AbortSignal): Promise<Key[]> {
    const keys: Key[] = [];
    const first = Math.floor(offset / RUN_KEYS);
    for (let run = first; run * RUN_KEYS < offset + limit; run++) {
      keys.push(...(await this.#runs.get(String(run), (making) => this.#fetch(run, total, making), signal)));
    }
    return keys.slice(offset - first * RUN_KEYS, offset - first * RUN_KEYS + limit);
  }

  async #fetch(run: number, total: number | null, signal: AbortSignal): Promise<Key[]> {
    const offset = run * RUN_KEYS;
    const wanted = total === null ? RUN_KEYS : Math.min(RUN_KEYS, Math.max(0, total - offset));
    const keys = await this.#walkTo(offset, wanted, this.#wayTo(offset, offset + wanted, total), signal);
    const [first, last] = [keys[0], keys.at(-1)];
    if (first !== undefined) this.remember(offset, first);
    if (last !== undefined) this.remember(offset + keys.length - 1, last);
    return keys;
  }

  /** The shortest way to the rows from `offset` up to, and without, `end`. */
  #wayTo(offset: number, end: number, total: number | null): Way {
    const before = this.#nearest((index) => index < offset && offset - 1 - index);
    const after = this.#nearest((index) => index >= end && index - end);
    const inside = this.#nearest((index) => index >= offset && index < end && index - offset);
    const forwardSkip = before === null ? offset : offset - 1 - before.index;
    const backwardSkip = after === null ? (total ?? Infinity) - end : after.index - end;
    if (inside !== null && Math.min(forwardSkip, backwardSkip) > 0) return { both: inside };
    return forwardSkip <= backwardSkip
      ? { direction: 'forward', from: before, skip: forwardSkip }
      : { direction: 'backward', from: after, skip: backwardSkip };
  }

  async #walkTo(offset: number, wanted: number, way: Way, signal: AbortSignal): Promise<Key[]> {
    const walk = (direction: Direction, from: Key | null, limit: number) =>
      limit === 0 ? [] : this.#run({ ...this.#walk, direction }, from, limit, signal);
    if ('both' in way) {
      const { both } = way;
      const back = await walk('backward', both, both.index - offset);
      const forth = await walk('forward', both, offset + wanted - 1 - both.index);
      return [...back.reverse(), both, ...forth];
    }
    const keys = (await walk(way.direction, way.from, way.skip + wanted)).slice(way.skip);
    return way.direction === 'forward' ? keys : keys.reverse();
  }

  #nearest(distance: (index: number) => number | false): Anchor | null {
    let nearest: Anchor | null = null;
    let least = Infinity;
    for (const anchor of this.#anchors.values()) {
      const steps = distance(anchor.index);
      if (steps === false || steps >= least) continue;
      least = steps;
      nearest = anchor;
    }
    return nearest;
  }
}

/** From one place on, or from a place inside the page to both sides. */
type Way = { direction: Direction; from: Anchor | null; skip: number } | { both: Anchor };
