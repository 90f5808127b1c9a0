import { mix, type Random } from '@cmsc/core';
import { CAMPAIGN, DAY_SECONDS } from '../rates.js';
import type { Beats } from '../activity/pace.js';
import { dayOf } from '../activity/week.js';

const HOUR_SECONDS = 3600;

/**
 * When the red team is at work, as LANL's was: it begins on some day, two days have two thirds of its logons, it rests at the
 * weekend, and works for an hour or so at a time.
 */
export class Campaign {
  readonly #beats: Beats;
  readonly #lastSecond: number;
  readonly #random: Random;
  /** Seconds in which hours of work begin; each is as likely as it stands here often. */
  readonly #sittings: number[] = [];

  constructor(lastSecond: number, beats: Beats, random: Random) {
    this.#lastSecond = lastSecond;
    this.#beats = beats;
    this.#random = random;
    for (const [day, weight] of daysOf(dayOf(lastSecond) + 1)) this.#plan(day, weight);
  }

  /** So many seconds in which the red team logs on, in order, each of them a beat. */
  times(count: number): number[] {
    const any = () => this.near(this.#sittings[this.#random.below(this.#sittings.length)]!);
    return Array.from({ length: count }, any).sort((a, b) => a - b);
  }

  /** A beat in the hour after this second. */
  near(second: number): number {
    return this.#beats.from(Math.min(this.#lastSecond, second + this.#random.below(HOUR_SECONDS)));
  }

  /** One, two or three hours of work on a day, when others work, too. */
  #plan(day: number, weight: number): void {
    const count = 1 + this.#random.below(3);
    const hours = Array.from(
      { length: count },
      () => CAMPAIGN.firstHour + this.#random.below(CAMPAIGN.hours),
    );
    const begin = day * DAY_SECONDS;
    for (let i = 0; i < weight * 6; i++) {
      const second = begin + hours[i % count]! * HOUR_SECONDS;
      // Less than a day of data: anywhere in it.
      this.#sittings.push(second <= this.#lastSecond ? second : Math.max(1, mix(i, day) % this.#lastSecond));
    }
  }
}

/** The days of work, with their weights: LANL's own where there are as many days, else two weeks, or those squeezed. */
function daysOf(days: number): [day: number, weight: number][] {
  if (days >= CAMPAIGN.daysNeeded) return CAMPAIGN.days.map(([day, weight]) => [day, weight]);
  const squeeze = Math.min(1, days / CAMPAIGN.twoWeeksNeeded);
  return CAMPAIGN.twoWeeks.map(([day, weight]) => [Math.floor(day * squeeze), weight]);
}
