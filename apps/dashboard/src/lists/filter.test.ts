import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { column, type Column } from './column.js';
import { FilterError, splitTerms } from './filter-terms.js';
import { parseFilter, termFor } from './filter.js';

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

const parse = (text: string) => parseFilter(text, COLUMNS);

describe('splitTerms', () => {
  it('takes white space between terms, and inside quotes', () => {
    expect(splitTerms('  a=1   "b c"  d="e f"').map(({ text }) => text)).toEqual(['a=1', '"b c"', 'd="e f"']);
  });

  it.each(['user="U66', '=x', 'user=', '!', 'a="b"c'])('refuses %s', (text) => {
    expect(() => splitTerms(text)).toThrow(FilterError);
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
    expect(parse('C17 duration <5').map(({ column }) => column)).toEqual(['*', 'duration']);
  });

  it('takes units of time', () => {
    expect(parse('duration>=1.5h start<2d').map(({ value }) => value)).toEqual([5400, 172_800]);
  });

  it('looks for a word in every column with names; with a wildcard as a whole', () => {
    expect(parse('C17693')).toEqual([{ column: '*', operator: '~', value: 'C17693', negated: false }]);
    expect(parse('U66@*')[0]).toMatchObject({ column: '*', operator: '=', value: 'U66@*' });
    expect(parse('"ANONYMOUS LOGON"')[0]).toMatchObject({ operator: '~', value: 'ANONYMOUS LOGON' });
    expect(parse('"attacked"')[0]).toMatchObject({ column: '*', value: 'attacked' });
  });

  it('keeps wildcards in quotes as they are', () => {
    expect(parse('user="?"')[0]).toMatchObject({ operator: '==', value: '?' });
  });

  it('says what is wrong', () => {
    expect(() => parse('nothing=1')).toThrow(/no column nothing here.*dst_user/);
    expect(() => parse('duration=long')).toThrow(/duration is compared with a number, not "long"/);
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
