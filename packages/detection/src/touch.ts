/**
 * Reads a value for each of so many rows, to have it in the cache. Nearly every one is a trip to memory, and a processor makes a dozen
 * of them at once in a loop as short as this one, but one after another where more is done with each.
 *
 * @param values what is read.
 * @param ids the id of each row.
 * @param bits the value of an id is at its place shifted left by this.
 * @param length number of rows.
 * @returns a number without a meaning, to be kept so that reading isn't left out.
 */
export function touch(values: Int32Array, ids: Int32Array, bits: number, length: number): number {
  let touched = 0;
  for (let row = 0; row < length; row++) touched ^= values[(ids[row] as number) << bits] as number;
  return touched;
}
