import { EDGE_END, EDGE_FAILED_START, EDGE_START } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { LabelBook } from './label-book.js';
import { RedTeamIndex } from './red-team-index.js';
import { redTeamRow } from './testing/rows.js';

const FILE = ['10,U1,C1,C2', '20,U1,C1,C2', '30,U1,C1,C2', '10,U1,C1,C2'];
const index = new RedTeamIndex(FILE.map(redTeamRow));

/** A book that knows of all kinds of things. */
function fullBook(): LabelBook {
  const book = new LabelBook(index);
  book.countSpan(5, 25);
  book.countExactRow(0, EDGE_START);
  book.countOriginRow(1, 'C5');
  book.countSession([0]);
  book.countOpenSession([1]);
  return book;
}

describe('LabelBook', () => {
  it('reaches from the earliest to the latest time read', () => {
    const book = new LabelBook(index);
    expect(book.span).toBeNull();
    book.countSpan(7, 9);
    book.countSpan(9, 12);
    expect(book.span).toEqual({ first: 7, last: 12 });
  });

  it('does not count a session without tuples as attacked', () => {
    const book = new LabelBook(index);
    book.countSession([]);
    expect(book.ledger().attackedSessions).toBe(0);
  });

  it('puts a missing row down to the filter that kept it out', () => {
    const records = fullBook().records({ keptOut: ({ attack_time }) => attack_time > 25 });
    expect(records[2]?.losses).toEqual([{ code: 'KEPT_OUT', text: 'a filter kept its rows out' }]);
  });

  it('says of a logon without any session just that', () => {
    const book = new LabelBook(index);
    book.countExactRow(0, EDGE_START);
    expect(book.records()[0]).toMatchObject({ fate: 'event', losses: [{ code: 'NO_SESSION' }] });
  });

  it('gives both reasons when a tuple was lost twice', () => {
    const codes = fullBook()
      .records({ key: ['dst_user', 'dst_machine'] })[1]
      ?.losses.map(({ code }) => code);
    expect(codes).toEqual(['OTHER_DESTINATION', 'NO_LOGOFF']);
  });

  it('refuses a number that is no tuple', () => {
    expect(() => new LabelBook(index).countExactRow(3, EDGE_START)).toThrow(RangeError);
  });

  it('adds up with another book', () => {
    const book = fullBook();
    const other = new LabelBook(index);
    other.countSpan(1, 40);
    other.countExactRow(0, EDGE_END);
    other.countOriginRow(1, 'C6');
    other.countSession([0, 2]);
    other.countOpenSession([1]);
    book.merge(other);
    expect(book.span).toEqual({ first: 1, last: 40 });
    expect(book.ledger()).toMatchObject({ inSession: 2, inOpenSession: 1, attackedSessions: 2 });
    const [first, second, third] = book.records();
    expect(first).toMatchObject({ exactRows: 2, sessions: 2 });
    expect(second).toMatchObject({ originRows: 2, otherDestinations: ['C5', 'C6'], openSessions: 2 });
    expect(third).toMatchObject({ sessions: 1 });
  });

  it('knows of the logons of the other book', () => {
    const [book, other] = [new LabelBook(index), new LabelBook(index)];
    book.countExactRow(0, EDGE_END);
    other.countExactRow(0, EDGE_START);
    expect(book.records()[0]?.losses).toMatchObject([{ code: 'NOT_A_LOGON' }]);
    book.merge(other);
    expect(book.records()[0]?.losses).toMatchObject([{ code: 'NO_SESSION' }]);
  });

  it('says of a logon that failed just that, unless another one succeeded', () => {
    const [book, other] = [new LabelBook(index), new LabelBook(index)];
    book.countExactRow(0, EDGE_END);
    other.countExactRow(0, EDGE_FAILED_START);
    book.merge(other);
    expect(book.records()[0]).toMatchObject({ fate: 'event', losses: [{ code: 'FAILED_LOGON' }] });
    const carried = LabelBook.fromJSON(index, JSON.parse(JSON.stringify(book)));
    expect(carried.records()).toEqual(book.records());
    book.countExactRow(0, EDGE_START);
    expect(book.records()[0]?.losses).toMatchObject([{ code: 'NO_SESSION' }]);
  });

  it('does not merge with a book of another index', () => {
    const stranger = new LabelBook(new RedTeamIndex(FILE.map(redTeamRow)));
    expect(() => fullBook().merge(stranger)).toThrow(RangeError);
  });
});

describe('a carried LabelBook', () => {
  const carried = () => JSON.parse(JSON.stringify(fullBook())) as unknown;

  it('comes back with all but its open sessions', () => {
    const book = LabelBook.fromJSON(index, carried());
    expect(book.span).toEqual({ first: 5, last: 25 });
    expect(book.ledger()).toEqual({ ...fullBook().ledger(), inOpenSession: 0, withoutSession: 1 });
    expect(book.toJSON()).toEqual(fullBook().toJSON());
  });

  it('goes on counting', () => {
    const book = LabelBook.fromJSON(index, carried());
    book.countSession([0, 1]);
    expect(book.ledger()).toMatchObject({ inSession: 2, attackedSessions: 2 });
    expect(book.records()[0]).toMatchObject({ exactRows: 1, sessions: 2 });
  });

  it('fits the same file in another order', () => {
    const reversed = new RedTeamIndex([...FILE].reverse().map(redTeamRow));
    const record = LabelBook.fromJSON(reversed, carried())
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
    expect(() => LabelBook.fromJSON(new RedTeamIndex(file.map(redTeamRow)), carried())).toThrow(
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
    { ...fullBook().toJSON(), version: 1 },
    { ...fullBook().toJSON(), attackedSessions: -1 },
    { ...fullBook().toJSON(), span: { first: 1 } },
    { ...fullBook().toJSON(), tuples: [null, null, null] },
    {
      ...fullBook().toJSON(),
      tuples: fullBook()
        .toJSON()
        .tuples.map((tuple) => ({ ...tuple, sessions: '1' })),
    },
    {
      ...fullBook().toJSON(),
      tuples: fullBook()
        .toJSON()
        .tuples.map((tuple) => ({ ...tuple, src_user: 1 })),
    },
    {
      ...fullBook().toJSON(),
      tuples: fullBook()
        .toJSON()
        .tuples.map((tuple) => ({ ...tuple, otherDestinations: [1] })),
    },
  ])('is refused when it is damaged (%#)', (state) => {
    expect(() => LabelBook.fromJSON(index, state)).toThrow(
      expect.objectContaining({ code: 'BAD_STATE_FILE', message: expect.stringContaining('damaged') }),
    );
  });
});
