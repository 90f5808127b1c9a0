import { firstFrom, type Dictionary } from '@cmsc/core';
import type { RedTeamIndex } from '@cmsc/labeling';
import type { Variant } from '../export-format.js';

type Route = Readonly<Record<Variant, Int32Array>>;

/**
 * Says whether a flow is near a red-team logon: from its source to its destination, within some seconds before or after.
 * The published code loses the first row of the red-team file, and labels nothing that is earlier than that row.
 */
export class NearbyAttacks {
  readonly #seconds: number;
  readonly #from: Readonly<Record<Variant, number>>;
  /** By source, then destination, the attack times of either variant, ascending. */
  readonly #routes = new Map<number, Map<number, Route>>();

  /** Interns the red team's machines in the dictionary `machines`. */
  constructor(redteam: RedTeamIndex, machines: Dictionary, seconds: number) {
    const first = redteam.tuples[redteam.rowTuples[0] ?? -1];
    this.#seconds = seconds;
    this.#from = { 'as-published': first?.attack_time ?? 0, corrected: 0 };
    const surviving = new Set(redteam.rowTuples.slice(1));
    redteam.tuples.forEach(({ src_machine, dst_machine, attack_time }, number) => {
      const source = machines.intern(src_machine);
      const destination = machines.intern(dst_machine);
      const routes = this.#routes.get(source) ?? new Map<number, Route>();
      this.#routes.set(source, routes);
      const { 'as-published': published, corrected } = routes.get(destination) ?? NO_TIMES;
      routes.set(destination, {
        'as-published': surviving.has(number) ? withTime(published, attack_time) : published,
        corrected: withTime(corrected, attack_time),
      });
    });
  }

  /** The label of a flow. */
  labelOf(time: number, source: number, destination: number, variant: Variant): 0 | 1 {
    const times = this.#routes.get(source)?.get(destination)?.[variant];
    if (times === undefined || time < this.#from[variant]) return 0;
    const nearest = times[firstFrom(times, time - this.#seconds)];
    return nearest !== undefined && nearest <= time + this.#seconds ? 1 : 0;
  }
}

const NO_TIMES: Route = { 'as-published': new Int32Array(0), corrected: new Int32Array(0) };

function withTime(times: Int32Array, time: number): Int32Array {
  return Int32Array.from([...times, time]).sort();
}
