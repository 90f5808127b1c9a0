import { describe, expect, it } from 'vitest';
import { SharedResults } from './shared-results.js';

const never = () => new AbortController().signal;

/** A result that is made when it is told to. */
function controlled() {
  const made: AbortSignal[] = [];
  let finish: (value: string) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const make = (signal: AbortSignal) => {
    made.push(signal);
    return new Promise<string>((resolve, reject) => {
      finish = resolve;
      fail = reject;
    });
  };
  return { made, make, finish: (value: string) => finish(value), fail: (error: Error) => fail(error) };
}

describe('SharedResults', () => {
  it('makes one result for all who ask, and keeps it', async () => {
    const results = new SharedResults<string>(5);
    const { made, make, finish } = controlled();
    const both = [results.get('a', make, never()), results.get('a', make, never())];
    finish('done');
    expect(await Promise.all(both)).toEqual(['done', 'done']);
    expect(await results.get('a', make, never())).toBe('done');
    expect(made.length).toBe(1);
  });

  it('breaks off only when everybody has gone', async () => {
    const results = new SharedResults<string>(5);
    const { made, make, finish } = controlled();
    const first = new AbortController();
    const second = new AbortController();
    const waits = [first, second].map(({ signal }) => results.get('a', make, signal));
    first.abort();
    expect(made[0]?.aborted).toBe(false);
    second.abort();
    expect(made[0]?.aborted).toBe(true);
    finish('too late');
    for (const wait of waits) await expect(wait).rejects.toThrow();
  });

  it('gives its result to those who stayed', async () => {
    const results = new SharedResults<string>(5);
    const { make, finish } = controlled();
    const gone = new AbortController();
    const left = results.get('a', make, gone.signal);
    const stayed = results.get('a', make, never());
    gone.abort();
    finish('done');
    await expect(left).rejects.toThrow();
    expect(await stayed).toBe('done');
  });

  it('tries again after a failure', async () => {
    const results = new SharedResults<string>(5);
    const failing = controlled();
    const wait = results.get('a', failing.make, never());
    failing.fail(new Error('no'));
    await expect(wait).rejects.toThrow('no');
    expect(await results.get('a', () => Promise.resolve('yes'), never())).toBe('yes');
  });

  it('drops what was asked for longest ago', async () => {
    const dropped: string[] = [];
    const results = new SharedResults<string>(2, (result) => dropped.push(result));
    for (const key of ['a', 'b', 'a', 'c']) await results.get(key, () => Promise.resolve(key), never());
    await Promise.resolve();
    expect(dropped).toEqual(['b']);
  });
});
