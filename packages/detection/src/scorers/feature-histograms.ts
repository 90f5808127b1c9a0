/** A histogram for each of several features, and the surprise of their values: −ln p, with p = (count + 1)/(rows + bins). */
export class FeatureHistograms {
  readonly #counts: readonly Float64Array[];
  #surprises: readonly Float64Array[] | undefined;

  /** @param bins number of values of each feature. */
  constructor(bins: readonly number[]) {
    this.#counts = bins.map((size) => new Float64Array(size));
  }

  /** Counts a value of a feature, in `rows` rows. */
  add(feature: number, value: number, rows: number): void {
    const counts = this.#counts[feature] as Float64Array;
    counts[value] = (counts[value] as number) + rows;
  }

  /** The surprise of each value of a feature, from what was counted before the first call. */
  surprises(): readonly Float64Array[] {
    return (this.#surprises ??= this.#counts.map((counts) => {
      const all = counts.reduce((sum, count) => sum + count, 0) + counts.length;
      return counts.map((count) => -Math.log((count + 1) / all));
    }));
  }
}
