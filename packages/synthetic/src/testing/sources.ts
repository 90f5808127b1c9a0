import { REDTEAM_SOURCES } from '../rates.js';

const RED: readonly string[] = REDTEAM_SOURCES.map(([name]) => name);

/** What each computer does as a source of logons to others: rows, and how many accounts and machines. */
export class Sources {
  readonly #rows = new Map<string, number>();
  readonly #accounts = new Map<string, Set<string>>();
  readonly #machines = new Map<string, Set<string>>();

  /** Takes a row of auth. */
  add([, user, , source, destination, , , orientation]: readonly string[]): void {
    if (orientation !== 'LogOn' || source === destination) return;
    this.#rows.set(source!, (this.#rows.get(source!) ?? 0) + 1);
    addTo(this.#accounts, source!, user!);
    addTo(this.#machines, source!, destination!);
  }

  /** The places of the red team's sources among all, by rows; 0 is the busiest. */
  placesOfRed(): number[] {
    const sorted = [...this.#rows.keys()].sort((a, b) => this.#rows.get(b)! - this.#rows.get(a)!);
    return RED.map((name) => sorted.indexOf(name)).filter((place) => place >= 0);
  }

  /** Average precision of finding the red team's sources by how many accounts, or machines, a source has. */
  averagePrecision(): { accounts: number; machines: number } {
    return { accounts: averagePrecision(this.#accounts), machines: averagePrecision(this.#machines) };
  }
}

/** As scikit-learn's: over the distinct counts from the highest down, sources of one count together. */
function averagePrecision(sets: ReadonlyMap<string, ReadonlySet<string>>): number {
  const total = RED.filter((name) => sets.has(name)).length;
  const counts = [...new Set([...sets.values()].map(({ size }) => size))].sort((a, b) => b - a);
  let found = 0;
  let looked = 0;
  let sum = 0;
  for (const count of counts) {
    const names = [...sets].filter(([, { size }]) => size === count).map(([name]) => name);
    const red = names.filter((name) => RED.includes(name)).length;
    found += red;
    looked += names.length;
    sum += (red / total) * (found / looked);
  }
  return sum;
}

function addTo(sets: Map<string, Set<string>>, key: string, value: string): void {
  if (!sets.has(key)) sets.set(key, new Set());
  sets.get(key)!.add(value);
}
