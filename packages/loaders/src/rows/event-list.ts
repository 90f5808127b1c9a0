import type { Format } from '../formats/format.js';
import type { RowTarget } from './row-source.js';

/** Few enough that a list of rows of any length stays within bounds, enough to forget the cost of handing it on. */
const MOST_EVENTS = 4096;

/** Gathers rows as objects. */
export class EventList<Event> implements RowTarget<Event[]> {
  #events: Event[] = [];
  readonly #format: Format<Event>;

  constructor(format: Format<Event>) {
    this.#format = format;
  }

  get size(): number {
    return this.#events.length;
  }

  get full(): boolean {
    return this.#events.length >= MOST_EVENTS;
  }

  add(fields: readonly string[]): void {
    this.#events.push(this.#format.toEvent(fields));
  }

  take(): Event[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}
