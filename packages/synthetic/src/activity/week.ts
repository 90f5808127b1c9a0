import { mix } from '@cmsc/core';
import type { Plan } from '../options.js';
import { DAY_SECONDS, PRESENCE, WEEK } from '../rates.js';

const HOUR_SECONDS = 3600;
const HOURS = 24;

/**
 * How busy people are, by hour of the day and day of the week, and how rows are spread because of it: machines and
 * services go on around the clock, people come and go.
 */
export class Week {
  /** Rows before each hour, as a share of all. */
  readonly #before: Float64Array;
  readonly #last: number;

  /** @param lastSecond the last second that has rows. */
  constructor(lastSecond: number) {
    this.#last = lastSecond;
    const hours = Math.ceil((lastSecond + 1) / HOUR_SECONDS);
    this.#before = new Float64Array(hours + 1);
    for (let hour = 0; hour < hours; hour++)
      this.#before[hour + 1] = this.#before[hour]! + WEEK.steady + peopleIn(hour);
  }

  /** How much of all rows there should be by the end of this second: 0 to 1. */
  until(second: number): number {
    return this.#sum(second) / this.#sum(this.#last);
  }

  #sum(second: number): number {
    const hour = Math.floor(second / HOUR_SECONDS);
    const before = this.#before[hour]!;
    return before + ((this.#before[hour + 1]! - before) * (second - hour * HOUR_SECONDS)) / HOUR_SECONDS;
  }
}

/** What part of all that happens in this second people do. */
export function shareOfPeople(second: number): number {
  const people = peopleIn(Math.floor(second / HOUR_SECONDS));
  return people / (people + WEEK.steady);
}

/** How busy people are in this hour, counted from 0: 1 is the average of the hours of a working day. */
function peopleIn(hour: number): number {
  const weekend = isWeekend(Math.floor(hour / HOURS));
  return WEEK.hours[hour % HOURS]! * (weekend ? WEEK.weekend : 1);
}

/** Whether this day, counted from 0, is one on which few people work. */
export function isWeekend(day: number): boolean {
  return WEEK.weekendDays.includes(day % 7);
}

/** The day of a second, counted from 0. */
export function dayOf(second: number): number {
  return Math.floor(second / DAY_SECONDS);
}

const PERCENT = 100;

/** Who is there on which day: people stay away now and then, some come for good after the first day, some leave. */
export class Presence {
  readonly #days: number;

  constructor({ lastSecond }: Pick<Plan, 'lastSecond'>) {
    this.#days = dayOf(lastSecond) + 1;
  }

  /** Whether this person, or whatever has this number, works on this day, counted from 0. */
  works(id: number, day: number): boolean {
    return this.isMember(id, day) && mix(id, day + 101) % PERCENT >= PRESENCE.absent;
  }

  /** Whether this person, or whatever has this number, has come, and has not left. */
  isMember(id: number, day: number): boolean {
    const draw = mix(id, 83) % PERCENT;
    if (draw >= PRESENCE.comes + PRESENCE.leaves || this.#days === 1) return true;
    const turn = 1 + (mix(id, 89) % (this.#days - 1));
    return draw < PRESENCE.comes ? day >= turn : day < turn;
  }
}
