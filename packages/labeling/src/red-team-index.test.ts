import { CmscError, Dictionary } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { RedTeamIndex } from './red-team-index.js';
import { redTeamRow, row } from './testing/rows.js';

const FILE = ['9,U2@DOM1,C1,C3', '5,U1@DOM1,C1,C2', '9,U2@DOM1,C1,C3', '9,U2@DOM1,C1,C4', '9,U2@DOM1,C1,C3'];

describe('RedTeamIndex', () => {
  const index = new RedTeamIndex(FILE.map(redTeamRow));

  it('keeps distinct tuples in order of first appearance and counts their rows', () => {
    expect(index.rows).toBe(5);
    expect(index.distinct).toBe(3);
    expect(index.tuples).toEqual([
      { attack_time: 9, src_user: 'U2@DOM1', src_machine: 'C1', dst_machine: 'C3', rows: 3 },
      { attack_time: 5, src_user: 'U1@DOM1', src_machine: 'C1', dst_machine: 'C2', rows: 1 },
      { attack_time: 9, src_user: 'U2@DOM1', src_machine: 'C1', dst_machine: 'C4', rows: 1 },
    ]);
    expect(index.rowTuples).toEqual([0, 1, 0, 2, 0]);
  });

  it('lists the distinct times in ascending order', () => {
    expect(index.times).toEqual(Int32Array.of(5, 9));
  });

  it('tells tuples apart whatever their names hold', () => {
    const odd = new RedTeamIndex([
      { attack_time: 1, src_user: 'a,b', src_machine: 'c', dst_machine: 'd' },
      { attack_time: 1, src_user: 'a', src_machine: 'b,c', dst_machine: 'd' },
      { attack_time: 1, src_user: 'a', src_machine: 'b', dst_machine: 'c\u0000d' },
      { attack_time: 1, src_user: 'a', src_machine: 'b\u0000c', dst_machine: 'd' },
      { attack_time: 1, src_user: '', src_machine: '', dst_machine: 'Ü😀' },
    ]);
    expect(odd.distinct).toBe(5);
    expect(odd.matchEvent(row(1, '', '', 'Ü😀')).label).toBe(1);
  });

  it('is empty for an empty file', () => {
    const empty = new RedTeamIndex([]);
    expect([empty.rows, empty.distinct, empty.times.length]).toEqual([0, 0, 0]);
    expect(empty.matchEvent(row(0, 'U1', 'C1', 'C2')).label).toBe(0);
  });

  it('takes the smallest and the largest time', () => {
    const ends = new RedTeamIndex([redTeamRow('2147483647,U1,C1,C2'), redTeamRow('0,U1,C1,C2')]);
    expect(ends.times).toEqual(Int32Array.of(0, 2147483647));
    expect(ends.matchEvent(row(2147483647, 'U1', 'C1', 'C2')).label).toBe(1);
    expect(ends.matchEvent(row(0, 'U1', 'C1', 'C2')).label).toBe(1);
  });

  it.each(['-1', '1.5', '2147483648', 'noon'])('refuses %s as a time', (time) => {
    const made = () => new RedTeamIndex([redTeamRow(`${time},U1,C1,C2`)]);
    expect(made).toThrow(CmscError);
    expect(made).toThrow(expect.objectContaining({ code: 'BAD_TIME', kind: 'data' }));
  });
});

