import { describe, expect, it } from 'vitest';
import { csvLine, RawText } from './column-batch.js';

describe('csvLine', () => {
  it.each([
    [['1', 'a b', '?', ''], '1,a b,?,'],
    [['1', 'a,b', 'c'], '1,"a,b",c'],
    [['1', 'say "hi"', 'c'], '1,"say ""hi""",c'],
    [['1', 'a\nb', 'c'], '1,"a\nb",c'],
    [['1', 'a\rb', 'c'], '1,a\rb,c'],
    [['1', 'a', 'c\r'], '1,a,"c\r"'],
    [['1', 'né', '🦉'], '1,né,🦉'],
  ])('writes %j', (fields, line) => {
    expect(csvLine(fields)).toBe(line);
  });
});

describe('RawText', () => {
  it('grows, and begins anew after each take', () => {
    const text = new RawText();
    const long = 'ü'.repeat(100_000);
    text.add(['1', long]);
    text.add(['2', 'x']);
    const first = text.take();
    expect(Buffer.from(first.bytes).toString()).toBe(`1,${long}\n2,x\n`);
    expect([...first.ends.subarray(0, 2)]).toEqual([200_003, 200_007]);
    text.add(['3', '']);
    const second = text.take();
    expect(Buffer.from(second.bytes).toString()).toBe('3,\n');
    expect(second.ends[0]).toBe(3);
    expect(text.bytes).toBe(0);
  });
});
