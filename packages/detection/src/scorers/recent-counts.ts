import { grown, Growable } from '@cmsc/core';
import { BLOCK_ROWS } from '../logon-columns.js';

const NONE = -1;
/**
 * Values of a queue: first and last node, how many nodes, the second of the last of them + 1, how many are of that second, and the second
 * of the first of them.
 */
const QUEUE_SIZE = 6;
const [HEAD, TAIL, COUNT, SECOND, OF_SECOND, FIRST] = [0, 1, 2, 3, 4, 5] as const;

/** For each of many things, how often something happened to it within the seconds before the present one. */
export class RecentCounts {
  /** Of the rows that were passed last: how often it happened to the thing of each. */
  readonly counts = new Int32Array(BLOCK_ROWS);
  readonly #seconds: number;
  #queues = new Int32Array(0);
  readonly #times = new Growable();
  readonly #nexts = new Growable();
  #free = NONE;

  /** @param seconds width of the window; an event this long ago is outside. */
  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  /**
   * Takes rows in the order of their time, and gives {@link counts}: of later than the width before a row, and before its second.
   *
   * @param things the thing of each row.
   * @param size all of them are below it.
   * @param times the second of each row.
   * @param happens 1 for each row with which it happens.
   * @param length number of rows.
   */
  pass(things: Int32Array, size: number, times: Int32Array, happens: Uint8Array, length: number): Int32Array {
    this.#queues = grown(this.#queues, size * QUEUE_SIZE);
    const [queues, counts, seconds] = [this.#queues, this.counts, this.#seconds];
    for (let row = 0; row < length; row++) {
      const at = (things[row] as number) * QUEUE_SIZE;
      const time = times[row] as number;
      while (queues[at + COUNT] !== 0 && (queues[at + FIRST] as number) <= time - seconds) this.#drop(at);
      const now = queues[at + SECOND] === time + 1 ? (queues[at + OF_SECOND] as number) : 0;
      counts[row] = (queues[at + COUNT] as number) - now;
      if (happens[row] === 1) this.#add(at, time);
    }
    return counts;
  }

  #add(at: number, time: number): void {
    const queues = this.#queues;
    const node = this.#node(time);
    if (queues[at + COUNT] === 0) [queues[at + HEAD], queues[at + FIRST]] = [node, time];
    else this.#nexts.set(queues[at + TAIL] as number, node);
    queues[at + TAIL] = node;
    queues[at + COUNT] = (queues[at + COUNT] as number) + 1;
    if (queues[at + SECOND] !== time + 1) queues[at + OF_SECOND] = 0;
    queues[at + SECOND] = time + 1;
    queues[at + OF_SECOND] = (queues[at + OF_SECOND] as number) + 1;
  }

  #drop(at: number): void {
    const queues = this.#queues;
    const node = queues[at + HEAD] as number;
    const next = this.#nexts.at(node);
    queues[at + HEAD] = next;
    queues[at + COUNT] = (queues[at + COUNT] as number) - 1;
    if (next !== NONE) queues[at + FIRST] = this.#times.at(next);
    this.#nexts.set(node, this.#free);
    this.#free = node;
  }

  #node(time: number): number {
    const node = this.#free;
    if (node === NONE) {
      this.#times.push(time);
      this.#nexts.push(NONE);
      return this.#times.length - 1;
    }
    this.#free = this.#nexts.at(node);
    this.#times.set(node, time);
    this.#nexts.set(node, NONE);
    return node;
  }
}
