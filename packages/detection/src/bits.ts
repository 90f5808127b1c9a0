/** Number of binary digits of a whole number from 0 to 2³¹ − 1: 0 for 0, 1 for 1, 2 for 2 and 3, … */
export function bits(n: number): number {
  return 32 - Math.clz32(n);
}
