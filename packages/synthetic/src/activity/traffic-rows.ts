import type { Random } from '@cmsc/core';
import { type Beats, Pace } from './pace.js';
import { Second } from './second.js';
import type { Population } from '../people/population.js';
import { FLOWS, KNOWN_PORTS } from '../rates.js';

/** Adds a row to a second. */
type AddRow = (second: Second) => void;

/** Makes the rows of a file, none of which has to do with another or with what another file says. */
export class TrafficRows {
  readonly second: Second;
  written = 0;
  /** Rows that are equal to one before them. */
  duplicates = 0;
  readonly #pace: Pace;
  readonly #add: () => void;
  readonly #hasDuplicates: boolean;

  private constructor(population: Population, pace: Pace, add: AddRow, hasDuplicates: boolean) {
    const second = new Second(population.names);
    this.second = second;
    this.#pace = pace;
    this.#add = () => add(second);
    this.#hasDuplicates = hasDuplicates;
  }

  /** Those of flows. They have duplicates, and end before the other files do. */
  static flows(population: Population, beats: Beats, random: Random): TrafficRows {
    const { flowsRows, flowsLastSecond } = population.plan;
    const pace = new Pace(flowsRows, flowsLastSecond, beats, random);
    const add: AddRow = (second) => {
      if (second.rows > 0 && random.chance(FLOWS.duplicates)) second.repeat();
      else addFlow(second, population, random);
    };
    return new TrafficRows(population, pace, add, true);
  }

  /** Those of dns: who looked up whom. */
  static dns(population: Population, beats: Beats, random: Random): TrafficRows {
    const { dnsRows, lastSecond } = population.plan;
    const pace = new Pace(dnsRows, lastSecond, beats, random);
    return new TrafficRows(population, pace, (second) => addLookup(second, population, random), false);
  }

  /** Makes the rows of the next second. */
  step(time: number): void {
    const wanted = this.#pace.wanted(time, this.written);
    this.second.clear();
    while (this.second.rows < wanted) this.#add();
    if (this.#hasDuplicates) this.duplicates += this.second.sort(true);
    else this.#pace.settle(time, this.second, wanted, this.#add);
    this.written += this.second.sorted;
  }
}

const TCP = 6;
const UDP = 17;
const ICMP = 1;
const HIDDEN_PORTS = 20_000;
const CLIENT_OCTAVES = 5;

function addFlow(second: Second, population: Population, random: Random): void {
  const client = population.first.computer + random.rank(population.plan.computers, CLIENT_OCTAVES);
  const server = population.server(random);
  const clientSends = random.chance(0.5);
  const packets = random.seconds(14, 3);
  const protocol = protocolOf(random.fraction());
  const serverPort = random.chance(FLOWS.noKnownPort) ? -1 : KNOWN_PORTS[random.rank(KNOWN_PORTS.length, 3)]!;
  second.begin(0);
  second.number(random.chance(FLOWS.noDuration) ? 0 : random.seconds(7, 1));
  second.name(clientSends ? client : server);
  addPort(second, clientSends ? -1 : serverPort, random);
  second.name(clientSends ? server : client);
  addPort(second, clientSends ? serverPort : -1, random);
  second.number(protocol);
  second.number(packets);
  second.number(packets * (46 + random.below(1400)));
  second.end();
}

function protocolOf(draw: number): number {
  if (draw < FLOWS.tcp) return TCP;
  return draw < FLOWS.tcp + FLOWS.udp ? UDP : ICMP;
}

/** A port that is known, or any de-identified one for −1. */
function addPort(second: Second, known: number, random: Random): void {
  if (known >= 0) second.number(known);
  else second.number(1 + random.rank(HIDDEN_PORTS, 8), true);
}

const RESOLVER_OCTAVES = 7;

function addLookup(second: Second, population: Population, random: Random): void {
  second.begin(0);
  second.name(population.first.computer + random.rank(population.plan.computers, RESOLVER_OCTAVES));
  second.name(population.server(random));
  second.end();
}
