/**
 * The first index from `from` up to `to` for which `isBefore` no longer holds, or `to`.
 * `isBefore` must hold for a first part of the range and for none of the rest.
 */
export function lowerBound(from: number, to: number, isBefore: (index: number) => boolean): number {
  while (from < to) {
    const middle = from + Math.floor((to - from) / 2);
    if (isBefore(middle)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The first index from `from` up to `to` at which the ascending `values` reach `value`, or `to`. */
export function firstFrom(values: Int32Array, value: number, from = 0, to = values.length): number {
  return lowerBound(from, to, (index) => (values[index] as number) < value);
}