describe('matchEvent', () => {
  const index = new RedTeamIndex(FILE.map(redTeamRow));

  it('labels a row with the time, user, source and destination of a tuple, and counts the rows of the file', () => {
    const match = index.matchEvent(row(9, 'U2@DOM1', 'C1', 'C3'));
    expect(match).toEqual({ label: 1, redteamRows: 3, exact: index.tuples[0], origin: [index.tuples[2]] });
  });

  it('compares the user of the red team with dst_user, not with src_user', () => {
    const event = { ...row(5, 'U1@DOM1', 'C1', 'C2'), src_user: 'SYSTEM@C2' };
    expect(index.matchEvent(event).label).toBe(1);
    expect(index.matchEvent({ ...event, src_user: 'U1@DOM1', dst_user: 'SYSTEM@C2' }).label).toBe(0);
  });

  it.each(['LogOn', 'LogOff', 'TGS', 'TGT', 'AuthMap', 'ScreenLock', 'ScreenUnlock'])(
    'labels a %s row',
    (kind) => {
      expect(index.matchEvent(row(5, 'U1@DOM1', 'C1', 'C2', kind)).label).toBe(1);
    },
  );

  it.each([
    [row(4, 'U1@DOM1', 'C1', 'C2'), 'another time'],
    [row(5, 'U2@DOM1', 'C1', 'C2'), 'another user'],
    [row(5, 'U1@DOM1', 'C2', 'C2'), 'another source'],
    [row(5, 'U1@DOM1', 'C9', 'C9'), 'unknown names'],
  ])('does not label a row with %s', (event) => {
    expect(index.matchEvent(event)).toEqual({ label: 0, redteamRows: 0, exact: undefined, origin: [] });
  });

  it('names the tuples that differ in the destination alone, and does not label for them', () => {
    const { label, exact, origin } = index.matchEvent(row(9, 'U2@DOM1', 'C1', 'C99'));
    expect({ label, exact }).toEqual({ label: 0, exact: undefined });
    expect(origin.map((tuple) => tuple.dst_machine)).toEqual(['C3', 'C4']);
  });
});

describe('matchSession', () => {
  const index = new RedTeamIndex(FILE.map(redTeamRow));
  const session = { dst_user: 'U1@DOM1', dst_machine: 'C2', start_time: 5, end_time: 5 };

  it('finds a tuple with its source among the origins, both ends of the interval inside', () => {
    expect(index.matchSession({ ...session, origins: ['C2', 'C1'] })).toEqual([index.tuples[1]]);
    expect(index.matchSession({ ...session, start_time: 6, end_time: 7, origins: ['C1'] })).toEqual([]);
    expect(index.matchSession({ ...session, start_time: 3, end_time: 4, origins: ['C1'] })).toEqual([]);
  });

  it('wants the source among the origins', () => {
    expect(index.matchSession({ ...session, origins: ['C2'] })).toEqual([]);
    expect(index.matchSession(session)).toEqual([]);
  });

  it('goes by the source of the key where there is one', () => {
    expect(index.matchSession({ ...session, src_machine: 'C1' })).toEqual([index.tuples[1]]);
    expect(index.matchSession({ ...session, src_machine: 'C2', origins: ['C1'] })).toEqual([]);
  });
});

describe('bind', () => {
  const index = new RedTeamIndex(FILE.map(redTeamRow));

  it('goes by the ids of dictionaries that hold other names already', () => {
    const dictionaries = { user: new Dictionary(), computer: new Dictionary() };
    const [other, user] = ['U9', 'U1@DOM1'].map((name) => dictionaries.user.intern(name)) as [number, number];
    const destination = dictionaries.computer.intern('C2');
    const { rows, sessions } = index.bind(dictionaries);
    const source = dictionaries.computer.find('C1') as number;
    expect(rows.match(5, user, source, destination)).toBe(1);
    expect(rows.match(5, other, source, destination)).toBe(-1);
    expect(rows.match(6, user, source, destination)).toBe(-1);
    expect(rows.match(5, user, source, 1000)).toBe(-1);
    expect(rows.matchOrigin(5, user, source)).toEqual([1]);
    expect(sessions.pairFlag(user, destination)).toBe(true);
    expect(sessions.pairFlag(other, destination)).toBe(false);
    expect(sessions.pairFlag(user, source)).toBe(false);
    expect(sessions.tuplesOf(user, destination)).toEqual([1]);
    expect(sessions.tuplesOf(1000, 1000)).toEqual([]);
  });

  it('answers for times in any order', () => {
    const dictionaries = { user: new Dictionary(), computer: new Dictionary() };
    const { rows } = index.bind(dictionaries);
    const [u1, u2] = ['U1@DOM1', 'U2@DOM1'].map((name) => dictionaries.user.find(name)) as [number, number];
    const [c1, c2, c4] = ['C1', 'C2', 'C4'].map((name) => dictionaries.computer.find(name)) as number[];
    expect(rows.match(9, u2, c1 as number, c4 as number)).toBe(2);
    expect(rows.match(5, u1, c1 as number, c2 as number)).toBe(1);
    expect(rows.match(9, u2, c1 as number, c4 as number)).toBe(2);
  });
});
