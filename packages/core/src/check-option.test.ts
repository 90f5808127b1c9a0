import { describe, expect, it } from 'vitest';
import { checkWindow, oneOfChoices, wholeNumber } from './check-option.js';

const count = [1, 9] as const;

describe('a whole number', () => {
  it('is taken within its bounds', () => {
    expect([1, 9].map((value) => wholeNumber('budget', value, count))).toEqual([1, 9]);
    expect(wholeNumber('to', Infinity, [0, Infinity])).toBe(Infinity);
  });

  it.each([0, 10, 1.5, NaN, Infinity, -Infinity, '3' as never, null as never])('is not %s', (value) => {
    const words = `budget takes a whole number: "${String(value)}" (give one from 1 to 9)`;
    expect(() => wholeNumber('budget', value, count)).toThrow(words);
  });

  it('is refused in the words of who typed it', () => {
    const words = { said: 'many', of: ' of seconds', such: ', or such as 2d' };
    expect(() => wholeNumber('--every', NaN, [1, Infinity], words)).toThrow(
      '--every takes a whole number of seconds: "many" (give one from 1 on, or such as 2d)',
    );
  });
});

it('a word is one of those that there are', () => {
  expect(oneOfChoices('order', 'close', ['key', 'close'])).toBe('close');
  for (const word of ['start', '', 7 as never])
    expect(() => oneOfChoices('order', word, ['key', 'close'])).toThrow(
      `order has no choice of this name: "${word}" (choose one of key, close)`,
    );
});

describe('a window', () => {
  it.each([{}, { from: 0 }, { to: Infinity }, { from: 3, to: 3 }, { to: 0 }])('may be %j', (window) => {
    expect(() => checkWindow(window)).not.toThrow();
  });

  it.each([
    [{ from: 1.5 }, 'from takes a whole number: "1.5"'],
    [{ from: -1 }, 'from takes a whole number: "-1"'],
    [{ from: Infinity }, 'from takes a whole number: "Infinity"'],
    [{ to: NaN }, 'to takes a whole number: "NaN" (give one from 0 on)'],
    [{ to: '9' as never }, 'to takes a whole number: "9"'],
    [{ from: 5, to: 3 }, 'from 5 is after to 3 (swap them)'],
  ])('is not %j', (window, words) => expect(() => checkWindow(window)).toThrow(words));

  it('has the names that were typed', () => {
    expect(() => checkWindow({ from: 5, to: 3 }, '--')).toThrow('--from 5 is after --to 3 (swap them)');
  });
});
