import type { ListColumn } from './session-columns.js';

// What does not fit into the slot of a key: more origins than one, and large counts.

/** Up to this many ids a set is searched from end to end. */
const SHORT = 16;

/**
 * Many small collections of ids behind integer handles, so that a handle fits into a slot of the key table: 0 is the
 * empty one, `id + 1` the one of that id only (the usual case: no memory at all), below 0 a larger one.
 */
abstract class IdCollections<Collection extends Iterable<number>> {
  protected readonly places: Collection[] = [];
  readonly #free: number[] = [];

  /** The ids behind a handle, in the order in which they were added. */
  ids(handle: number): Iterable<number> {
    if (handle >= 0) return handle === 0 ? [] : [handle - 1];
    return this.places[-handle - 1] as Collection;
  }

  /** Gives back the room behind a handle. */
  release(handle: number): void {
    if (handle < 0) this.#free.push(-handle - 1);
  }

  /** What is behind each handle below 0, from -1 on; nothing behind those given back. */
  save(): ListColumn {
    const free = new Set(this.#free);
    const lists = this.places.map((collection, place) => (free.has(place) ? [] : [...collection]));
    const offsets = new Int32Array(lists.length + 1);
    lists.forEach((list, i) => (offsets[i + 1] = (offsets[i] as number) + list.length));
    return { offsets, values: Int32Array.from(lists.flat()) };
  }

  /** Takes over what was saved, in place of all that is here. */
  load({ offsets, values }: ListColumn): void {
    this.places.length = this.#free.length = 0;
    for (let place = 0; place + 1 < offsets.length; place++) {
      const ids = Array.from(values.subarray(offsets[place], offsets[place + 1]));
      this.places.push(this.collect(ids));
      if (ids.length === 0) this.#free.push(place);
    }
  }

  protected abstract collect(ids: number[]): Collection;

  /** Keeps ids that no longer fit into a handle, and gives the new one. */
  protected keep(ids: number[]): number {
    const place = this.#free.pop() ?? this.places.length;
    this.places[place] = this.collect(ids);
    return -place - 1;
  }
}

/** Sets of ids: each id once. */
export class IdSets extends IdCollections<number[] | Set<number>> {
  /** The handle of the set with `id` in it. The old handle is void. */
  add(handle: number, id: number): number {
    if (handle === 0 || handle === id + 1) return id + 1;
    if (handle > 0) return this.keep([handle - 1, id]);
    const set = this.places[-handle - 1] as number[] | Set<number>;
    if (set instanceof Set) set.add(id);
    else if (!set.includes(id) && set.push(id) > SHORT) this.places[-handle - 1] = new Set(set);
    return handle;
  }

  protected collect(ids: number[]): number[] | Set<number> {
    return ids.length > SHORT ? new Set(ids) : ids;
  }
}

/** Lists of ids: each id as often as it was added. */
export class IdLists extends IdCollections<number[]> {
  /** The handle of the list with `id` at its end. The old handle is void. */
  append(handle: number, id: number): number {
    if (handle === 0) return id + 1;
    if (handle > 0) return this.keep([handle - 1, id]);
    (this.places[-handle - 1] as number[]).push(id);
    return handle;
  }

  /** The id at a place of a list, undefined behind its end. */
  at(handle: number, place: number): number | undefined {
    return (this.places[-handle - 1] as number[])[place];
  }

  protected collect(ids: number[]): number[] {
    return ids;
  }
}

/** Most starts, or ends, that a slot has room for. */
const MOST = 0xffff;

/** Starts and ends of one session. */
interface Counts {
  starts: number;
  ends: number;
}

const NONE: Readonly<Counts> = { starts: 0, ends: 0 };

/** Keeps what does not fit into the 16 bits that a slot has for the starts, and for the ends, of a session. */
export class LargeCounts {
  readonly #counts = new Map<number, Counts>();

  /** Number of keys with something here. */
  get size(): number {
    return this.#counts.size;
  }

  /** Takes the starts over from a key's packed counts, which are full, and gives the counts without them. */
  moveStarts(key: number, packed: number): number {
    this.#of(key).starts += MOST;
    return packed & ~MOST;
  }

  /** Takes the ends over from a key's packed counts, which are full, and gives the counts without them. */
  moveEnds(key: number, packed: number): number {
    this.#of(key).ends += MOST;
    return packed & MOST;
  }

  /** What was moved for a key, which is forgotten. */
  take(key: number): Readonly<Counts> {
    const counts = this.#counts.get(key) ?? NONE;
    this.#counts.delete(key);
    return counts;
  }

  /** Key, starts and ends, alternating. */
  save(): Int32Array {
    return Int32Array.from([...this.#counts].flatMap(([key, { starts, ends }]) => [key, starts, ends]));
  }

  /** Takes over what was saved. */
  load(saved: Int32Array): void {
    for (let at = 0; at < saved.length; at += 3)
      this.#counts.set(saved[at] as number, {
        starts: saved[at + 1] as number,
        ends: saved[at + 2] as number,
      });
  }

  #of(key: number): Counts {
    let counts = this.#counts.get(key);
    if (!counts) this.#counts.set(key, (counts = { starts: 0, ends: 0 }));
    return counts;
  }
}
