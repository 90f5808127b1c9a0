import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { column, type Column } from './column.js';
import { conjunction, conjuncts, readExpression } from './filter-syntax.js';
import { FilterError } from './filter-terms.js';
import { parseFilter, termFor } from './filter.js';
import type { Filter } from './list-ref.js';

const COLUMNS: Column[] = [
  column('session_id', 'number', 1),
  column('dst_user', 'text', 1),
  column('dst_machine', 'text', 1),
  column('duration', 'seconds', 1),
  column('start_time', 'time', 1),
  column('origins', 'texts', 1),
  column('label', 'flag', 1),
  column('share', 'share', 1),
];

const words = ['a', 'b', 'c', 'x', 'y'].map((name) => column(name, 'text', 1));

const parse = (text: string) => parseFilter(text, [...COLUMNS, ...words]);

/** What an expression says, with brackets around all that belongs together. */
function shape(text: string): string {
  const shapeOf = (filter: Filter): string => {
    if ('every' in filter) return `[${filter.every.map(shapeOf).join(' & ')}]`;
    if ('some' in filter) return `[${filter.some.map(shapeOf).join(' | ')}]`;
    return `${filter.negated ? '-' : ''}${filter.value}`;
  };
  return parse(text).map(shapeOf).join(' & ');
}

describe('readExpression', () => {
  it('takes white space between terms, and inside quotes', () => {
    expect(conjuncts('  a=1   "b c"  d="e f"')).toEqual(['a=1', '"b c"', 'd="e f"']);
  });

  it.each([
    ['user="U66', /quote/],
    ['=x', /no column before =/],
    ['user=', /no value/],
    ['!', /stands alone/],
    ['a="b"c', /at character 1/],
    ['(a or b', /"\(" at character 1 is not closed: add "\)"/],
    ['a (b (c)', /"\(" at character 3 is not closed/],
    ['a b)', /"\)" at character 4 closes nothing: drop it/],
    ['a or', /a term is missing at the end/],
    ['a or or b', /a term is missing before "or" at character 6/],
    ['or a', /a term is missing before "or" at character 1/],
    ['a and and b', /a term is missing before "and" at character 7/],
    ['()', /a term is missing before "\)" at character 2/],
    ['not', /a term is missing at the end/],
    ['process=a(b', /closed/],
  ])('says where %s goes wrong, and what would do', (text, says) => {
    expect(() => readExpression(text)).toThrow(says);
    expect(() => readExpression(text)).toThrow(FilterError);
  });

  it.each([
    ['a b', 'x', 'a b x'],
    ['a or b', 'x', '(a or b) x'],
    ['(a or b)', 'x', '(a or b) x'],
    ['(a) or (b)', 'x', '((a) or (b)) x'],
    ['(a or b) c', 'x', '(a or b) c x'],
    ['', 'x', 'x'],
    ['a', 'x or y', 'a (x or y)'],
  ])('adds to %s what has to hold too', (before, term, expected) => {
    expect(conjunction([...conjuncts(before), term])).toBe(expected);
    expect(parse(expected)).toEqual([...parse(before), ...parse(term)]);
  });
});

