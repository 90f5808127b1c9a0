import { grown } from '@cmsc/core';

const HORIZON_SECONDS = 1 << 17;
const NOBODY = -1;

/**
 * Who is due when: a wheel of one slot a second over 36 hours. Each of the dense ids can be entered once at a time,
 * which makes an entry a link in one array: nothing is allocated while rows are made.
 */
export class Agenda {
  /** The longest delay. */
  static readonly horizonSeconds = HORIZON_SECONDS - 1;

  readonly #first = new Int32Array(HORIZON_SECONDS).fill(NOBODY);
  #next: Int32Array;

  /** @param ids number of ids that there is room for at first. */
  constructor(ids: number) {
    this.#next = new Int32Array(ids);
  }

  /** Enters `id`, which must not be entered already, `delay` seconds (1 to 131,071; more is cut) from `now`. */
  enter(id: number, now: number, delay: number): void {
    if (id >= this.#next.length) this.#next = grown(this.#next, id + 1);
    const slot = (now + Math.min(delay, Agenda.horizonSeconds)) & (HORIZON_SECONDS - 1);
    this.#next[id] = this.#first[slot]!;
    this.#first[slot] = id;
  }

  /** Takes out all ids due at `now` and calls `visit` for each, the last one entered first. It may enter them again. */
  due(now: number, visit: (id: number) => void): void {
    const slot = now & (HORIZON_SECONDS - 1);
    let id = this.#first[slot]!;
    this.#first[slot] = NOBODY;
    while (id !== NOBODY) {
      const next = this.#next[id]!;
      visit(id);
      id = next;
    }
  }
}
