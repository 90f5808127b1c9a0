import { grown, Growable } from '@cmsc/core';

const NONE = -1;
/** Values of a queue: first and last node, how many nodes, the second of the last of them + 1, how many are of that second. */
const QUEUE_SIZE = 5;
const [HEAD, TAIL, COUNT, SECOND, OF_SECOND] = [0, 1, 2, 3, 4] as const;

/** For each of many things, how often something happened to it within the seconds before the present one. */
export class RecentCounts {
  readonly #seconds: number;
  #queues = new Int32Array(0);
  readonly #times = new Growable();
  readonly #nexts = new Growable();
  #free = NONE;

  /** @param seconds width of the window; an event this long ago is outside. */
  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  /** Makes room for things below `size`. */
  reserve(size: number): void {
    this.#queues = grown(this.#queues, size * QUEUE_SIZE);
  }

  /** How often it happened later than `time` − the width, and before `time`. */
  count(thing: number, time: number): number {
    const queues = this.#queues;
    const at = thing * QUEUE_SIZE;
    while (queues[at + COUNT] !== 0 && this.#times.at(queues[at + HEAD] as number) <= time - this.#seconds)
      this.#drop(at);
    const now = queues[at + SECOND] === time + 1 ? (queues[at + OF_SECOND] as number) : 0;
    return (queues[at + COUNT] as number) - now;
  }

  /** Says that it happened in `time`, which is not before the last one. */
  add(thing: number, time: number): void {
    const queues = this.#queues;
    const at = thing * QUEUE_SIZE;
    const node = this.#node(time);
    if (queues[at + COUNT] === 0) queues[at + HEAD] = node;
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
    queues[at + HEAD] = this.#nexts.at(node);
    queues[at + COUNT] = (queues[at + COUNT] as number) - 1;
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
