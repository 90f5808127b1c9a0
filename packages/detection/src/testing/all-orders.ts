/** A unit as the plain metrics want it. */
export interface PlainUnit {
  score: number;
  isPositive: boolean;
  day: number;
  account: string;
}

/** Every order of the units in which no score stands before a higher one. */
export function allOrders<T extends { score: number }>(units: readonly T[]): T[][] {
  if (units.length === 0) return [[]];
  const highest = Math.max(...units.map(({ score }) => score));
  return units.flatMap((unit, i) =>
    unit.score === highest ? allOrders(units.filter((_, j) => j !== i)).map((rest) => [unit, ...rest]) : [],
  );
}

/** The least, the mean and the most of a number over orders. */
export function rangeOver<T>(
  orders: readonly T[],
  numberOf: (order: T) => number,
): { least: number; expected: number; most: number } {
  const numbers = orders.map(numberOf);
  const expected = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  return { least: Math.min(...numbers), expected, most: Math.max(...numbers) };
}

/** Area under the ROC curve by looking at every pair. */
export function plainAuc(units: readonly PlainUnit[]): number {
  let wins = 0;
  let pairs = 0;
  for (const positive of units)
    for (const negative of units) {
      if (!positive.isPositive || negative.isPositive) continue;
      pairs++;
      wins += positive.score > negative.score ? 1 : positive.score === negative.score ? 0.5 : 0;
    }
  return wins / pairs;
}

/** Average precision: Σ (recall − recall before) · precision over the distinct scores, from the highest on. */
export function plainAp(units: readonly PlainUnit[]): number {
  const positives = units.filter(({ isPositive }) => isPositive).length;
  let ap = 0;
  let before = 0;
  for (const threshold of [...new Set(units.map(({ score }) => score))].sort((a, b) => b - a)) {
    const alarmed = units.filter(({ score }) => score >= threshold);
    const found = alarmed.filter(({ isPositive }) => isPositive).length;
    ap += ((found - before) / positives) * (found / alarmed.length);
    before = found;
  }
  return ap;
}

/** Highest share of positives at or above a threshold that at most `rate` of the negatives reach. */
export function plainTprAtFpr(units: readonly PlainUnit[], rate: number): number {
  const share = (threshold: number, isPositive: boolean) => {
    const all = units.filter((unit) => unit.isPositive === isPositive);
    return all.filter(({ score }) => score >= threshold).length / all.length;
  };
  const thresholds = [Infinity, ...units.map(({ score }) => score)];
  return Math.max(...thresholds.filter((t) => share(t, false) <= rate).map((t) => share(t, true)));
}
