import fc from 'fast-check';
import { globMatcher } from '@cmsc/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Cell, Row } from '../lists/column.js';
import { parseFilter } from '../lists/filter.js';
import { type Condition, type Filter, listRef, type ListQuery } from '../lists/list-ref.js';
import { columnIndex, type ListSpec } from '../lists/list-spec.js';
import { specOf } from '../lists/lists.js';
import { fixtureFolder, openFixture, type FixtureFolder } from '../testing/harness.js';
import type { DashboardData } from './dashboard-data.js';

const { signal } = new AbortController();
let fixture: FixtureFolder;
let plain: DashboardData;
let narrow: DashboardData;
beforeAll(async () => {
  fixture = await fixtureFolder();
  plain = await openFixture(fixture.path);
  narrow = await openFixture(fixture.path, { narrowFromSessions: 0 });
});
afterAll(async () => {
  await plain.close();
  await narrow.close();
  await fixture.remove();
});

// What a filter says, row by row: the SQL must say the same.
function keeps(filter: Filter, row: Row, spec: ListSpec): boolean {
  if ('every' in filter) return filter.every.every((each) => keeps(each, row, spec));
  if ('some' in filter) return filter.some.some((each) => keeps(each, row, spec));
  const columns =
    filter.column === '*'
      ? spec.columns.filter(({ kind, hidden }) => hidden !== true && /^(text|texts|path)$/.test(kind))
      : [{ name: filter.column }];
  const cells = columns.map(({ name }) => row[columnIndex(spec, name)] ?? null);
  return cells.some((cell) => holds(filter, cell)) !== filter.negated;
}

function holds(condition: Condition, cell: Cell): boolean {
  if (cell === null) return false;
  if (typeof cell === 'object')
    return (cell as readonly (string | number)[]).some((item) => holds(condition, item));
  const { operator, value } = condition;
  if (typeof cell === 'string') {
    const text = String(value);
    if (operator === '~') return cell.toLowerCase().includes(text.toLowerCase());
    if (operator === '=') return globMatcher(text)(cell);
    return cell === text;
  }
  const bound = Number(value);
  const outcomes = { '<': cell < bound, '<=': cell <= bound, '>': cell > bound, '>=': cell >= bound };
  return operator in outcomes ? outcomes[operator as keyof typeof outcomes] : cell === bound;
}

const number = fc.oneof(fc.integer({ min: 0, max: 5_000_000 }), fc.integer({ min: 0, max: 4000 }));
const comparison = fc.constantFrom('=', '!=', '<', '<=', '>', '>=', ' >= ', ' < ');
const term = fc.oneof(
  fc.tuple(fc.constantFrom('duration', 'start', 'end_time', 'id', 'attack_times'), comparison, number),
  fc.tuple(fc.constantFrom('logons', 'logoffs'), comparison, fc.integer({ min: 0, max: 5 })),
  fc.tuple(fc.constant('start'), comparison, fc.constantFrom('d3', 'd20 10:00', 'd40 23:59:59')),
  fc.tuple(fc.constant('duration'), comparison, fc.constantFrom('1h', '12m 05s', '0.5h', '1h30m')),
  fc.tuple(
    fc.constant('user'),
    fc.constantFrom('=', '!=', '~', '!~'),
    fc.constantFrom('U8@*', 'U1?@DOM1', 'u1', '漢'),
  ),
  fc.tuple(
    fc.constantFrom('computer', 'origin'),
    fc.constantFrom('=', '!=', '~'),
    fc.constantFrom('C1', 'C?', 'C17693'),
  ),
  fc.constantFrom(['attacked'], ['!attacked'], ['label=attack'], ['C17693'], ['"U1"'], ['C2*']),
);
const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    term.map((parts) => parts.join('')),
    fc.tuple(tie('expression'), tie('expression')).map((parts) => parts.join(' ')),
    fc.tuple(tie('expression'), tie('expression')).map((parts) => parts.join(' or ')),
    fc.tuple(tie('expression'), tie('expression')).map((parts) => parts.join(' and ')),
    tie('expression').map((inner) => `(${inner})`),
    tie('expression').map((inner) => `not (${inner})`),
    tie('expression').map((inner) => `!(${inner})`),
  ),
}));

it('an expression keeps in SQL the rows that it keeps in TypeScript', async () => {
  const ref = listRef('sessions');
  const spec = specOf(ref, plain.facts);
  const sort = { column: 'session_id', descending: false };
  const rows = await plain.rows({ ref, conditions: [], sort }, 0, plain.facts.sessions, signal);
  expect(rows.length).toBe(600);
  await fc.assert(
    fc.asyncProperty(expression, async (text) => {
      const conditions = parseFilter(text, spec.columns);
      const expected = rows
        .filter((row) => conditions.every((each) => keeps(each, row, spec)))
        .map(([id]) => id);
      const query: ListQuery = { ref, conditions, sort };
      for (const data of [plain, narrow]) {
        expect((await data.rows(query, 0, 600, signal)).map(([id]) => id)).toEqual(expected);
        expect(await data.count(query, signal)).toBe(expected.length);
      }
    }),
    { seed: 1, numRuns: 80 },
  );
});

it.each([
  ['user=U8', 'dst_user', 'U8', 'U8@DOM1'],
  ['user=U80', 'dst_user', 'U80', 'U8@DOM1'],
  ['user="u8@dom2"', 'dst_user', 'u8@dom2', 'U8@DOM1'],
  ['origin=C176993 duration>0', 'origins', 'C176993', 'C17693'],
  ['process=Q1', 'process', 'Q1', 'P1'],
  ['attacked or computer=C5x', 'dst_machine', 'C5x', 'C5'],
])('%s names nothing: says which name, and which are near', async (text, column, name, first) => {
  const ref = listRef('sessions');
  const query = {
    ref,
    conditions: parseFilter(text, specOf(ref, plain.facts).columns),
    sort: specOf(ref, plain.facts).sort,
  };
  for (const data of [plain, narrow]) {
    const [near, ...others] = await data.near(query, signal);
    expect(near).toMatchObject({ column, name });
    expect(near?.near[0]).toBe(first);
    expect(others).toEqual([]);
  }
});

it('names that are there, or only left out, are nothing to be said about', async () => {
  const ref = listRef('sessions');
  for (const text of ['user=U8@* duration<0', 'user!=nobody', 'not (user=nobody)', 'nobody', 'user~nobody']) {
    const { columns, sort } = specOf(ref, plain.facts);
    expect(await plain.near({ ref, conditions: parseFilter(text, columns), sort }, signal)).toEqual([]);
  }
  const unlike = {
    ref,
    conditions: parseFilter('user=zzzzzzzzzz', specOf(ref, plain.facts).columns),
    sort: specOf(ref, plain.facts).sort,
  };
  expect(await plain.near(unlike, signal)).toEqual([{ column: 'dst_user', name: 'zzzzzzzzzz', near: [] }]);
});
