/** A number over all orders of equal scores: the least, the mean, and the most. */
export interface Range {
  least: number;
  expected: number;
  most: number;
}

/** Equal scores at which a cut falls, of `units` of which `positives` are positive: how many positives are among the first `room`. */
export function hitsWithin(units: number, positives: number, room: number): Range {
  return {
    least: Math.max(0, room - (units - positives)),
    expected: (positives * room) / units,
    most: Math.min(positives, room),
  };
}

/** The sum of two. */
export function addRange(a: Range, b: Range): Range {
  return { least: a.least + b.least, expected: a.expected + b.expected, most: a.most + b.most };
}

/** A number that does not depend on the order. */
export function exactly(value: number): Range {
  return { least: value, expected: value, most: value };
}
