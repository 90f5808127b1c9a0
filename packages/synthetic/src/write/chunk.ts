import { grown } from '@cmsc/core';
import type { Second } from '../activity/second.js';

/** Rows as they go into a file. */
export interface Rows {
  bytes: Uint8Array;
  rows: number;
}

const ROOM = 1 << 18;
const LONGEST_TIME = 8;

/** Collects finished seconds as text, to be taken in pieces of a quarter of a megabyte or a little more. */
export class Chunk {
  #bytes = new Uint8Array(ROOM);
  #length = 0;
  #rows = 0;

  /** True when it is time to {@link take} what is here. */
  get full(): boolean {
    return this.#length > ROOM - (ROOM >> 3);
  }

  /** Adds the sorted rows of a second, each with its time in front. */
  add(time: number, second: Second): void {
    if (second.sorted === 0) return;
    const prefix = `${time},`;
    this.#bytes = grown(this.#bytes, this.#length + second.length + second.sorted * LONGEST_TIME);
    let at = this.#length;
    for (let place = 0; place < second.sorted; place++) {
      for (let i = 0; i < prefix.length; i++) this.#bytes[at++] = prefix.charCodeAt(i);
      at = second.copy(place, this.#bytes, at);
    }
    this.#length = at;
    this.#rows += second.sorted;
  }

  /** What has been collected. The bytes are the caller's from here on. */
  take(): Rows {
    const taken = { bytes: this.#bytes.subarray(0, this.#length), rows: this.#rows };
    this.#bytes = new Uint8Array(ROOM);
    this.#length = 0;
    this.#rows = 0;
    return taken;
  }
}
