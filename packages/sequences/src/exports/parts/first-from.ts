/** The first index from `from` up to `to` at which the ascending `values` reach `value`, or `to`. */
export function firstFrom(values: Int32Array, value: number, from = 0, to = values.length): number {
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (values[middle]! < value) from = middle + 1;
    else to = middle;
  }
  return from;
}
