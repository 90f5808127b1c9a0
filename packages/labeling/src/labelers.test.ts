import { Dictionary, NO_END } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { LabelOutcomes } from './label-outcomes.js';
import { RedTeamIndex } from './red-team-index.js';
import { SessionLabeler, type LabelledPart, type LabelledSessions, type SessionLabels } from './labelers.js';
import { redTeamRow } from './testing/rows.js';

const FILE = ['10,U1,C1,C2', '20,U1,C3,C2', '20,U1,C1,C2'];

function setUp(key: readonly string[], mostTimes?: number) {
  const index = new RedTeamIndex(FILE.map(redTeamRow));
  const dictionaries = { user: new Dictionary(), computer: new Dictionary() };
  const outcomes = new LabelOutcomes(index);
  const labeler = new SessionLabeler(index.bind(dictionaries), outcomes, key, mostTimes);
  const id = (name: string) => dictionaries[name.startsWith('U') ? 'user' : 'computer'].intern(name);
  return { outcomes, labeler, id };
}

/** Sessions of the keys 0, 1, 2, … from 5 to `end`, all with this origin. */
function sessionsOf(count: number, end: number, origin: number) {
  return {
    length: count,
    key: Int32Array.from({ length: count }, (_, key) => key),
    start: new Int32Array(count).fill(5),
    end: new Int32Array(count).fill(end),
    origins: {
      offsets: Int32Array.from({ length: count + 1 }, (_, row) => row),
      values: new Int32Array(count).fill(origin),
    },
  };
}

const keysOf = (...columns: number[][]) => ({
  column: (i: number) => Int32Array.from(columns[i] as number[]),
});

function allLabels(
  labeler: SessionLabeler,
  sessions: LabelledSessions,
  keys: ReturnType<typeof keysOf>,
): SessionLabels {
  const [part, ...others] = [...labeler.label(sessions, keys)];
  const { from, to, ...labels } = part as LabelledPart;
  expect({ from, to, others }).toEqual({ from: 0, to: sessions.length, others: [] });
  return labels;
}

describe('SessionLabeler', () => {
  it('gives labels and distinct, ascending attack times as columns', () => {
    const { labeler, id } = setUp(['dst_user', 'dst_machine']);
    const [c1, c2, c3] = ['C1', 'C2', 'C3'].map(id) as [number, number, number];
    const keys = keysOf([id('U2'), id('U1'), id('U1')], [c2, c2, c1]);
    const sessions = {
      length: 4,
      key: Int32Array.of(0, 1, 1, 2),
      start: Int32Array.of(5, 5, 20, 5),
      end: Int32Array.of(30, 20, 20, 30),
      origins: { offsets: Int32Array.of(0, 1, 3, 4, 5), values: Int32Array.of(c1, c3, c1, c3, c1) },
    };
    expect(allLabels(labeler, sessions, keys)).toEqual({
      label: Int32Array.of(0, 1, 1, 0),
      attackTimes: { offsets: Int32Array.of(0, 0, 2, 3, 3), values: Int32Array.of(10, 20, 20) },
    });
  });

  it('goes by the source of the key where there is one', () => {
    const { labeler, id } = setUp(['src_machine', 'dst_machine', 'dst_user']);
    const [c1, c2, c3] = ['C1', 'C2', 'C3'].map(id) as [number, number, number];
    const keys = keysOf([c3, c1], [c2, c2], [id('U1'), id('U1')]);
    const { attackTimes } = allLabels(labeler, sessionsOf(2, 30, c2), keys);
    expect(attackTimes).toEqual({ offsets: Int32Array.of(0, 1, 3), values: Int32Array.of(20, 10, 20) });
  });

  it('counts an open session as one that reaches to the last time read', () => {
    const { outcomes, labeler, id } = setUp(['dst_user', 'dst_machine']);
    const sessions = sessionsOf(1, NO_END, id('C1'));
    const keys = keysOf([id('U1')], [id('C2')]);
    expect(allLabels(labeler, sessions, keys).label).toEqual(Int32Array.of(0));
    outcomes.countSpan(5, 10);
    const { attackTimes } = allLabels(labeler, sessions, keys);
    expect(attackTimes.values).toEqual(Int32Array.of(10));
    expect(outcomes.ledger()).toMatchObject({ inOpenSession: 1, inSession: 0, attackedSessions: 0 });
  });

  it('leaves nothing of a batch in the next one, smaller or larger', () => {
    const { labeler, id } = setUp(['dst_user', 'dst_machine']);
    const c2 = id('C2');
    const keys = keysOf([id('U1'), id('U1'), id('U2'), id('U2')], [c2, c2, c2, c2]);
    const labelsOf = (...key: number[]) => {
      const sessions = { ...sessionsOf(key.length, 10, id('C1')), key: Int32Array.from(key) };
      const { label, attackTimes } = allLabels(labeler, sessions, keys);
      return { label: [...label], offsets: [...attackTimes.offsets] };
    };
    expect(labelsOf(0, 1)).toEqual({ label: [1, 1], offsets: [0, 1, 2] });
    expect(labelsOf(2)).toEqual({ label: [0], offsets: [0, 0] });
    expect(labelsOf()).toEqual({ label: [], offsets: [0] });
    expect(labelsOf(2, 3)).toEqual({ label: [0, 0], offsets: [0, 0, 0] });
    expect(labelsOf(2, 0, 3)).toEqual({ label: [0, 1, 0], offsets: [0, 0, 1, 1] });
  });

  it('knows new keys from batch to batch', () => {
    const { labeler, id } = setUp(['dst_user', 'dst_machine']);
    for (const count of [2, 3, 1000, 1025, 5000]) {
      const users = Array.from({ length: count }, (_, key) => id(key % 2 ? 'U2' : 'U1'));
      const keys = keysOf(users, new Array<number>(count).fill(id('C2')));
      const { label, attackTimes } = allLabels(labeler, sessionsOf(count, 10, id('C1')), keys);
      expect([...label]).toEqual(users.map((user) => (user === id('U1') ? 1 : 0)));
      expect(attackTimes.offsets).toHaveLength(count + 1);
      expect([...attackTimes.values]).toEqual(new Array<number>(Math.ceil(count / 2)).fill(10));
    }
  });

  it('hands sessions on in parts where they lie in many attacks', () => {
    const { outcomes, labeler, id } = setUp(['dst_user', 'dst_machine'], 2);
    const keys = keysOf([id('U1'), id('U2')], [id('C2'), id('C2')]);
    const sessions = { ...sessionsOf(6, 30, id('C1')), key: Int32Array.of(1, 0, 0, 1, 0, 0) };
    const parts = Array.from(labeler.label(sessions, keys), ({ from, to, label, attackTimes }) => [
      ...[from, to, [...label]],
      ...[[...attackTimes.offsets], [...attackTimes.values]],
    ]);
    expect(parts).toEqual([
      [0, 2, [0, 1], [0, 0, 2], [10, 20]],
      [2, 4, [1, 0], [0, 2, 2], [10, 20]],
      [4, 5, [1], [0, 2], [10, 20]],
      [5, 6, [1], [0, 2], [10, 20]],
    ]);
    expect(outcomes.ledger().attackedSessions).toBe(4);
  });

  it('refuses a key without the user', () => {
    expect(() => setUp(['dst_machine'])).toThrow(expect.objectContaining({ code: 'BAD_OPTION' }));
  });
});
