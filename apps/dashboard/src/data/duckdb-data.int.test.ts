import { DuckDBInstance } from '@duckdb/node-api';
import { CmscError } from '@cmsc/core';
import { logOddsOf } from '@cmsc/sequences';
import fc from 'fast-check';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseFilter } from '../lists/filter.js';
import type { Cell } from '../lists/column.js';
import { listRef, type ListName, type ListQuery, type ListRef, type Scope } from '../lists/list-ref.js';
import { shownColumns } from '../lists/list-spec.js';
import { specOf } from '../lists/lists.js';
import { HOSTILE_USERS } from '../testing/fixture.js';
import { fixtureFolder, openFixture, type FixtureFolder } from '../testing/harness.js';
import type { DashboardData, Step } from './dashboard-data.js';
import { openDuckDb } from './duckdb-data.js';

const { signal } = new AbortController();
const USER: Scope = { by: 'user', name: HOSTILE_USERS[0] ?? '' };
const COMPUTER: Scope = { by: 'computer', name: 'C1' };

const folderNames = () =>
  readdirSync(tmpdir()).filter((name) => /^cmsc-dashboard-[A-Za-z0-9]{6}$/.test(name));

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

function queryOf(ref: ListRef, filter = '', sort?: ListQuery['sort']): ListQuery {
  const spec = specOf(ref, plain.facts);
  return { ref, conditions: parseFilter(filter, spec.columns), sort: sort ?? spec.sort };
}

/** What DuckDB by itself says. */
async function sqlRows(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = (await connection.runAndReadAll(sql)).getRowsJS();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

async function all(data: DashboardData, query: ListQuery) {
  const count = await data.count(query, signal);
  const rows = await data.rows(query, 0, Math.max(1, count), signal);
  expect(rows.length).toBe(count);
  return rows;
}

const LISTS: ListRef[] = [
  ...(
    [
      'sessions',
      'open',
      'users',
      'computers',
      'redteam',
      'redteam-users',
      'redteam-sources',
      'redteam-destinations',
      'processes',
      'ngrams',
      'inputs',
      'ledger',
      'rejected',
      'anomalies',
      'options',
    ] satisfies ListName[]
  ).map((name) => listRef(name)),
  ...(['sessions', 'computers', 'origins', 'processes', 'redteam'] as const).map((name) =>
    listRef(name, USER),
  ),
  ...(['sessions', 'users', 'origins', 'processes', 'redteam'] as const).map((name) =>
    listRef(name, COMPUTER),
  ),
  listRef('reached', { by: 'origin', name: 'C17693' }),
  listRef('sessions', { by: 'tuple', id: 1 }),
  listRef('session-processes', { by: 'session', id: 7 }),
  listRef('redteam', { by: 'session', id: 56 }),
  ...(['flows', 'dns'] as const).flatMap((name) => [
    listRef(name, COMPUTER),
    listRef(name, { by: 'session', id: 16 }),
  ]),
  ...['dst_user', 'start_time', 'duration', 'origins', 'label', 'attack_times'].map((column): ListRef => ({
    list: 'frequency',
    of: listRef('sessions'),
    column,
    conditions: [],
  })),
  { list: 'frequency', of: listRef('redteam'), column: 'fate', conditions: [] },
  { list: 'frequency', of: listRef('processes'), column: 'share', conditions: [] },
  { list: 'frequency', of: listRef('ngrams'), column: 'share', conditions: [] },
];

describe('lists', () => {
  it.each(LISTS.map((ref) => [JSON.stringify(ref), ref] as const))(
    'are the same from the narrow table: %s',
    async (_, ref) => {
      for (const { name } of shownColumns(specOf(ref, plain.facts))) {
        const query = queryOf(ref, '', { column: name, descending: name.length % 2 === 0 });
        const rows = await all(plain, query);
        // Values that are counted equally often come in any order.
        const byFirst = (list: readonly (readonly Cell[])[]) =>
          [...list].map((row) => JSON.stringify(row)).sort();
        expect(byFirst(await all(narrow, query))).toEqual(byFirst(rows));
        if (ref.list === 'sessions') expect(await all(narrow, query)).toEqual(rows);
      }
    },
  );

  it('hold something to look at', async () => {
    for (const ref of LISTS)
      expect(await plain.count(queryOf(ref), signal), JSON.stringify(ref)).toBeGreaterThan(0);
  });
});

const FILTERS = [
  'user=U8@* duration>60 !attacked',
  'attacked',
  'user!=U8@*',
  'computer=C?',
  'origin=C17693',
  '!origin~C1',
  'duration=0',
  'start>=20d start<40d',
  'process=P0',
  'user~漢',
  `user=${JSON.stringify(HOSTILE_USERS[3])}`,
  'user="U*?@DOM1"',
  'user=U*?@DOM1',
  'C17693',
  '!C1',
  'logons>=3 logoffs<2',
  'id<10',
  'user>U8',
  'attack_times>2000000',
  'logons<2.5',
  'logons>=1.5 logons<=2.5',
  'duration=2.5',
  'duration!=2.5',
  'duration>-1',
  'duration>=-0.5 duration<0.0001h',
  'duration<99999999999999999999999999',
  'duration>99999999999999999999999999',
  'duration=99999999999999999999999999',
  'attack_times<2000000.5',
  '%',
  '_',
];

describe('filters', () => {
  it.each(FILTERS)('give the same from the database and from the narrow table: %s', async (filter) => {
    const query = queryOf(listRef('sessions'), filter, { column: 'duration', descending: true });
    const rows = await all(plain, query);
    expect(await all(narrow, query)).toEqual(rows);
  });

  it('keep what they say', async () => {
    const rows = await all(plain, queryOf(listRef('sessions'), 'duration>600 attacked'));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => Number(row[5]) > 600 && row[9] === 1)).toBe(true);
    const everything = await plain.count(queryOf(listRef('sessions')), signal);
    const quiet = await plain.count(queryOf(listRef('sessions'), '!attacked'), signal);
    const attacked = await plain.count(queryOf(listRef('sessions'), 'attacked'), signal);
    expect(quiet + attacked).toBe(everything);
  });
});

