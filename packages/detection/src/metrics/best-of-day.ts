import { lowerBound } from '@cmsc/core';
import { addRange, exactly, hitsWithin, type Range } from './range.js';

/** What an alert budget finds. */
export interface Found extends Range {
  /** Alerts that were raised: the budget, or all units of a day that has fewer. */
  alerts: number;
  /** What there was to find. */
  of: number;
}

/** Units with one score. */
interface Tie {
  score: number;
  units: number;
  positives: number;
}

/** The best scores of a day, as many as a budget reaches, with all that are equal to the last of them. */
export class BestOfDay {
  readonly #budget: number;
  /** By descending score. */
  readonly #ties: Tie[] = [];
  #units = 0;

  /** @param budget alerts a day, at least 1. */
  constructor(budget: number) {
    this.#budget = budget;
  }

  /** Takes a unit. */
  add(score: number, isPositive: boolean): void {
    const at = this.#placeOf(score);
    if (at === this.#ties.length && this.#units >= this.#budget) return;
    const tie = this.#ties[at];
    const positives = isPositive ? 1 : 0;
    this.#units++;
    if (tie?.score === score) {
      tie.units++;
      tie.positives += positives;
    } else this.#ties.splice(at, 0, { score, units: 1, positives });
    this.#dropBeyondBudget();
  }

  /** What the budget finds of the day's positives. */
  hits(): Range & { alerts: number } {
    let room = this.#budget;
    let hits = exactly(0);
    for (const { units, positives } of this.#ties) {
      hits = addRange(hits, units <= room ? exactly(positives) : hitsWithin(units, positives, room));
      room = Math.max(0, room - units);
    }
    return { ...hits, alerts: this.#budget - room };
  }

  /** The first place whose score is not higher. */
  #placeOf(score: number): number {
    return lowerBound(0, this.#ties.length, (place) => (this.#ties[place] as Tie).score > score);
  }

  #dropBeyondBudget(): void {
    const last = this.#ties.at(-1);
    if (!last || this.#units - last.units < this.#budget) return;
    this.#ties.pop();
    this.#units -= last.units;
  }
}
