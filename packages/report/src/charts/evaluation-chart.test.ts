import { Evaluation } from '@cmsc/detection';
import { describe, expect, it } from 'vitest';
import { evaluationChart, type EvaluatedDetector } from './evaluation-chart.js';
import { renderChart } from './render-chart.js';

/** A detector of these scores, of which the first `attacks` are attacks, an account-day each. */
function detector(name: string, scores: readonly number[], attacks: number): EvaluatedDetector {
  const evaluation = new Evaluation({ budget: 1, seed: 1 });
  scores.forEach((score, i) => evaluation.first(score, i < attacks, i));
  evaluation.turn();
  scores.slice(attacks).forEach((score) => evaluation.second(score));
  const days = scores.map((score, day) => ({ day, score, positives: day < attacks ? 1 : 0 }));
  return { name, curves: evaluation.curves(days) };
}

const DETECTORS = [detector('edge', [1, 1, 0, 1, 0], 2), detector('mine', [9, 3, 4, 1, 1], 2)];
const FACTS = { unit: 'lmdeval', units: 5, positives: 2 };

describe('the chart of an evaluation', () => {
  it('draws a line for each detector, the baseline dashed, and says what a unit is and how rare attacks are', async () => {
    const svg = await renderChart(evaluationChart(DETECTORS, FACTS));
    for (const text of ['>edge<', '>mine<', '5 units of lmdeval, 2 of them attacks: base rate 0.40', 'of 2<'])
      expect(svg).toContain(text);
    expect(svg.match(/stroke-dasharray="4,3"/g)?.length).toBeGreaterThanOrEqual(2);
    expect(svg).toMatch(/aria-label="[^"]*precision/i);
  });

  it('is the same bytes again, and asks nothing of a network', async () => {
    const draw = () => renderChart(evaluationChart(DETECTORS, FACTS));
    const svg = await draw();
    expect(await draw()).toBe(svg);
    expect(svg.replace(/xmlns(:xlink)?="[^"]*"/g, '')).not.toMatch(/https?:|<script|<image/);
  });

  it('shows names as text, whatever they are', async () => {
    const hostile = '</text><script>alert(1)</script>"&\u0000';
    const svg = await renderChart(evaluationChart([{ ...DETECTORS[0]!, name: hostile }], FACTS));
    expect(svg).not.toContain('<script');
    expect(svg).toContain('&lt;script&gt;');
  });

  it('says that there is nothing to find', async () => {
    const none = [detector('edge', [1, 0], 0)];
    const svg = await renderChart(evaluationChart(none, { unit: 'session', units: 2, positives: 0 }));
    expect(svg).toContain('2 sessions, 0 of them attacks: base rate 0');
    expect(svg).not.toContain('NaN');
  });
});
