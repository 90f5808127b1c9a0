import { expect, it } from 'vitest';
import type { Progress } from './options.js';
import { progressPart, RunPhases, type Phases } from './run-phases.js';

function told(phases: Phases): { phases: RunPhases; states: Progress[] } {
  const states: Progress[] = [];
  return { phases: new RunPhases((state) => states.push(state), phases), states };
}

it('goes from nothing to all once, names each phase, and adds up rows and bytes', () => {
  const { phases, states } = told({
    'reading a': { reads: 100 },
    writing: { work: 50 },
    unused: { work: 10 },
    'reading b': { reads: 40 },
  });
  phases.begin('reading a');
  phases.read({ rows: 5, bytes: 1, bytesTotal: 2, sessions: 3 });
  phases.begin('writing');
  phases.did(1, 2);
  phases.begin('reading b');
  phases.read({ rows: 2, bytes: 4, bytesTotal: 4 });
  const bytesTotal = 140;
  expect(states).toEqual([
    { phase: 'reading a', rows: 0, bytes: 0, bytesTotal, share: 0 },
    { phase: 'reading a', rows: 5, bytes: 50, bytesTotal, share: 0.25, sessions: 3 },
    { phase: 'writing', rows: 5, bytes: 100, bytesTotal, share: 0.5 },
    { phase: 'writing', rows: 5, bytes: 100, bytesTotal, share: 0.625 },
    { phase: 'reading b', rows: 5, bytes: 100, bytesTotal, share: 0.8 },
    { phase: 'reading b', rows: 7, bytes: 140, bytesTotal, share: 1 },
  ]);
});

it('knows no share where the size of an input is not known', () => {
  const { phases, states } = told({ reading: { reads: undefined }, writing: { work: 1 } });
  phases.begin('reading');
  phases.read({ rows: 5, bytes: 100 });
  expect(states.at(-1)).toEqual({ phase: 'reading', rows: 5, bytes: 0 });
});

it('may be a part of another run', () => {
  const states: Progress[] = [];
  const tell = progressPart((state) => states.push(state), 0.5, 1);
  tell?.({ rows: 1, bytes: 2, share: 0.5 });
  tell?.({ rows: 1, bytes: 2 });
  expect(states).toEqual([
    { rows: 1, bytes: 2, share: 0.75 },
    { rows: 1, bytes: 2 },
  ]);
  expect(progressPart(undefined, 0, 1)).toBeUndefined();
});
