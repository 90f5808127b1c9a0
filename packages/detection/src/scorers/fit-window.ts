import { grown, Growable, KeyIds } from '@cmsc/core';
import { bits } from '../bits.js';
import type { LogonColumns } from '../logon-columns.js';
import { FAR, hopsToHubs } from './hops-to-hubs.js';

const MOST_POPULARITY = 19;
const MOST_HOPS = 3;

/** What a destination's popularity and the hops to it say of a logon, as values of these features. */
export interface MachineFeatures {
  /** Digits of the number of users that a destination had, by machine. */
  popularity(destination: number): number;
  /** Hops to the hubs that a logon saves, from 0 (as many more) over 3 (as far) to 6. */
  hops(source: number, destination: number): number;
}

/**
 * The graph of who logged on where before the model is fitted: users of each destination, pairs of source and destination, and how many
 * rows of the fit have each pair. One pass is enough: what depends on the whole graph is counted by pair.
 */
export class FitWindow {
  readonly #pairs = new KeyIds(2);
  readonly #fitRows = new Growable();
  #users = new Int32Array(1024);

  /** Finds the pairs of the first `length` rows. {@link countRow} is about these rows then. */
  locate({ src_machine, dst_machine }: LogonColumns, length: number): void {
    this.#pairs.locate([src_machine, dst_machine], 0, length);
    while (this.#fitRows.length < this.#pairs.size) this.#fitRows.push(0);
  }

  /** Counts a row of the fit. */
  countRow(row: number): void {
    const pair = this.#pairs.found[row] as number;
    this.#fitRows.set(pair, this.#fitRows.at(pair) + 1);
  }

  /** Says that a destination has one user more. */
  addUser(destination: number): void {
    this.#users = grown(this.#users, destination + 1);
    this.#users[destination] = (this.#users[destination] as number) + 1;
  }

  /**
   * Ends it. `eachPair` is told the values of every pair and its rows of the fit.
   *
   * @param machines how many there are.
   * @param nameOf the name of a machine.
   * @param eachPair takes the values of a pair, and its rows.
   */
  finish(
    machines: number,
    nameOf: (machine: number) => string,
    eachPair: (popularity: number, hops: number, rows: number) => void,
  ): MachineFeatures {
    const users = new Int32Array(machines);
    users.set(this.#users.subarray(0, machines));
    const edges = { a: this.#pairs.column(0), b: this.#pairs.column(1) };
    const features = featuresOf(users, hopsToHubs(users, edges, nameOf));
    for (let pair = 0; pair < this.#fitRows.length; pair++) {
      const [source, destination] = [edges.a[pair] as number, edges.b[pair] as number];
      eachPair(features.popularity(destination), features.hops(source, destination), this.#fitRows.at(pair));
    }
    return features;
  }
}

/** A machine that came up later has no users, and is far from every hub. */
function featuresOf(users: Int32Array, hops: Uint8Array): MachineFeatures {
  const hopsOf = (machine: number): number => hops[machine] ?? FAR;
  return {
    popularity: (destination) => Math.min(bits(users[destination] ?? 0), MOST_POPULARITY),
    hops: (source, destination) =>
      MOST_HOPS + Math.max(-MOST_HOPS, Math.min(MOST_HOPS, hopsOf(source) - hopsOf(destination))),
  };
}