describe('what contains what, in any case,', () => {
  const NAMES = [
    'İstanbul@DOM1',
    'ΑΣ@DOM1',
    'Straße@DOM1',
    'STRASSE@DOM1',
    'ÉCOLE@DOM1',
    'K@DOM1',
    '\u1c89@DOM1',
  ];
  const TEXTS = [...'iİıσςΣßẞéÉkK', 'i̇', '\u1c8a', '\u1c89', 'istanbul', 'ας', 'strasse', 'école', 'ÉCOLE'];

  it('is the same in the database and in the narrow table', async () => {
    const path = join(fixture.folder, 'letters.duckdb');
    copyFileSync(fixture.path, path);
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    for (const [index, name] of NAMES.entries())
      await connection.run(`UPDATE sessions SET dst_user = '${name}' WHERE session_id % 20 = ${index}`);
    connection.closeSync();
    instance.closeSync();
    const [database, index] = [await openFixture(path), await openFixture(path, { narrowFromSessions: 0 })];
    const counts: Record<string, number> = {};
    for (const text of TEXTS) {
      for (const filter of [`user~"${text}"`, `!~"${text}"`.replace('!~', '!user~'), `"${text}"`]) {
        const query = queryOf(listRef('sessions'), filter);
        counts[filter] = await database.count(query, signal);
        expect(await index.count(query, signal), filter).toBe(counts[filter]);
      }
      const query = queryOf(listRef('sessions'));
      const start = { index: 0, backwards: false };
      expect(await index.find(query, text, start, signal), text).toBe(
        await database.find(query, text, start, signal),
      );
    }
    expect(counts['user~"école"']).toBe(30);
    expect(counts['user~"ÉCOLE"']).toBe(30);
    await database.close();
    await index.close();
  });
});

