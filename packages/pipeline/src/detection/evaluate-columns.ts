import { Evaluation, type Curves, type Metrics } from '@cmsc/detection';
import type { KeptScores } from './kept-scores.js';

/** Compares columns of scores with the red team, one after the other. */
export async function* evaluateColumns(
  kept: KeptScores,
  scores: readonly string[],
  options: { budget: number; seed: number },
): AsyncGenerator<{ name: string; metrics: Metrics; curves: () => Curves }> {
  for (const name of scores) {
    const accountDays = await kept.accountDays(name);
    const evaluation = await evaluateColumn(kept, name, options);
    const curves = () => evaluation.curves(accountDays);
    yield { name, metrics: evaluation.metrics(accountDays), curves };
  }
}

/** Compares a column of scores with the red team, in two passes over them. */
async function evaluateColumn(
  kept: KeptScores,
  score: string,
  options: { budget: number; seed: number },
): Promise<Evaluation> {
  const evaluation = new Evaluation(options);
  for await (const { length, columns } of kept.units(score)) {
    const [scores, positive, day] = columns as [Float64Array, Float64Array, Float64Array];
    for (let unit = 0; unit < length; unit++)
      evaluation.first(scores[unit]!, positive[unit] === 1, day[unit]!);
  }
  evaluation.turn();
  for await (const { length, columns } of kept.negatives(score)) {
    const [scores] = columns as [Float64Array];
    for (let unit = 0; unit < length; unit++) evaluation.second(scores[unit]!);
  }
  return evaluation;
}
