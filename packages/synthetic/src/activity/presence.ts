import { mix } from '@cmsc/core';
import type { Plan } from '../options.js';
import { PRESENCE } from '../rates.js';
import { dayOf } from './week.js';

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