describe('find', () => {
  it.each([
    ['database', () => plain],
    ['narrow table', () => narrow],
  ])('walks from match to match and round the end, in the %s', async (_, data) => {
    const query = queryOf(listRef('sessions'), '', { column: 'dst_machine', descending: false });
    const rows = await all(data(), query);
    const expected = rows.flatMap((row, index) => (JSON.stringify(row).includes('C17693') ? [index] : []));
    const found: (number | null)[] = [];
    for (let index = 0, steps = 0; steps <= expected.length; steps++) {
      const next = await data().find(query, 'c17693', { index, backwards: false }, signal);
      found.push(next);
      index = next ?? 0;
    }
    expect(found).toEqual([...expected, expected[0]]);
    expect(await data().find(query, 'c17693', { index: expected[1] ?? 0, backwards: true }, signal)).toBe(
      expected[0],
    );
    expect(await data().find(query, 'nobody at all', { index: 0, backwards: false }, signal)).toBeNull();
  });
});

describe('details', () => {
  it('of a session name its red-team events and processes', async () => {
    const [row] = await all(plain, queryOf(listRef('sessions'), 'attacked'));
    const id = Number(row?.[0]);
    const session = await plain.session(id, signal);
    expect(session?.attacks).toEqual([{ time: (row?.[10] as number[])[0], srcMachine: 'C17693' }]);
    expect(session?.processes).toBe(
      await plain.count(queryOf(listRef('session-processes', { by: 'session', id })), signal),
    );
    expect(await plain.session(999_999, signal)).toBeNull();
  });

  it('of accounts are the same from the narrow table', async () => {
    for (const [by, name] of [
      ['user', USER.name],
      ['computer', 'C1'],
      ['user', 'nobody'],
    ] as const) {
      const account = await plain.account(by, name, signal);
      expect(await narrow.account(by, name, signal)).toEqual(account);
      expect(account.hours.reduce((sum, count) => sum + count, 0)).toBe(account.sessions);
      expect(account.sessions).toBe(await plain.count(queryOf(listRef('sessions', { by, name })), signal));
    }
  });

  it('of the data set add up', async () => {
    const sum = (steps: readonly Step[]) => steps.reduce((total, { count }) => total + count, 0);
    const hours = await plain.sessionSteps(3600, signal);
    expect(sum(hours.began)).toBe(plain.facts.sessions);
    const seconds = await plain.sessionSteps(1, signal);
    expect([sum(seconds.began), sum(seconds.ended)]).toEqual([plain.facts.sessions, plain.facts.sessions]);
    const sessions = await all(plain, queryOf(listRef('sessions')));
    const times = (at: number) => sessions.map((row) => Number(row[at]));
    expect(plain.facts.span).toEqual({ from: Math.min(...times(3)), to: Math.max(...times(4)) });
    expect(plain.facts).toMatchObject({
      keyColumns: ['dst_user', 'dst_machine'],
      originColumn: 'origins',
      attackedSessions: 12,
    });
    const defaults = await plain.defaults(signal);
    expect((await plain.session(defaults.session ?? 0, signal))?.attacks.length).toBe(1);
  });
});

