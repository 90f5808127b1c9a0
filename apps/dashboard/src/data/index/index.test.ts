import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Condition, Operator } from '../../lists/filter.js';
import type { Key } from '../../lists/list-ref.js';
import { column } from '../../lists/column.js';
import { CHUNK_ROWS, ColumnFile } from './column-file.js';
import { accountRows, frequencyRows, hourRows } from './group-rows.js';
import { matchRows } from './match-rows.js';
import { RowSet } from './row-set.js';
import { SessionColumns } from './session-columns.js';
import { rankRows, walkRows } from './walk-rows.js';

const { signal } = new AbortController();
const NAMES = ['C1', 'C10', 'C17693', 'C2', 'U66@DOM1', 'ANONYMOUS LOGON', '?', 'é'].sort();
const noLinks = () => Promise.reject(new Error('not asked for'));

/** A session as plain values; the tests know what is right from these. */
interface Plain {
  session_id: number;
  dst_user: number;
  start_time: number;
  end_time: number;
  duration: number;
  label: number;
  origins: number[];
}

let folder: string;
let made = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cmsc-index-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function columnsOf(rows: readonly Plain[]): SessionColumns {
  const file = (values: number[]) => {
    const written = new ColumnFile(join(folder, String(made++)));
    // In uneven pieces, as DuckDB hands them over.
    for (let at = 0; at < values.length; at += 1000)
      written.append(Int32Array.from(values.slice(at, at + 1000)));
    return written;
  };
  const numbers = ['session_id', 'dst_user', 'start_time', 'end_time', 'duration', 'label'] as const;
  const files = new Map(numbers.map((name) => [name as string, file(rows.map((row) => row[name]))]));
  files.set('origins', file(rows.map(({ origins }) => origins.length)));
  let next = 0;
  const starts = file(rows.map(({ origins }) => (next += origins.length) - origins.length));
  const attackTimes = new Map(
    rows.flatMap((row, index) => (row.label > 0 ? [[index, [row.start_time]] as const] : [])),
  );
  return new SessionColumns({
    rows: rows.length,
    files,
    names: new Map([
      ['dst_user', NAMES],
      ['origins', NAMES],
    ]),
    items: new Map([['origins', { file: file(rows.flatMap(({ origins }) => origins)), starts }]]),
    attackTimes,
  });
}

// Few different values, so that ties are everywhere.
const plainRows = (length: number): Plain[] =>
  Array.from({ length }, (_, index) => {
    const start = (index * 7919) % 5000;
    const duration = (index * 31) % 11;
    return {
      session_id: index + 1,
      dst_user: (index * 13) % NAMES.length,
      start_time: start,
      end_time: start + duration,
      duration,
      label: index % 97 === 5 ? 1 : 0,
      origins: Array.from({ length: index % 3 }, (__, item) => (index + item * 5) % NAMES.length),
    };
  });

const sortColumn = fc.constantFrom('session_id', 'dst_user', 'start_time', 'duration', 'label', 'origins');
const valueOf = (row: Plain, name: string) =>
  name === 'origins' ? row.origins.length : (row[name as keyof Plain] as number);

function ordered(rows: readonly Plain[], name: string, descending: boolean): Key[] {
  return rows
    .map((row): Key => ({ id: row.session_id, value: valueOf(row, name) }))
    .sort((left, right) => {
      const byValue = Number(left.value) - Number(right.value);
      return (descending ? -byValue : byValue) || Number(left.id) - Number(right.id);
    });
}

describe('ColumnFile', () => {
  it('gives back what it was given, from anywhere', () => {
    const file = new ColumnFile(join(folder, 'column'));
    const values = Array.from({ length: CHUNK_ROWS + 5 }, (_, index) => (index * 31) % 1000);
    file.append(Int32Array.from(values));
    const read = new Int32Array(10);
    expect(file.read(CHUNK_ROWS, read)).toBe(5);
    expect([...read.subarray(0, 5)]).toEqual(values.slice(CHUNK_ROWS));
    expect(file.at(4321)).toBe(values[4321]);
    expect(file.rangeOf(1)).toEqual({
      least: Math.min(...values.slice(CHUNK_ROWS)),
      most: Math.max(...values.slice(CHUNK_ROWS)),
    });
    expect(file.read(CHUNK_ROWS + 5, read)).toBe(0);
    file.close();
  });
});

