import { isoTime } from '@cmsc/core';
import { describe, expect, test } from 'vitest';
import { parseTime, eventWindow, timeZone, UTC } from './windows-time.js';

const TIME = Date.UTC(2024, 4, 6, 7, 8, 9) * 1000;

describe('a time is read to the microsecond', () => {
  test.each([
    ['2024-05-06T07:08:09Z', 0],
    ['2024-05-06 07:08:09.1Z', 100_000],
    ['2024-05-06T07:08:09,123Z', 123_000],
    ['2024-05-06T07:08:09.1234567Z', 123_456],
    ['2024-05-06 07:08:09.123456789 UTC', 123_456],
    ['2024/05/06 07:08:09 GMT', 0],
    ['2024-05-06T12:38:09+05:30', 0],
    ['2024-05-06 03:08:09 -0400', 0],
    ['2024-05-06 09:08:09.5+02', 500_000],
    ['/Date(1714979289123)/', 123_000],
    ['/Date(1714979289123+0200)/', 123_000],
    [1714979289, 0],
    [1714979289.123456, 123_456],
    ['1714979289', 0],
    ['1714979289.123456789', 123_456],
    [1714979289123, 123_000],
    ['1714979289123456', 123_456],
    ['1714979289123456789', 123_456],
    // FILETIME: 100 ns since 1601.
    ['133594528891234567', 123_456],
  ])('%j', (text, microseconds) => {
    expect(parseTime(text, timeZone('+07:00'))).toEqual({
      microseconds: TIME + microseconds,
      isZoneless: false,
    });
  });

  test.each([
    '5/6/2024 7:08:09 AM',
    '06.05.2024 07:08:09',
    '2024-02-30T07:08:09Z',
    '2024-05-06T24:08:09Z',
    '2024-05-06',
    '20240506070809',
    '638505616891234567000',
    '',
    '-',
    'now',
    1e20,
    -1,
    NaN,
    null,
    {},
  ])('not of %j', (text) => {
    expect(parseTime(text, UTC).microseconds).toBeNaN();
  });

  test.each([
    ['2024-03-31 01:59:59', '2024-03-31T00:59:59Z'],
    ['2024-03-31 03:00:00', '2024-03-31T01:00:00Z'],
    ['2024-10-27 01:59:59', '2024-10-26T23:59:59Z'],
    ['2024-10-27 03:00:00', '2024-10-27T02:00:00Z'],
  ])('of %s in Berlin, where clocks change', (text, utc) => {
    expect(parseTime(text, timeZone('Europe/Berlin'))).toEqual({
      microseconds: Date.parse(utc) * 1000,
      isZoneless: true,
    });
  });

  // What there was twice, what there was not, and where clocks change by half an hour.
  test.each([
    ['Europe/Berlin', '2024-10-27 02:30:00', '2024-10-27T00:30:00Z'],
    ['America/New_York', '2024-11-03 01:30:00', '2024-11-03T05:30:00Z'],
    ['Australia/Sydney', '2024-04-07 02:30:00', '2024-04-06T15:30:00Z'],
    ['Europe/Berlin', '2024-03-31 02:30:00', '2024-03-31T01:30:00Z'],
    ['America/New_York', '2024-03-10 02:30:00', '2024-03-10T07:30:00Z'],
    ['Australia/Lord_Howe', '2024-10-06 02:15:00', '2024-10-05T15:45:00Z'],
    ['Australia/Lord_Howe', '2024-10-06 02:45:00', '2024-10-05T15:45:00Z'],
  ])('in %s of %s, the first there was', (name, text, utc) => {
    const zone = timeZone(name);
    for (const asked of [`${text.slice(0, 14)}59:59`, `${text.slice(0, 14)}00:00`]) parseTime(asked, zone);
    expect(parseTime(text, zone).microseconds).toBe(Date.parse(utc) * 1000);
  });
});

test.each([
  ['2024-05-06', '2024-05-06T00:00:00.000000Z', '2024-05-06T23:59:59.999999Z'],
  ['2024-05-06T07:08', '2024-05-06T07:08:00.000000Z', '2024-05-06T07:08:59.999999Z'],
  ['2024-05-06 07:08:09Z', '2024-05-06T07:08:09.000000Z', '2024-05-06T07:08:09.999999Z'],
  ['2024-05-06T07:08:09.25Z', '2024-05-06T07:08:09.250000Z', '2024-05-06T07:08:09.259999Z'],
  ['2024-05-06T07:08:09.1234567Z', '2024-05-06T07:08:09.123456Z', '2024-05-06T07:08:09.123456Z'],
  ['2024-05-06T07:08+02:00', '2024-05-06T05:08:00.000000Z', '2024-05-06T05:08:59.999999Z'],
  [1714979289, '2024-05-06T07:08:09.000000Z', '2024-05-06T07:08:09.999999Z'],
])('what a bound names is inside: %j', (said, first, last) => {
  const { from, to } = eventWindow({ from: said, to: said }, UTC);
  expect([isoTime(from), isoTime(to)]).toEqual([first, last]);
});

test('bounds without a zone have that of the times', () => {
  const { from, to } = eventWindow({ from: '2024-03-31', to: '2024-03-31' }, timeZone('Europe/Berlin'));
  expect([isoTime(from), isoTime(to)]).toEqual([
    '2024-03-30T23:00:00.000000Z',
    '2024-03-31T21:59:59.999999Z',
  ]);
  expect(eventWindow({}, UTC)).toEqual({ from: -Infinity, to: Infinity });
});

test.each(['2024-02-30', '2024-05-06T25:00', '2024-05-06 noon', 'yesterday', ''])(
  '%j is no bound',
  (from) => {
    expect(() => eventWindow({ from }, UTC)).toThrow('--from is no time');
  },
);

test('a window has a moment', () => {
  expect(() => eventWindow({ from: '2024-05-07', to: '2024-05-06' }, UTC)).toThrow(
    'is after --to 2024-05-06',
  );
});
