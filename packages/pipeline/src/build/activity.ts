import { EDGE_END, EDGE_START, type EventColumns } from '@cmsc/core';
import type { DatabaseRow } from '@cmsc/store';

const SECONDS_PER_HOUR = 3600;

/**
 * Counts the rows of the time window by hour: what the database shows of when things happened, whatever users, computers and red
 * team were asked for.
 */
export class Activity {
  readonly #hours = new Map<number, { rows: number; starts: number; ends: number }>();

  /** Counts the events of a batch, whose times do not go backwards. */
  add({ length, time, edge }: EventColumns): void {
    let hour = -1;
    let counts = { rows: 0, starts: 0, ends: 0 };
    for (let i = 0; i < length; i++) {
      const now = Math.floor((time[i] as number) / SECONDS_PER_HOUR);
      if (now !== hour) {
        hour = now;
        counts = this.#hours.get(hour) ?? { rows: 0, starts: 0, ends: 0 };
        this.#hours.set(hour, counts);
      }
      counts.rows++;
      if (edge[i] === EDGE_START) counts.starts++;
      else if (edge[i] === EDGE_END) counts.ends++;
    }
  }

  /** Rows of the table `activity`: source, hour, rows, starts, ends. */
  rows(source: string): DatabaseRow[] {
    return Array.from(this.#hours, ([hour, { rows, starts, ends }]) => [source, hour, rows, starts, ends]);
  }
}
