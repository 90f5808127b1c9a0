import { expect, test } from 'vitest';
import { ByteTexts } from './byte-texts.js';

test('makes each text once, and makes it again when too many have come between', () => {
  const made: string[] = [];
  const texts = new ByteTexts((bytes, start, end) => {
    made.push(bytes.toString('latin1', start, end));
    return `<${made.at(-1)}>`;
  });
  const read = (text: string) => texts.read(Buffer.from(`"${text}"`), 1, text.length + 1);
  const names = [
    '',
    'a',
    'b',
    'ab',
    'x'.repeat(300),
    ...Array.from({ length: 5000 }, (_, n) => `0x${n.toString(16)}`),
  ];
  for (let round = 0; round < 3; round++) for (const name of names) expect(read(name)).toBe(`<${name}>`);
  expect(made).toEqual(names);
  for (let n = 0; n < 100_000; n++) if (read(`user ${n}`) !== `<user ${n}>`) expect.fail();
  expect(read('ab')).toBe('<ab>');
  expect(made.filter((text) => text === 'ab')).toHaveLength(2);
});
