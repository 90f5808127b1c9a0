import { compareBytes } from '@cmsc/core';

/**
 * Compares two names so that numbers inside them order as numbers: `part_2` before `part_10`. Names that differ in leading zeros only
 * order by their bytes.
 *
 * @returns below 0 when `a` comes first, above 0 when `b` does, 0 when they are equal.
 */
export function compareNames(a: string, b: string): number {
  const left = a.match(/\d+|\D+/g) ?? [];
  const right = b.match(/\d+|\D+/g) ?? [];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = compareParts(left[i]!, right[i]!);
    if (order !== 0) return order;
  }
  return left.length - right.length || compareBytes(a, b);
}

function compareParts(a: string, b: string): number {
  if (!isNumber(a) || !isNumber(b)) return compareBytes(a, b);
  const x = a.replace(/^0+/, '');
  const y = b.replace(/^0+/, '');
  return x.length - y.length || compareBytes(x, y);
}

function isNumber(part: string): boolean {
  return part.charCodeAt(0) >= 48 && part.charCodeAt(0) <= 57;
}
