/** Up to this many ids a list is searched from end to end; above, it is kept as a set. */
const SHORT = 16;

/**
 * Many small lists of ids behind integer handles, so that a handle fits into a slot of the key table:
 * 0 is the empty list, `id + 1` the list of that one id (the usual case: no memory at all), below 0 a longer one.
 */
export class IdLists {
  readonly #lists: (number[] | Set<number>)[] = [];
  readonly #free: number[] = [];

  /** The handle of the list with `id` added, unless it holds it already. The old handle is void. */
  addDistinct(handle: number, id: number): number {
    if (handle === 0 || handle === id + 1) return id + 1;
    if (handle > 0) return this.#store([handle - 1, id]);
    const list = this.#lists[-handle - 1] as number[] | Set<number>;
    if (list instanceof Set) list.add(id);
    else if (!list.includes(id) && list.push(id) > SHORT) this.#lists[-handle - 1] = new Set(list);
    return handle;
  }

  /** The handle of the list with `id` at its end, whether it holds it or not. The old handle is void. */
  append(handle: number, id: number): number {
    if (handle === 0) return id + 1;
    if (handle > 0) return this.#store([handle - 1, id]);
    (this.#lists[-handle - 1] as number[]).push(id);
    return handle;
  }

  /** The ids of a list, in the order in which they were added. */
  ids(handle: number): Iterable<number> {
    if (handle >= 0) return handle === 0 ? [] : [handle - 1];
    return this.#lists[-handle - 1] as number[] | Set<number>;
  }

  /** Gives back the room of a list. */
  release(handle: number): void {
    if (handle < 0) this.#free.push(-handle - 1);
  }

  #store(list: number[]): number {
    const place = this.#free.pop() ?? this.#lists.length;
    this.#lists[place] = list;
    return -place - 1;
  }
}
