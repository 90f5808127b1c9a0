import type { Random } from '@cmsc/core';
import type { Population } from '../people/population.js';
import type { Beats } from './beats.js';
import { Pace } from './pace.js';
import { Second } from './second.js';

const CLIENT_OCTAVES = 7;

/** Makes the rows of dns: who looked up whom. */
export class DnsRows {
  readonly second: Second;
  written = 0;
  readonly #population: Population;
  readonly #random: Random;
  readonly #pace: Pace;

  constructor(population: Population, beats: Beats, random: Random) {
    this.#population = population;
    this.#random = random;
    this.second = new Second(population.names);
    this.#pace = new Pace(population.plan.dnsRows, population.plan.lastSecond, beats, random);
  }

  /** Makes the rows of the next second. */
  step(time: number): void {
    const wanted = this.#pace.wanted(time, this.written);
    this.second.clear();
    while (this.second.rows < wanted) this.#row();
    this.#pace.settle(time, this.second, wanted, () => this.#row());
    this.written += this.second.sorted;
  }

  #row(): void {
    const { first, plan } = this.#population;
    this.second.begin(0);
    this.second.name(first.computer + this.#random.rank(plan.computers, CLIENT_OCTAVES));
    this.second.name(this.#population.server(this.#random));
    this.second.end();
  }
}
