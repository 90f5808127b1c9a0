import { EDGE_END, EDGE_FAILED_START, EDGE_START } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { LabelOutcomes, labelLedgerProblems } from './label-outcomes.js';
import { RedTeamIndex } from './red-team-index.js';
import { redTeamRow } from './testing/rows.js';

const FILE = ['10,U1,C1,C2', '20,U1,C1,C2', '30,U1,C1,C2', '10,U1,C1,C2'];
const index = new RedTeamIndex(FILE.map(redTeamRow));

/** Outcomes of all kinds. */
function allOutcomes(): LabelOutcomes {
  const outcomes = new LabelOutcomes(index);
  outcomes.countSpan(5, 25);
  outcomes.countExactRow(0, EDGE_START);
  outcomes.countOriginRow(1, 'C5');
  outcomes.countSession([0]);
  outcomes.countOpenSession([1]);
  return outcomes;
}

describe('LabelOutcomes', () => {
  it('reaches from the earliest to the latest time read', () => {
    const outcomes = new LabelOutcomes(index);
    expect(outcomes.span).toBeNull();
    outcomes.countSpan(7, 9);
    outcomes.countSpan(9, 12);
    expect(outcomes.span).toEqual({ first: 7, last: 12 });
  });

  it('does not count a session without tuples as attacked', () => {
    const outcomes = new LabelOutcomes(index);
    outcomes.countSession([]);
    expect(outcomes.ledger().attackedSessions).toBe(0);
  });

  it('puts a missing row down to the filter that kept it out', () => {
    const records = allOutcomes().records({ isFiltered: ({ attack_time }) => attack_time > 25 });
    expect(records[2]?.losses).toEqual([{ code: 'KEPT_OUT', text: 'a filter kept its rows out' }]);
  });

  it('says of a logon without any session just that', () => {
    const outcomes = new LabelOutcomes(index);
    outcomes.countExactRow(0, EDGE_START);
    expect(outcomes.records()[0]).toMatchObject({ fate: 'event', losses: [{ code: 'NO_SESSION' }] });
  });

  it('gives both reasons when a tuple was lost twice', () => {
    const codes = allOutcomes()
      .records({ key: ['dst_user', 'dst_machine'] })[1]
      ?.losses.map(({ code }) => code);
    expect(codes).toEqual(['OTHER_DESTINATION', 'NO_LOGOFF']);
  });

  it('refuses a number that is no tuple', () => {
    expect(() => new LabelOutcomes(index).countExactRow(3, EDGE_START)).toThrow(RangeError);
  });

  it('adds up with others', () => {
    const outcomes = allOutcomes();
    const other = new LabelOutcomes(index);
    other.countSpan(1, 40);
    other.countExactRow(0, EDGE_END);
    other.countOriginRow(1, 'C6');
    other.countSession([0, 2]);
    other.countOpenSession([1]);
    outcomes.merge(other);
    expect(outcomes.span).toEqual({ first: 1, last: 40 });
    expect(outcomes.ledger()).toMatchObject({ inSession: 2, inOpenSession: 1, attackedSessions: 2 });
    const [first, second, third] = outcomes.records();
    expect(first).toMatchObject({ exactRows: 2, sessions: 2 });
    expect(second).toMatchObject({ originRows: 2, otherDestinations: ['C5', 'C6'], openSessions: 2 });
    expect(third).toMatchObject({ sessions: 1 });
  });

  it('knows of the logons of the others', () => {
    const [outcomes, other] = [new LabelOutcomes(index), new LabelOutcomes(index)];
    outcomes.countExactRow(0, EDGE_END);
    other.countExactRow(0, EDGE_START);
    expect(outcomes.records()[0]?.losses).toMatchObject([{ code: 'NOT_A_LOGON' }]);
    outcomes.merge(other);
    expect(outcomes.records()[0]?.losses).toMatchObject([{ code: 'NO_SESSION' }]);
  });

  it('says of a logon that failed just that, unless another one succeeded', () => {
    const [outcomes, other] = [new LabelOutcomes(index), new LabelOutcomes(index)];
    outcomes.countExactRow(0, EDGE_END);
    other.countExactRow(0, EDGE_FAILED_START);
    outcomes.merge(other);
    expect(outcomes.records()[0]).toMatchObject({ fate: 'event', losses: [{ code: 'FAILED_LOGON' }] });
    const carried = LabelOutcomes.fromJSON(index, JSON.parse(JSON.stringify(outcomes)));
    expect(carried.records()).toEqual(outcomes.records());
    outcomes.countExactRow(0, EDGE_START);
    expect(outcomes.records()[0]?.losses).toMatchObject([{ code: 'NO_SESSION' }]);
  });

  it('does not merge with those of another index', () => {
    const stranger = new LabelOutcomes(new RedTeamIndex(FILE.map(redTeamRow)));
    expect(() => allOutcomes().merge(stranger)).toThrow(RangeError);
  });
});

