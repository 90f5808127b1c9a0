import { expect, it } from 'vitest';
import { circles, codeFiles, importsOf } from '../scripts/house.mjs';

it('finds files that import each other in a circle', () => {
  const graph = { a: ['b'], b: ['c', 'd'], c: [], d: ['b'] };
  expect(circles(Object.keys(graph), (file) => graph[file])).toEqual([['b', 'd', 'b']]);
});

it('knows what a file imports when it is loaded, and what are types', () => {
  const imported = importsOf('packages/synthetic/src/people/lay-out.ts');
  expect(imported).toContain('packages/synthetic/src/rates.ts');
  expect(imported).not.toContain('packages/synthetic/src/people/population.ts');
});

it('has no circle of files', () => {
  expect(circles(codeFiles()).map((circle) => circle.join(' → '))).toEqual([]);
});
