const HOUR_SECONDS = 3600;
const TRAINING_HOURS = 168;
/** The model is frozen here, and the test begins. */
const TEST_HOUR = 192;
const END_SECONDS = 2_592_000;

/** What the detector of pairs never seen finds. */
export interface EdgeFigures {
  /** Area under its ROC curve. */
  auc: number;
  /** Units of the test that are no attack and whose pair was not learned. */
  falsePositiveRate: number;
  truePositiveRate: number;
  positives: number;
  /** Units of the test that are no attack and whose pair was never there before, in the test either. */
  newPairs: number;
}

/**
 * Frozen `edge` under the rows of larroche2023 (the published NetworkSourceSeparation): units are distinct (hour, source,
 * destination) of LogOns from another machine before day 30; pairs are learned in hours 0 to 191; the test begins with
 * hour 192, with machines seen in hours 0 to 167; a unit is positive when a red-team tuple has its hour, source and
 * destination. A score of 0 or 1 has the AUC (TPR + 1 − FPR) / 2.
 */
export class FrozenEdge {
  readonly #attacked = new Set<string>();
  readonly #machines = new Set<string>();
  readonly #learned = new Set<string>();
  readonly #seen = new Set<string>();
  readonly #units = new Set<string>();
  readonly #positive = { units: 0, unknown: 0 };
  readonly #negative = { units: 0, unknown: 0, unseen: 0 };

  /** @param redteam lines of redteam.txt. */
  constructor(redteam: Iterable<string>) {
    for (const line of redteam) {
      const [time, , source, destination] = line.split(',');
      this.#attacked.add(`${hourOf(time!)},${source},${destination}`);
    }
  }

  /** Takes a row of auth, in order of time. */
  add([time, , , source, destination, , , orientation]: readonly string[]): void {
    if (orientation !== 'LogOn' || source === destination || Number(time) >= END_SECONDS) return;
    const hour = hourOf(time!);
    const pair = `${source},${destination}`;
    if (hour < TRAINING_HOURS) this.#machines.add(source!).add(destination!);
    if (hour < TEST_HOUR) this.#learned.add(pair);
    else if (this.#machines.has(source!) && this.#machines.has(destination!))
      this.#test(`${hour},${pair}`, pair);
    this.#seen.add(pair);
  }

  figures(): EdgeFigures {
    const truePositiveRate = this.#positive.unknown / this.#positive.units;
    const falsePositiveRate = this.#negative.unknown / this.#negative.units;
    return {
      auc: (truePositiveRate + 1 - falsePositiveRate) / 2,
      falsePositiveRate,
      truePositiveRate,
      positives: this.#positive.units,
      newPairs: this.#negative.unseen / this.#negative.units,
    };
  }

  #test(unit: string, pair: string): void {
    if (this.#units.has(unit)) return;
    this.#units.add(unit);
    const unknown = this.#learned.has(pair) ? 0 : 1;
    const counts = this.#attacked.has(unit) ? this.#positive : this.#negative;
    counts.units++;
    counts.unknown += unknown;
    if (counts === this.#negative && !this.#seen.has(pair)) this.#negative.unseen++;
  }
}

function hourOf(time: string): number {
  return Math.floor(Number(time) / HOUR_SECONDS);
}
