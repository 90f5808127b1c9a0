/** Writes a whole number ≥ 0 in decimal digits at `at` and returns the index behind it. */
export function writeDecimal(value: number, bytes: Uint8Array, at: number): number {
  let digits = 1;
  for (let limit = 10; value >= limit; limit *= 10) digits++;
  for (let i = at + digits - 1; i >= at; i--) {
    const rest = Math.floor(value / 10);
    bytes[i] = 48 + (value - rest * 10);
    value = rest;
  }
  return at + digits;
}
