const MICRO = 1e6;

/** A score as it is written: to six digits after the point, halves upwards, so that equal scores are equal in every language. */
export function roundScore(score: number): number {
  return Math.floor(score * MICRO + 0.5) / MICRO;
}

/** Rounds the first `length` scores of a column. */
export function roundScores(scores: Float64Array, length: number): void {
  for (let i = 0; i < length; i++) scores[i] = roundScore(scores[i] as number);
}