describe('n-grams', () => {
  it('are counted and weighed as reading the sessions one by one does', async () => {
    const counts = new Map<string, number>();
    const holders = new Map<string, Set<number>>();
    const able = new Map<number, Set<number>>([2, 3].map((n) => [n, new Set()]));
    const attacked = new Set(
      (await all(plain, queryOf(listRef('sessions'), 'attacked'))).map(([id]) => Number(id)),
    );
    for (let id = 1; id <= plain.facts.sessions; id++) {
      const query = queryOf(listRef('session-processes', { by: 'session', id }));
      const names = (await plain.rows(query, 0, 100, signal)).map((row) => String(row[4]));
      for (const n of [2, 3]) {
        for (let at = 0; at + n <= names.length; at++) {
          const gram = names.slice(at, at + n).join(' ');
          counts.set(gram, (counts.get(gram) ?? 0) + 1);
          holders.set(gram, (holders.get(gram) ?? new Set()).add(id));
          able.get(n)?.add(id);
        }
      }
    }
    const among = (ids: ReadonlySet<number> = new Set()) => [...ids].filter((id) => attacked.has(id)).length;
    const rows = await all(plain, queryOf(listRef('ngrams')));
    expect(new Map(rows.map((row) => [String(row[6]), Number(row[2])]))).toEqual(counts);
    for (const [, n, , , , zScore, gram] of rows) {
      const [sessions, allSessions] = [holders.get(String(gram)), able.get(Number(n))];
      const { zScore: expected } = logOddsOf({
        sessions: sessions?.size ?? 0,
        attackedSessions: among(sessions),
        allSessions: allSessions?.size ?? 0,
        allAttackedSessions: among(allSessions),
      });
      expect(zScore, String(gram)).toBeCloseTo(expected, 9);
    }
  });
});

describe('flows and dns', () => {
  const timesOf = (rows: readonly (readonly Cell[])[]) => rows.map(([time]) => Number(time));
  let everything: { flows: readonly (readonly Cell[])[]; dns: readonly (readonly Cell[])[] };
  beforeAll(async () => {
    const instance = await DuckDBInstance.create(fixture.path, { access_mode: 'READ_ONLY' });
    const connection = await instance.connect();
    const read = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJS() as Cell[][];
    everything = {
      flows: await read('SELECT time, src_machine, dst_machine, time + duration FROM flows'),
      dns: await read('SELECT time, src_machine, resolved_machine, time FROM dns'),
    };
    connection.closeSync();
    instance.closeSync();
  });

  it.each(['flows', 'dns'] as const)('%s of a computer are those from and to it, by time', async (name) => {
    const expected = everything[name].filter(([, from, to]) => from === 'C1' || to === 'C1');
    const rows = await all(plain, queryOf(listRef(name, COMPUTER)));
    expect(timesOf(rows)).toEqual(timesOf(expected).sort((left, right) => left - right));
    expect(rows.length).toBeGreaterThan(100);
  });

  it.each(['flows', 'dns'] as const)(
    '%s of a session are those of its computers, a minute around it',
    async (name) => {
      let found = 0;
      for (const id of [16, 56, 100, 300, 468]) {
        const session = await plain.session(id, signal);
        if (session === null) throw new Error('there is no such session');
        const machines = [...session.origins, session.key[1]];
        const expected = everything[name].filter(
          ([time, from, to, until]) =>
            (machines.includes(String(from)) || machines.includes(String(to))) &&
            Number(time) <= session.endTime + 60 &&
            Number(until) >= session.startTime - 60,
        );
        const rows = await all(plain, queryOf(listRef(name, { by: 'session', id })));
        expect(timesOf(rows)).toEqual(timesOf(expected).sort((left, right) => left - right));
        found += rows.length;
      }
      expect(found).toBeGreaterThan(5);
    },
  );
});

describe('lists that are worked out first', () => {
  /** A database with nothing in it but what the session lists need. */
  const opened = () => openDuckDb(fixture.path);

  it('are made once more while a making of them that was given up still ends', async () => {
    const data = await opened();
    const expected = await all(plain, queryOf(listRef('ngrams')));
    for (let tries = 0; tries < 12; tries++) {
      const controller = new AbortController();
      const given = data.count(queryOf(listRef('ngrams')), controller.signal).catch(() => null);
      await new Promise((resolve) => setTimeout(resolve, tries));
      controller.abort();
      const fresh = await opened();
      await fresh.close();
      await given;
    }
    expect(await all(data, queryOf(listRef('ngrams')))).toEqual(expected);
    await data.close();
  });

  it('are gone when they were given up before they were full', async () => {
    const data = await openFixture(fixture.path, { narrowFromSessions: 0 });
    const ref: ListRef = { list: 'frequency', of: listRef('sessions'), column: 'dst_user', conditions: [] };
    const controller = new AbortController();
    const given = data.rows(queryOf(ref), 0, 10, controller.signal).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, 1));
    controller.abort();
    await given;
    expect(await all(data, queryOf(ref))).toEqual(await all(narrow, queryOf(ref)));
    await data.close();
  });
});

