/** One of several things, and a number below a limit. */
export interface Choices {
  of<T>(items: readonly T[]): T;
  below(limit: number): number;
  random(): number;
}

/** Choices of a sequence of random numbers. */
export function choicesOf(random: () => number): Choices {
  const below = (limit: number) => Math.floor(random() * limit);
  return { random, below, of: (items) => items[below(items.length)]! };
}
