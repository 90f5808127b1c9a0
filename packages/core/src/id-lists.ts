import type { ListColumn } from './session-columns.js';

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
