import { expect, test } from 'vitest';
import {
  finishMachine,
  IDLE,
  transition,
  type MachineEvent,
  type MachineState,
  type Session,
} from './machine.js';

function run(events: [MachineEvent['type'], number][], restarts = false) {
  let state: MachineState = IDLE;
  const sessions: Session[] = [];
  const effects: string[] = [];
  for (const [type, time] of events) {
    const [next, effect] = transition(state, { type, time }, restarts);
    state = next;
    effects.push(effect.type);
    if (effect.type === 'next') sessions.push(effect.session);
  }
  const last = finishMachine(state);
  return { sessions: last ? [...sessions, last] : sessions, effects, state };
}

test('a run of starts and the ends that follow are one session', () => {
  const { sessions, effects } = run([
    ['start', 71],
    ['start', 81],
    ['end', 84],
    ['end', 85],
  ]);
  expect(sessions).toEqual([{ start: 71, end: 85, starts: 2, ends: 2 }]);
  expect(effects).toEqual(['opened', 'repeated', 'closed', 'extended']);
});

test('a start gives up an open session where keys are given out again', () => {
  const { sessions, effects } = run(
    [
      ['start', 71],
      ['start', 81],
      ['end', 84],
      ['end', 85],
      ['start', 90],
    ],
    true,
  );
  expect(sessions).toEqual([{ start: 81, end: 85, starts: 1, ends: 2 }]);
  expect(effects).toEqual(['opened', 'restarted', 'closed', 'extended', 'next']);
});

test('the next start brings the session out', () => {
  const { sessions, effects } = run([
    ['start', 0],
    ['end', 0],
    ['start', 0],
    ['end', 3],
  ]);
  expect(sessions).toEqual([
    { start: 0, end: 0, starts: 1, ends: 1 },
    { start: 0, end: 3, starts: 1, ends: 1 },
  ]);
  expect(effects).toEqual(['opened', 'closed', 'next', 'closed']);
});

test('starts without an end stay open and give no session', () => {
  const { sessions, state } = run([
    ['start', 71],
    ['start', 81],
  ]);
  expect(sessions).toEqual([]);
  expect(state).toEqual({ phase: 'open', start: 71, starts: 2 });
});

test('an end without a start is an orphan', () => {
  const { sessions, effects, state } = run([['end', 81]]);
  expect(sessions).toEqual([]);
  expect(effects).toEqual(['orphaned']);
  expect(state).toEqual(IDLE);
});
