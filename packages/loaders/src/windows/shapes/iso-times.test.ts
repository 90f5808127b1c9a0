import { isoTime, Random } from '@cmsc/core';
import { expect, test } from 'vitest';
import { parseTime, UTC } from '../windows-time.js';
import { IsoTimes } from './iso-times.js';

const times = new IsoTimes();

/** The time of a text in the middle of others. */
function read(text: string): number {
  const bytes = Buffer.from(`9${text}9`);
  return times.read(bytes, 1, bytes.length - 1);
}

test.each([
  ['2024-03-14T08:00:00Z', '2024-03-14T08:00:00.000000Z'],
  ['2024-02-29T23:59:59.9Z', '2024-02-29T23:59:59.900000Z'],
  ['2024-03-14T08:00:00.123456789Z', '2024-03-14T08:00:00.123456Z'],
])('reads %s', (text, expected) => {
  expect(isoTime(read(text))).toBe(expected);
});

test.each([
  ['2023-02-29T00:00:00Z'],
  ['2024-13-01T00:00:00Z'],
  ['2024-03-14T24:00:00Z'],
  ['2024-03-14T08:60:00Z'],
  ['2024-03-14T08:00:00.Z'],
  ['2024-03-14T08:00:00.1234567890Z'],
  ['2024-03-14T08:00:00'],
  ['2024-03-14T08:00:00+00:00'],
  ['2024-03-14 08:00:00Z'],
  ['2024-03-14T08:00:0'],
  ['Z'],
  [''],
])('leaves %s to others', (text) => {
  expect(read(text)).toBeNaN();
});

test('reads what parseTime reads', () => {
  const random = new Random('times');
  for (let run = 0; run < 2000; run++) {
    const digits = random.below(10);
    const moment = isoTime(random.below(2 ** 31) * 1e6 + random.below(1e6)).slice(0, 19);
    const text = `${moment}${digits > 0 ? '.' : ''}${String(random.below(10 ** digits))
      .padStart(digits, '0')
      .slice(0, digits)}Z`;
    const changed = text.replace(/./g, (c) =>
      random.below(40) === 0 ? '0199T:x'.charAt(random.below(7)) : c,
    );
    const time = read(changed);
    if (!Number.isNaN(time)) expect(time, changed).toBe(parseTime(changed, UTC).microseconds);
    if (changed === text) expect(time).not.toBeNaN();
  }
});
