const FIRST_ENTRIES = 1024;
/** Values of an entry: the three ids, and the second + 1 that it is of. */
const ENTRY_SIZE = 4;

/** The keys of three ids that the present second has: a set that forgets with every new second. */
export class SecondKeys {
  #entries = new Int32Array(FIRST_ENTRIES * ENTRY_SIZE);
  #time = -1;
  #size = 0;

  /** Whether the key is new in this second, which is not before the last one. */
  add(time: number, a: number, b: number, c: number): boolean {
    if (time !== this.#time) [this.#time, this.#size] = [time, 0];
    if (2 * this.#size * ENTRY_SIZE >= this.#entries.length) this.#grow();
    return this.#put(a, b, c);
  }

  #put(a: number, b: number, c: number): boolean {
    const entries = this.#entries;
    const stamp = this.#time + 1;
    const last = entries.length / ENTRY_SIZE - 1;
    let at = hash(a, b, c) & last;
    for (; entries[at * ENTRY_SIZE + 3] === stamp; at = (at + 1) & last) {
      const entry = at * ENTRY_SIZE;
      if (entries[entry] === a && entries[entry + 1] === b && entries[entry + 2] === c) return false;
    }
    entries.set([a, b, c, stamp], at * ENTRY_SIZE);
    this.#size++;
    return true;
  }

  #grow(): void {
    const entries = this.#entries;
    this.#entries = new Int32Array(2 * entries.length);
    this.#size = 0;
    for (let entry = 0; entry < entries.length; entry += ENTRY_SIZE)
      if (entries[entry + 3] === this.#time + 1)
        this.#put(entries[entry]!, entries[entry + 1]!, entries[entry + 2]!);
  }
}

function hash(a: number, b: number, c: number): number {
  const mixed = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ Math.imul(c, 0xc2b2ae3d);
  return mixed ^ (mixed >>> 15);
}