describe('parseFilter', () => {
  it('reads the expression of the manual', () => {
    expect(parse('user=U66@* duration>3600 attacked')).toEqual([
      { column: 'dst_user', operator: '=', value: 'U66@*', negated: false },
      { column: 'duration', operator: '>', value: 3600, negated: false },
      { column: 'label', operator: '>', value: 0, negated: false },
    ]);
  });

  it('turns terms round, by ! before them or in their operator', () => {
    expect(parse('!user=U66@*')).toEqual(parse('user!=U66@*'));
    expect(parse('!attacked')[0]).toMatchObject({ column: 'label', negated: true });
    expect(parse('!user!=U1')[0]).toMatchObject({ operator: '=', negated: false });
    expect(parse('origin!~C17')[0]).toMatchObject({ column: 'origins', operator: '~', negated: true });
  });

  it('takes spaces beside operators', () => {
    expect(parse('duration >= 1h  user  !=  "a b" attacked')).toEqual(
      parse('duration>=1h user!="a b" attacked'),
    );
    expect(parse('C17 duration <5').map((each) => 'column' in each && each.column)).toEqual([
      '*',
      'duration',
    ]);
  });

  it('takes units of time', () => {
    expect(parse('duration>=1.5h start<2d').map((each) => 'value' in each && each.value)).toEqual([
      5400, 172_800,
    ]);
  });

  it('looks for a word in every column with names; with a wildcard as a whole', () => {
    expect(parse('C17693')).toEqual([{ column: '*', operator: '~', value: 'C17693', negated: false }]);
    expect(parse('U66@*')[0]).toMatchObject({ column: '*', operator: '=', value: 'U66@*' });
    expect(parse('"ANONYMOUS LOGON"')[0]).toMatchObject({ operator: '~', value: 'ANONYMOUS LOGON' });
    expect(parse('"attacked"')[0]).toMatchObject({ column: '*', value: 'attacked' });
  });

  it.each([
    ['p or q r', '[p | [q & r]]'],
    ['p q or r', '[[p & q] | r]'],
    ['(p or q) r', '[p | q] & r'],
    ['p and q AND r', 'p & q & r'],
    ['not p or q', '[-p | q]'],
    ['not (p or q)', '-p & -q'],
    ['!(p q) r', '[-p | -q] & r'],
    ['not not p', 'p'],
    ['not !p', 'p'],
    ['! p q', '-p & q'],
    ['"or" or orchid notes', '[or | [orchid & notes]]'],
    ['((p)or(q))', '[p | q]'],
    ['p && q || r', '[[p & q] | r]'],
    ['p OR NOT q', '[p | -q]'],
  ])('binds not closest, or least: %s', (text, expected) => expect(shape(text)).toBe(expected));

  it('takes times, durations and numbers as they are shown', () => {
    expect(parse('start>=d0 10:00 start<d2')).toEqual(parse('start>=36000 start<172800'));
    expect(parse('start>d7 08:23:35 attacked')).toEqual(parse('start>635015 attacked'));
    expect(parse('start="d0 10:00"')).toEqual(parse('start>=36000 start<36060'));
    expect(parse('start=d1')).toEqual(parse('start>=86400 start<172800'));
    expect(parse('start!=d1')).toEqual(parse('not (start>=86400 start<172800)'));
    expect(parse('duration>12m 05s attacked')).toEqual(parse('duration>725 attacked'));
    expect(parse('duration>1h30m')).toEqual(parse('duration>5400'));
    expect(parse('duration > 1.5 h attacked')).toEqual(parse('duration>5400 attacked'));
    expect(parse('(duration>2 d)')).toEqual(parse('duration>172800'));
    expect(parse('Dst_User=U1 USER=U2')).toEqual(parse('dst_user=U1 dst_user=U2'));
    expect(parse('id=387,419')).toEqual(parse('id=387419'));
    expect(() => parse('start>d0 25:00')).toThrow(/a time as d0 10:00/);
    expect(() => parse('duration>d0 10:00')).toThrow(/compared with a number, or a duration as 1h30m/);
  });

  it('takes the word that stands for an attack in the list', () => {
    expect(parse('label=attack')).toEqual(parse('attacked'));
    expect(parse('attacked=1')).toEqual(parse('label=1'));
    expect(parse('label!=attack')).toEqual(parse('!attacked'));
    expect(() => parse('label=benign')).toThrow('label is compared with attack, 1 or 0, not "benign"');
  });

  it('keeps wildcards in quotes as they are', () => {
    expect(parse('user="?"')[0]).toMatchObject({ operator: '==', value: '?' });
  });

  it('says what is wrong', () => {
    expect(() => parse('nothing=1')).toThrow(/no column nothing here.*dst_user/);
    expect(() => parse('duration=long')).toThrow(
      /duration is compared with a number, or a duration as 1h30m, not "long"/,
    );
    expect(() => parse('duration~1')).toThrow(/holds numbers/);
    expect(() => parse('duration=\u001b[2J')).toThrow('\\x1b[2J');
  });

  it('is empty for an empty text', () => expect(parse('  ')).toEqual([]));
});

describe('termFor', () => {
  it('reads back as exactly the value, whatever is in it', () => {
    const user = COLUMNS[1] as Column;
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (name, negated) => {
        const term = termFor(user, name, negated) ?? '';
        expect(parse(term)).toEqual([{ column: 'dst_user', operator: '==', value: name, negated }]);
      }),
      { seed: 1, numRuns: 500 },
    );
  });

  it('takes the first item of a list, and nothing of an empty one', () => {
    const origins = COLUMNS[5] as Column;
    expect(termFor(origins, ['C1', 'C2'], false)).toBe('origins="C1"');
    expect(termFor(origins, [], false)).toBeNull();
    expect(termFor(COLUMNS[3] as Column, 30, true)).toBe('duration!=30');
  });
});