describe('a carried LabelOutcomes', () => {
  const carried = () => JSON.parse(JSON.stringify(allOutcomes())) as unknown;

  it('comes back with all but its open sessions', () => {
    const outcomes = LabelOutcomes.fromJSON(index, carried());
    expect(outcomes.span).toEqual({ first: 5, last: 25 });
    expect(outcomes.ledger()).toEqual({ ...allOutcomes().ledger(), inOpenSession: 0, withoutSession: 1 });
    expect(outcomes.toJSON()).toEqual(allOutcomes().toJSON());
  });

  it('goes on counting', () => {
    const outcomes = LabelOutcomes.fromJSON(index, carried());
    outcomes.countSession([0, 1]);
    expect(outcomes.ledger()).toMatchObject({ inSession: 2, attackedSessions: 2 });
    expect(outcomes.records()[0]).toMatchObject({ exactRows: 1, sessions: 2 });
  });

  it('fits the same file in another order', () => {
    const reversed = new RedTeamIndex([...FILE].reverse().map(redTeamRow));
    const record = LabelOutcomes.fromJSON(reversed, carried())
      .records()
      .find(({ attack_time }) => attack_time === 20);
    expect(record).toMatchObject({ match: 'origin', otherDestinations: ['C5'] });
  });

  it.each([
    [FILE.slice(0, 2), 'fewer tuples'],
    [[...FILE, '40,U1,C1,C2'], 'more tuples'],
    [[...FILE.slice(1), '11,U1,C1,C2'], 'other tuples'],
    [FILE.slice(0, 3), 'fewer repeats'],
  ])('is refused for %s', (file) => {
    expect(() => LabelOutcomes.fromJSON(new RedTeamIndex(file.map(redTeamRow)), carried())).toThrow(
      expect.objectContaining({
        code: 'BAD_STATE_FILE',
        message: expect.stringContaining('another red-team file'),
      }),
    );
  });

  it.each([
    null,
    'labels',
    [],
    {},
    { ...allOutcomes().toJSON(), version: 1 },
    { ...allOutcomes().toJSON(), attackedSessions: -1 },
    { ...allOutcomes().toJSON(), span: { first: 1 } },
    { ...allOutcomes().toJSON(), tuples: [null, null, null] },
    {
      ...allOutcomes().toJSON(),
      tuples: allOutcomes()
        .toJSON()
        .tuples.map((tuple) => ({ ...tuple, sessions: '1' })),
    },
    {
      ...allOutcomes().toJSON(),
      tuples: allOutcomes()
        .toJSON()
        .tuples.map((tuple) => ({ ...tuple, src_user: 1 })),
    },
    {
      ...allOutcomes().toJSON(),
      tuples: allOutcomes()
        .toJSON()
        .tuples.map((tuple) => ({ ...tuple, otherDestinations: [1] })),
    },
  ])('is refused when it is damaged (%#)', (state) => {
    expect(() => LabelOutcomes.fromJSON(index, state)).toThrow(
      expect.objectContaining({ code: 'BAD_STATE_FILE', message: expect.stringContaining('damaged') }),
    );
  });
});

const ledger = {
  redteamRows: 12,
  distinct: 10,
  matchedExact: 6,
  matchedOrigin: 1,
  unmatched: 3,
  inSession: 4,
  inOpenSession: 1,
  withoutSession: 2,
  nowhere: 3,
  attackedSessions: 3,
};

describe('labelLedgerProblems', () => {
  it('finds nothing wrong with a ledger that adds up', () => {
    expect(labelLedgerProblems(ledger)).toEqual([]);
  });

  it.each([
    [{ redteamRows: 9 }, 'distinct ≤ redteamRows'],
    [{ matchedExact: 7 }, 'distinct = matchedExact + matchedOrigin + unmatched'],
    [{ inSession: 3 }, 'distinct = inSession + inOpenSession + withoutSession + nowhere'],
    [{ withoutSession: 8, inSession: 1, inOpenSession: 1, nowhere: 0 }, 'withoutSession ≤ matchedExact'],
    [{ nowhere: 4, withoutSession: 1 }, 'nowhere ≤ unmatched'],
    [{ attackedSessions: 0 }, 'attackedSessions = 0 only with inSession = 0'],
    [{ inSession: 0, inOpenSession: 5 }, 'attackedSessions = 0 only with inSession = 0'],
  ])('names what %j breaks', (wrong, rule) => {
    const problems = labelLedgerProblems({ ...ledger, ...wrong });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(rule);
    expect(problems[0]).toContain('distinct 10');
  });
});
