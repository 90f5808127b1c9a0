/**
 * Gaps between process starts, in whole seconds, are put into buckets that double in width: 0, 1, 2–3, 4–7, 8–15, …
 * Bucket 0 holds the gap 0 and bucket b the gaps from 2^(b−1) to 2^b − 1: a gap's bucket is the number of its binary
 * digits. There are 32 of them, since times are below 2^31.
 */
export const GAP_BUCKETS = 32;

/** The gaps of a bucket, seconds, both inside. */
export interface GapBounds {
  /** Seconds. */
  least: number;
  /** Seconds; inside. */
  most: number;
}

/**
 * The bucket of a gap.
 *
 * @param gapSeconds a whole number from 0 to 2^31 − 1.
 * @example
 * gapBucket(5); // 3: the bucket 4–7
 */
export function gapBucket(gapSeconds: number): number {
  return 32 - Math.clz32(gapSeconds);
}

/**
 * The gaps of a bucket.
 *
 * @throws RangeError for a number that is no bucket.
 * @example
 * gapBounds(3); // { least: 4, most: 7 }
 */
export function gapBounds(bucket: number): GapBounds {
  if (!Number.isInteger(bucket) || bucket < 0 || bucket >= GAP_BUCKETS)
    throw new RangeError(`there is no gap bucket ${bucket}`);
  return bucket === 0 ? { least: 0, most: 0 } : { least: 2 ** (bucket - 1), most: 2 ** bucket - 1 };
}

/**
 * The token of a bucket: `+0s`, `+1s`, `+2-3s`, `+4-7s`, …
 *
 * @throws RangeError for a number that is no bucket.
 */
export function gapToken(bucket: number): string {
  const { least, most } = gapBounds(bucket);
  return least === most ? `+${least}s` : `+${least}-${most}s`;
}

/** The tokens of all buckets, by bucket. */
export const GAP_TOKENS: readonly string[] = Array.from({ length: GAP_BUCKETS }, (_, bucket) =>
  gapToken(bucket),
);