describe('without a red team', () => {
  let path: string;
  beforeAll(async () => {
    path = join(fixture.folder, 'unlabelled.duckdb');
    copyFileSync(fixture.path, path);
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    for (const table of ['redteam', 'red_team_matches']) await connection.run(`DELETE FROM ${table}`);
    await connection.run(`DELETE FROM ledger WHERE source = 'labels'`);
    connection.closeSync();
    instance.closeSync();
  });

  // As databases have it that were built before labels could be unknown, and as they have it now.
  it.each(['0', 'NULL'])('nothing says that nothing was attacked, where labels are %s', async (label) => {
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    for (const table of ['sessions', 'open_sessions'])
      await connection.run(`UPDATE ${table} SET label = ${label}, attack_times = []`);
    connection.closeSync();
    instance.closeSync();
    for (const narrowFromSessions of [0, 1e9]) {
      const data = await openFixture(path, { narrowFromSessions });
      const { facts } = data;
      expect(facts.labelled).toBe(false);
      for (const name of ['sessions', 'users', 'computers', 'processes', 'ngrams', 'open'] as const) {
        const spec = specOf(listRef(name), facts);
        expect(spec.columns.map((column) => column.name).join(' ')).not.toMatch(/label|attack/);
        const query = { ref: listRef(name), conditions: [], sort: spec.sort };
        const [row] = await data.rows(query, 0, 1, signal);
        expect(row?.length).toBe(spec.columns.length);
        expect(() => parseFilter('attacked', spec.columns)).toThrow(/nothing here is labelled/);
      }
      const account = await data.account('user', USER.name, signal);
      expect(account).toMatchObject({ sessions: 51, attacked: null });
      const counts: ListRef = {
        list: 'frequency',
        of: listRef('sessions'),
        column: 'dst_user',
        conditions: [],
      };
      const query = { ref: counts, conditions: [], sort: specOf(counts, facts).sort };
      expect((await data.rows(query, 0, 1, signal))[0]).toEqual([USER.name, 51, 51 / 600]);
      expect((await data.defaults(signal)).session).toBe(1);
      await data.close();
    }
  });
});

