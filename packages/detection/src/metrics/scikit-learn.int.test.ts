import { spawnSync } from 'node:child_process';
import { Random } from '@cmsc/core';
import { expect, it } from 'vitest';
import { Evaluation } from './evaluation.js';

const SETS = 300;
const SCRIPT = `
import json, sys
from sklearn.metrics import average_precision_score, roc_auc_score
sets = json.load(sys.stdin)
json.dump([[roc_auc_score(s["y"], s["x"]), average_precision_score(s["y"], s["x"])] for s in sets], sys.stdout)
`;
const run = (python: string, script: string, input = '') =>
  spawnSync(python, ['-c', script], { input, encoding: 'utf8' });
/** Debian's package is for the system's Python, which need not be the first on the path. */
const python = ['python3', '/usr/bin/python3'].find((name) => run(name, 'import sklearn').status === 0);

/** Sets of scores with many ties, each with both kinds of units. */
function madeSets(): { x: number[]; y: number[] }[] {
  const random = new Random('scikit-learn');
  return Array.from({ length: SETS }, (_, set) => {
    const units = 2 + random.below(200);
    const y = Array.from({ length: units }, (_, i) =>
      i === 0 ? 1 : i === 1 ? 0 : random.below(4) === 0 ? 1 : 0,
    );
    return { y, x: y.map((positive) => random.below(2 + (set % 30)) + positive * (set % 3)) };
  });
}

it.skipIf(python === undefined)('auc and average precision are those of scikit-learn', () => {
  const sets = madeSets();
  const expected = JSON.parse(run(python!, SCRIPT, JSON.stringify(sets)).stdout) as [number, number][];
  sets.forEach(({ x, y }, set) => {
    const evaluation = new Evaluation({ budget: 1, seed: 1 });
    x.forEach((score, i) => evaluation.first(score, y[i] === 1, 0));
    evaluation.turn();
    x.forEach((score, i) => y[i] === 1 || evaluation.second(score));
    const { auc, ap } = evaluation.metrics([]);
    expect(auc).toBeCloseTo(expected[set]![0], 12);
    expect(ap).toBeCloseTo(expected[set]![1], 12);
  });
});
