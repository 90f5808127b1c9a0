import { CmscError } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import type { DashboardData } from '../data/dashboard-data.js';
import type { Action, Effect } from '../state/state.js';
import { effectRunner } from './effects.js';
import type { Store } from './store.js';

/** A call that ends when the test says so. */
interface Call {
  name: string;
  signal: AbortSignal;
  finish: (value: number) => void;
  fail: (reason: unknown) => void;
}

/** An outside that writes down what it is asked for, and what the store is told. */
function recorded({ isOpen = true } = {}) {
  const calls: Call[] = [];
  const actions: Action[] = [];
  const done: string[] = [];
  const call = (name: string, signal: AbortSignal) =>
    new Promise<number>((finish, fail) => calls.push({ name, signal, finish, fail }));
  const data = {
    find: (_query: unknown, text: string, _start: unknown, signal: AbortSignal) =>
      call(`find ${text}`, signal),
    save: ({ path }: { path: string }, signal: AbortSignal) => call(`save ${path}`, signal),
  };
  const runner = effectRunner({
    store: () => ({ dispatch: (action: Action) => actions.push(action) }) as unknown as Store,
    data: () => (isOpen ? (data as unknown as DashboardData) : null),
    copy: (text) => done.push(`copy ${text}`),
    keep: async (path, signal) => void (await call(`keep ${path}`, signal)),
    cancelBuild: () => done.push('cancel-build'),
    redraw: () => done.push('redraw'),
    suspend: () => done.push('suspend'),
    quit: () => done.push('quit'),
  });
  return { runner, calls, actions, done };
}

const find = (text: string) => ({ type: 'find', text }) as Effect;
const save = (path: string) => ({ type: 'save', request: { path } }) as Effect;
const keep = (path: string): Effect => ({ type: 'keep', path });
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a search', () => {
  it('breaks off the one before, whose answer nobody hears', async () => {
    const { runner, calls, actions } = recorded();
    runner.run(find('U1'));
    runner.run(find('U2'));
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    calls[1]?.finish(7);
    calls[0]?.finish(3);
    await settled();
    expect(actions).toMatchObject([{ type: 'found', text: 'U2', index: 7 }]);
  });

  it('is broken off by itself, and leaves what is written alone', async () => {
    const { runner, calls, actions } = recorded();
    runner.run(find('U1'));
    runner.run(save('out.csv'));
    runner.run({ type: 'stop-working' });
    expect(calls.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    calls[0]?.fail(new Error('interrupted'));
    calls[1]?.finish(12);
    await settled();
    expect(actions).toEqual([{ type: 'saved', path: 'out.csv', rows: 12 }]);
  });

  it('says in one line why it failed, whatever was thrown', async () => {
    const { runner, calls, actions } = recorded();
    runner.run(find('U1'));
    calls[0]?.fail(new Error('out of memory\nSELECT …'));
    await settled();
    runner.run(find('U1'));
    calls[1]?.fail('gone');
    await settled();
    expect(actions).toEqual([
      { type: 'failed', during: 'search', what: 'out of memory' },
      { type: 'failed', during: 'search', what: 'gone' },
    ]);
  });

  it('is none while nothing is open', async () => {
    const { runner, calls, actions } = recorded({ isOpen: false });
    for (const effect of [find('U1'), save('out.csv'), keep('kept.duckdb')]) runner.run(effect);
    await runner.end();
    expect([...calls, ...actions]).toEqual([]);
  });
});

describe('what is written', () => {
  it('asks before it replaces a file, with the name that it was found by', async () => {
    const { runner, calls, actions } = recorded();
    runner.run(save('out.csv'));
    calls[0]?.fail(new CmscError('usage', 'OUTPUT_EXISTS', 'the output exists', { file: '/tmp/out.csv' }));
    await settled();
    expect(actions).toEqual([{ type: 'exists', path: '/tmp/out.csv' }]);
  });

  it('says that a database is kept, and why it is not: another one is never replaced', async () => {
    const { runner, calls, actions } = recorded();
    runner.run(keep('kept.duckdb'));
    calls[0]?.finish(0);
    await settled();
    runner.run(keep('kept.duckdb'));
    calls[1]?.fail(new CmscError('usage', 'OUTPUT_EXISTS', 'the output exists', { file: 'kept.duckdb' }));
    await settled();
    expect(actions).toMatchObject([
      { type: 'kept', path: 'kept.duckdb' },
      { type: 'failed', during: 'write', what: expect.stringContaining('the output exists') },
    ]);
  });

  it.each([save('out.csv'), keep('kept.duckdb')])('is given up without a word: $type', async (effect) => {
    const { runner, calls, actions } = recorded();
    runner.run(effect);
    runner.run({ type: 'stop-writing' });
    expect(calls[0]?.signal.aborted).toBe(true);
    calls[0]?.fail(new Error('interrupted'));
    runner.run(effect);
    runner.run({ type: 'stop-writing' });
    // It was whole before it heard of that.
    calls[1]?.finish(1);
    await settled();
    expect(actions).toEqual([]);
  });
});

describe('the end', () => {
  it('breaks off all that is under way, and waits until it has ended', async () => {
    const { runner, calls, actions } = recorded();
    for (const effect of [find('U1'), save('a.csv'), save('b.csv')]) runner.run(effect);
    let ended = false;
    const end = runner.end().then(() => (ended = true));
    expect(calls.every(({ signal }) => signal.aborted)).toBe(true);
    for (const { fail } of calls) {
      await settled();
      expect(ended).toBe(false);
      fail(new Error('interrupted'));
    }
    await end;
    expect(actions).toEqual([]);
  });
});

it('what takes no time is done at once', () => {
  const { runner, done } = recorded();
  runner.run({ type: 'copy', text: 'U1' });
  for (const type of ['cancel-build', 'redraw', 'suspend', 'quit'] as const) runner.run({ type });
  expect(done).toEqual(['copy U1', 'cancel-build', 'redraw', 'suspend', 'quit']);
});
