import { describe, expect, it } from 'vitest';
import { LONGEST_LINE_BYTES } from '../rows/row-rules.js';
import { frameRow } from './csv-rows.js';

const frame = (text: string, isLast = false, delimiter = ',') =>
  frameRow(Buffer.from(text), 0, Buffer.from(delimiter), isLast);

describe('frameRow', () => {
  it.each([
    ['a,b\nnext\n', 4],
    ['"a",b\nnext\n', 6],
    ['a,"b"\nnext\n', 6],
    ['a,"b"\r\nnext\n', 7],
    ['"a,b","c"\nnext\n', 10],
    ['"say ""hi""",b\nnext\n', 15],
    ['"",""\nnext\n', 6],
    ['""""\nnext\n', 5],
    ['"a\nb\r\nc",d\nnext\n', 11],
    ['\n"next"\n', 1],
  ])('ends %j at %i', (text, end) => {
    expect(frame(text)).toEqual({ end });
  });

  it.each([
    ['"a"b,c\nnext\n', 'text follows a closing quote'],
    ['"a" ,c\nnext\n', 'text follows a closing quote'],
    ['"a"\rb,c\nnext\n', 'text follows a closing quote'],
    ['a"b,c\n"next\n', 'a quote stands inside a value that is not in quotes'],
    ['a,b"\n"next\n', 'a quote stands inside a value that is not in quotes'],
  ])('refuses the first line of %j', (text, what) => {
    expect(frame(text)).toEqual({
      end: text.indexOf('\n') + 1,
      problem: expect.objectContaining({ code: 'BAD_QUOTES', what }),
    });
  });

  it('waits for a quote to close until there is no more', () => {
    expect(frame('a,"b\nc\n')).toBeUndefined();
    expect(frame('a,"b""\nc\n')).toBeUndefined();
    expect(frame('a,"b\nc\n', true)).toEqual({
      end: 5,
      problem: expect.objectContaining({ code: 'BAD_QUOTES' }),
    });
  });

  it.each([true, false])('does not wait for more than 1 MiB (last: %s)', (isLast) => {
    const long = `a,"b\n${'x\n'.repeat(LONGEST_LINE_BYTES / 2)}`;
    const problem = expect.objectContaining({
      code: 'BAD_QUOTES',
      what: 'a value in quotes goes on for more than 1 MiB',
    });
    expect(frame(long, isLast)).toEqual({ end: 5, problem });
    expect(frame(`${long}"\n`, isLast)).toEqual({ end: 5, problem });
  });

  it('knows delimiters of several bytes', () => {
    expect(frame('"a"§b§"c"\n', false, '§')).toEqual({ end: 12 });
    expect(frame('"a",b\n', false, '§')).toEqual({
      end: 6,
      problem: expect.objectContaining({ code: 'BAD_QUOTES' }),
    });
  });
});
