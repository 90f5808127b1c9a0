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
