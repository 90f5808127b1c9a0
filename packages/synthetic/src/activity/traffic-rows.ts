import type { Random } from '@cmsc/core';
import { type Beats, Pace } from './pace.js';
import { Second } from './second.js';
import type { Population } from '../people/population.js';
import { FLOWS, KNOWN_PORTS } from '../rates.js';

const TCP = 6;
const UDP = 17;
const ICMP = 1;
const HIDDEN_PORTS = 20_000;
const CLIENT_OCTAVES = 5;

/** Makes the rows of flows. They have duplicates, and end before the other files do. */
export class FlowRows {
  readonly second: Second;
  written = 0;
  /** Rows that are equal to one before them. */
  duplicates = 0;
  readonly #population: Population;
  readonly #random: Random;
  readonly #pace: Pace;

  constructor(population: Population, beats: Beats, random: Random) {
    this.#population = population;
    this.#random = random;
    this.second = new Second(population.names);
    this.#pace = new Pace(population.plan.flowsRows, population.plan.flowsLastSecond, beats, random);
  }

  /** Makes the rows of the next second. */
  step(time: number): void {
    const wanted = this.#pace.wanted(time, this.written);
    this.second.clear();
    while (this.second.rows < wanted) {
      if (this.second.rows > 0 && this.#random.chance(FLOWS.duplicates)) this.second.repeat();
      else this.#row();
    }
    this.duplicates += this.second.sort(true);
    this.written += this.second.sorted;
  }

  #row(): void {
    const { second } = this;
    const random = this.#random;
    const client =
      this.#population.first.computer + random.rank(this.#population.plan.computers, CLIENT_OCTAVES);
    const server = this.#population.server(random);
    const clientSends = random.chance(0.5);
    const packets = random.seconds(14, 3);
    const protocol = this.#protocol();
    const serverPort = random.chance(FLOWS.noKnownPort)
      ? -1
      : KNOWN_PORTS[random.rank(KNOWN_PORTS.length, 3)]!;
    second.begin(0);
    second.number(random.chance(FLOWS.noDuration) ? 0 : random.seconds(7, 1));
    second.name(clientSends ? client : server);
    this.#port(clientSends ? -1 : serverPort);
    second.name(clientSends ? server : client);
    this.#port(clientSends ? serverPort : -1);
    second.number(protocol);
    second.number(packets);
    second.number(packets * (46 + random.below(1400)));
    second.end();
  }

  #protocol(): number {
    const draw = this.#random.fraction();
    if (draw < FLOWS.tcp) return TCP;
    return draw < FLOWS.tcp + FLOWS.udp ? UDP : ICMP;
  }

  /** A port that is known, or any de-identified one for −1. */
  #port(known: number): void {
    if (known >= 0) this.second.number(known);
    else this.second.number(1 + this.#random.rank(HIDDEN_PORTS, 8), true);
  }
}

const RESOLVER_OCTAVES = 7;

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
    this.second.name(first.computer + this.#random.rank(plan.computers, RESOLVER_OCTAVES));
    this.second.name(this.#population.server(this.#random));
    this.second.end();
  }
}