describe('the narrow table', () => {
  it('gives what the database gives, whatever is asked', async () => {
    const columns = shownColumns(specOf(listRef('sessions'), plain.facts)).map(({ name }) => name);
    const query = fc.record({
      scope: fc.constantFrom(null, USER, COMPUTER, { by: 'origin', name: 'C17693' } as const),
      filter: fc.subarray(FILTERS, { maxLength: 2 }).map((terms) => terms.join(' ')),
      sort: fc.record({ column: fc.constantFrom(...columns), descending: fc.boolean() }),
      start: fc.record({ index: fc.nat({ max: 30 }), backwards: fc.boolean() }),
      text: fc.constantFrom('C1', 'u8', '漢', 'dom1', '%'),
    });
    await fc.assert(
      fc.asyncProperty(query, async ({ scope, filter, sort, start, text }) => {
        const asked = queryOf(listRef('sessions', scope), filter, sort);
        const total = await plain.count(asked, signal);
        expect(await narrow.count(asked, signal)).toBe(total);
        const offset = Math.max(0, Math.min(start.index, total - 1));
        expect(await narrow.rows(asked, offset, 20, signal)).toEqual(
          await plain.rows(asked, offset, 20, signal),
        );
        const from = { ...start, index: offset };
        expect(await narrow.find(asked, text, from, signal)).toBe(
          await plain.find(asked, text, from, signal),
        );
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it('is done without where it can not be made', async () => {
    const path = join(fixture.folder, 'nameless.duckdb');
    copyFileSync(fixture.path, path);
    const instance = await DuckDBInstance.create(path);
    const connection = await instance.connect();
    // No number stands for it.
    await connection.run('UPDATE sessions SET dst_user = NULL WHERE session_id = 56');
    connection.closeSync();
    instance.closeSync();
    const data = await openFixture(path, { narrowFromSessions: 0 });
    const attacked = (from: DashboardData) => all(from, queryOf(listRef('sessions'), 'attacked'));
    const expected = (await attacked(plain)).map((row) =>
      row[0] === 56 ? row.map((cell, column) => (column === 1 ? null : cell)) : row,
    );
    expect(await attacked(data)).toEqual(expected);
    await data.close();
  });
});

describe('a damaged database', () => {
  it('is said to be one, when it is opened and when it is read', async () => {
    const damaged = join(fixture.folder, 'damaged.duckdb');
    const whole = readFileSync(fixture.path);
    const failures = new Set<string>();
    // A byte in every block; those that hold nothing that is read do no harm.
    for (let place = 4096 * 3 + 100; place < whole.length; place += 262_144) {
      const bytes = Buffer.from(whole);
      bytes.fill(0x5a, place, place + 64);
      writeFileSync(damaged, bytes);
      try {
        const data = await openDuckDb(damaged);
        try {
          for (const name of ['sessions', 'users', 'processes', 'redteam'] as const)
            await data.rows(queryOf(listRef(name)), 0, 600, signal);
        } finally {
          await data.close();
        }
      } catch (error) {
        expect(error).toBeInstanceOf(CmscError);
        failures.add((error as CmscError).code);
      }
    }
    expect([...failures]).toEqual(['BAD_DATABASE']);
  });
});

describe('rejects', () => {
  it('are shown as they were, also what is no UTF-8', async () => {
    const path = join(fixture.folder, 'rejects.csv');
    const row = Buffer.concat([Buffer.from('1,"U'), Buffer.from([0xff]), Buffer.from('é\u001b[2J')]);
    const quoted = Buffer.from(row.toString('latin1').replaceAll('"', '""'), 'latin1');
    writeFileSync(
      path,
      Buffer.concat([
        Buffer.from('file,line,reason,row\n"a,b.txt",7,not UTF-8,"'),
        quoted,
        Buffer.from('"\na.txt,8,blank line,\n'),
      ]),
    );
    const data = await openDuckDb(fixture.path, { rejects: path });
    const rows = await all(data, queryOf(listRef('rejects')));
    await data.close();
    expect(rows.slice(0, 1)).toEqual([[1, 'a,b.txt', 7, 'not UTF-8', '1,"U\ufffdé\u001b[2J']]);
    expect(rows[1]?.slice(0, 4)).toEqual([2, 'a.txt', 8, 'blank line']);
  });

  it.each(['bad[1].csv', 'b?d1.csv', '*.csv', '**/[', 'a\\b[!c].csv', 'line=9/[x]{a,b}.csv'])(
    'are those of the file itself: %s',
    async (name) => {
      const path = join(mkdtempSync(join(fixture.folder, '[rejects]-')), name);
      mkdirSync(dirname(path), { recursive: true });
      for (const other of ['bad1.csv', 'a.csv'])
        writeFileSync(join(dirname(path), other), 'file,line,reason,row\nother.txt,1,blank line,\n');
      writeFileSync(path, 'file,line,reason,row\nits-own.txt,8,blank line,\n');
      const data = await openDuckDb(fixture.path, { rejects: path });
      const rows = await all(data, queryOf(listRef('rejects')));
      await data.close();
      expect(rows.map((row) => row.slice(0, 3))).toEqual([[1, 'its-own.txt', 8]]);
    },
  );
});

describe('save', () => {
  const query = () => queryOf(listRef('sessions'), 'attacked', { column: 'duration', descending: true });
  const to = (name: string) => join(fixture.folder, name);

  it('writes CSV with lists as words', async () => {
    expect(await narrow.save({ query: query(), path: to('a.csv'), replace: false }, signal)).toBe(12);
    const [heading] = readFileSync(to('a.csv'), 'utf8').split('\n');
    expect(heading).toBe(
      'session_id,dst_user,dst_machine,start_time,end_time,duration,logons,logoffs,origins,label,attack_times',
    );
    const expected = (await all(plain, query())).map(([id, user, , , , , , , origins]) => [
      String(id),
      user,
      (origins as string[]).join(' '),
    ]);
    expect(
      await sqlRows(
        `SELECT session_id, dst_user, origins FROM read_csv('${to('a.csv')}', all_varchar = true)`,
      ),
    ).toEqual(expected);
  });

  it('writes JSON, JSON lines and Parquet with the same rows', async () => {
    for (const name of ['a.json', 'a.jsonl', 'a.parquet'])
      await plain.save({ query: query(), path: to(name), replace: false }, signal);
    const json = JSON.parse(readFileSync(to('a.json'), 'utf8')) as Record<string, unknown>[];
    const lines = readFileSync(to('a.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as unknown);
    expect(lines).toEqual(json);
    expect(json.map((row) => row['session_id'])).toEqual((await all(plain, query())).map(([id]) => id));
    const parquet = await sqlRows(`SELECT session_id FROM read_parquet('${to('a.parquet')}')`);
    expect(parquet.map(([id]) => Number(id))).toEqual(json.map((row) => row['session_id']));
  });

  it('keeps a file that exists, unless it may replace it', async () => {
    writeFileSync(to('kept.csv'), 'mine');
    const request = { query: query(), path: to('kept.csv') };
    await expect(plain.save({ ...request, replace: false }, signal)).rejects.toMatchObject({
      code: 'OUTPUT_EXISTS',
    });
    expect(readFileSync(to('kept.csv'), 'utf8')).toBe('mine');
    await plain.save({ ...request, replace: true }, signal);
    expect(readFileSync(to('kept.csv'), 'utf8')).toContain('session_id');
  });

  it('leaves nothing behind when it fails', async () => {
    const before = readdirSync(fixture.folder);
    await expect(
      plain.save({ query: query(), path: to('a.xlsx'), replace: false }, signal),
    ).rejects.toMatchObject({ code: 'BAD_OPTION' });
    await expect(
      plain.save({ query: query(), path: to('no/such/a.csv'), replace: false }, signal),
    ).rejects.toMatchObject({ kind: 'io', code: 'NOT_FOUND' });
    const aborted = AbortSignal.abort();
    await expect(
      plain.save({ query: query(), path: to('aborted.csv'), replace: false }, aborted),
    ).rejects.toThrow();
    expect(readdirSync(fixture.folder)).toEqual(before);
  });
});

describe('openDuckDb', () => {
  const folders = () => folderNames().length;

  it('says what is wrong with a file', async () => {
    const other = join(fixture.folder, 'other.duckdb');
    const instance = await DuckDBInstance.create(other);
    instance.closeSync();
    writeFileSync(
      join(fixture.folder, 'text.duckdb'),
      'no database at all, but long enough to look at'.repeat(1000),
    );
    await expect(openDuckDb(join(fixture.folder, 'none.duckdb'))).rejects.toMatchObject({
      kind: 'io',
      code: 'NOT_FOUND',
    });
    await expect(openDuckDb(other)).rejects.toMatchObject({ kind: 'data', code: 'UNKNOWN_FORMAT' });
    await expect(openDuckDb(join(fixture.folder, 'text.duckdb'))).rejects.toMatchObject({
      kind: 'data',
      code: 'BAD_DATABASE',
    });
  });

  it('removes its folder when it is closed, also in the middle of its work', async () => {
    const before = folders();
    const data = await openDuckDb(fixture.path, { narrowFromSessions: 0 });
    data.prepare(() => undefined);
    expect(folders()).toBe(before + 1);
    await data.close();
    expect(folders()).toBe(before);
    expect(existsSync(fixture.path)).toBe(true);
  });
});