describe('RowSet', () => {
  it('counts and tells as a set of numbers does', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.array(fc.integer({ min: -3, max: 310 })),
        (length, added) => {
          const rows = new RowSet(length);
          for (const row of added) rows.add(row);
          const plain = new Set(added.filter((row) => row >= 0 && row < length));
          expect(rows.size).toBe(plain.size);
          expect(rows.countBetween(32, length)).toBe([...plain].filter((row) => row >= 32).length);
          expect([...plain].every((row) => rows.has(row))).toBe(true);
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });
});

describe('walkRows and rankRows', () => {
  it('agree with sorting everything, forward and backward, from anywhere', async () => {
    const rows = plainRows(CHUNK_ROWS + 777);
    const columns = columnsOf(rows);
    const some = new RowSet(rows.length);
    for (let row = 0; row < rows.length; row += 3) some.add(row);
    await fc.assert(
      fc.asyncProperty(
        sortColumn,
        fc.boolean(),
        fc.boolean(),
        fc.boolean(),
        fc.nat(rows.length - 1),
        fc.integer({ min: 1, max: 40 }),
        async (name, descending, backward, filtered, at, limit) => {
          const list = ordered(filtered ? rows.filter((_, row) => row % 3 === 0) : rows, name, descending);
          const from = list[at % list.length] as Key;
          const index = at % list.length;
          const walk = { sort: { column: name, descending }, rows: filtered ? some : null };
          const direction = backward ? 'backward' : 'forward';
          const expected = backward
            ? list.slice(Math.max(0, index - limit), index).reverse()
            : list.slice(index + 1, index + 1 + limit);
          expect(await walkRows(columns, { ...walk, direction }, from, limit, signal)).toEqual(expected);
          expect(await rankRows(columns, walk, from, signal)).toBe(index);
          const fromEnd = backward ? list.slice(-limit).reverse() : list.slice(0, limit);
          expect(await walkRows(columns, { ...walk, direction }, null, limit, signal)).toEqual(fromEnd);
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });

  it('find nothing where there is nothing', async () => {
    const columns = columnsOf([]);
    const sort = { column: 'duration', descending: false };
    expect(await walkRows(columns, { sort, direction: 'forward', rows: null }, null, 10, signal)).toEqual([]);
    expect(await rankRows(columns, { sort, rows: null }, { id: 1, value: 1 }, signal)).toBe(0);
  });
});

describe('matchRows', () => {
  const holds = (row: Plain, { column: name, operator, value }: Condition): boolean => {
    const text = (code: number) => NAMES[code] as string;
    const texts =
      name === 'dst_user'
        ? [text(row.dst_user)]
        : name === 'origins'
          ? row.origins.map(text)
          : [row.dst_user, ...row.origins].map(text);
    if (name === 'duration' || name === 'start_time') return compare(row[name], operator, Number(value));
    return texts.some((each) => matchesText(each, operator, String(value)));
  };
  const compare = (left: number, operator: Operator, right: number) =>
    ({
      '=': left === right,
      '==': left === right,
      '<': left < right,
      '<=': left <= right,
      '>': left > right,
      '>=': left >= right,
      '~': false,
    })[operator];
  const matchesText = (left: string, operator: Operator, right: string) =>
    ({
      '=': right === '*' || left === right,
      '==': left === right,
      '~': left.toLowerCase().includes(right.toLowerCase()),
      '<': left < right,
      '<=': left <= right,
      '>': left > right,
      '>=': left >= right,
    })[operator];

  it('agrees with looking at each row', async () => {
    const rows = plainRows(3000);
    const columns = columnsOf(rows);
    const text = fc.record({
      column: fc.constantFrom('dst_user', 'origins', '*'),
      operator: fc.constantFrom<Operator>('=', '==', '~', '<', '>='),
      value: fc.constantFrom('C1', 'c1', 'C2', 'nobody', '*', '?', 'é', '66'),
      negated: fc.boolean(),
    });
    const number = fc.record({
      column: fc.constantFrom('duration', 'start_time'),
      operator: fc.constantFrom<Operator>('=', '<', '<=', '>', '>='),
      value: fc.integer({ min: -1, max: 5001 }),
      negated: fc.boolean(),
    });
    // `?` as a pattern is any one character; only as `==` it is itself.
    const usable = (condition: Condition) => condition.operator !== '=' || condition.value !== '?';
    const conditions = fc.array(fc.oneof(text, number).filter(usable), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(conditions, async (wanted) => {
        const matched = await matchRows(columns, wanted, noLinks, signal);
        const expected = rows.filter((row) =>
          wanted.every((condition) => holds(row, condition) !== condition.negated),
        );
        expect(rows.filter((_, row) => matched.has(row)).map((row) => row.session_id)).toEqual(
          expected.map((row) => row.session_id),
        );
        expect(matched.size).toBe(expected.length);
      }),
      { seed: 1, numRuns: 150 },
    );
  });

  it('reads wildcards as patterns', async () => {
    const columns = columnsOf(plainRows(500));
    const count = async (value: string) =>
      (
        await matchRows(
          columns,
          [{ column: 'dst_user', operator: '=', value, negated: false }],
          noLinks,
          signal,
        )
      ).size;
    const exact = await Promise.all(['C1', 'C2', '?', 'é'].map((name) => count(name === '?' ? '[?]' : name)));
    expect(exact[2]).toBe(0);
    expect(await count('C?')).toBe((exact[0] as number) + (exact[1] as number));
    expect(await count('*')).toBe(500);
    expect(await count('U66@*')).toBe(await count('U66@DOM1'));
  });

  it('asks others about what it does not know', async () => {
    const columns = columnsOf(plainRows(100));
    const linked = new RowSet(100);
    linked.add(7);
    const condition: Condition = { column: 'process', operator: '=', value: 'P1', negated: false };
    const rows = await matchRows(columns, [condition], () => Promise.resolve(linked), signal);
    expect(rows.size).toBe(1);
    expect(
      (await matchRows(columns, [{ ...condition, negated: true }], () => Promise.resolve(linked), signal))
        .size,
    ).toBe(99);
  });

  it('knows the times of attacks', async () => {
    const rows = plainRows(300);
    const time = rows[5]?.start_time as number;
    const condition: Condition = { column: 'attack_times', operator: '=', value: time, negated: false };
    const matched = await matchRows(columnsOf(rows), [condition], noLinks, signal);
    expect(matched.has(5)).toBe(true);
    expect(matched.size).toBe(rows.filter((row) => row.label > 0 && row.start_time === time).length);
  });
});

describe('groups', () => {
  const rows = plainRows(CHUNK_ROWS + 100);
  const some = (): RowSet => {
    const set = new RowSet(rows.length);
    for (let row = 0; row < rows.length; row += 2) set.add(row);
    return set;
  };
  const half = rows.filter((_, row) => row % 2 === 0);

  it('count sessions by a name', async () => {
    const counted = await accountRows(columnsOf(rows), 'origins', some(), signal);
    const expected = NAMES.map((name, code) => {
      const own = half.flatMap((row) => row.origins.filter((item) => item === code).map(() => row));
      return [
        name,
        own.length,
        own.filter(({ label }) => label > 0).length,
        own.reduce((least, row) => Math.min(least, row.start_time), Infinity),
        own.reduce((most, row) => Math.max(most, row.end_time), 0),
      ];
    });
    expect(counted).toEqual(expected);
  });

  it('count values, times by the hour', async () => {
    const columns = columnsOf(rows);
    const durations = await frequencyRows(columns, column('duration', 'seconds', 1), null, signal);
    const zero = rows.filter(({ duration }) => duration === 0);
    expect(durations.find(([value]) => value === 0)).toEqual([
      0,
      zero.length,
      zero.length / rows.length,
      zero.filter(({ label }) => label > 0).length,
    ]);
    const hours = await frequencyRows(columns, column('start_time', 'time', 1), some(), signal);
    expect(hours.map(([value]) => value).sort()).toEqual([0, 3600]);
    expect(hours.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(half.length);
  });

  it('count hours of the day', async () => {
    const hours = await hourRows(columnsOf(rows), null, signal);
    expect(hours.map(([hour]) => hour)).toEqual([0, 1]);
    expect(hours.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(rows.length);
  });
});
