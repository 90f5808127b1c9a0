import { EDGE_END, EDGE_FAILED_START, EDGE_OTHER, EDGE_START } from '@cmsc/core';
import { describe, expect, it } from 'vitest';
import { formats } from '../formats/registry.js';
import { problemError, reasonOf } from './row-problem.js';
import { isProblem, parseTime, rowRules } from './row-rules.js';

const auth = rowRules(formats.auth);
const proc = rowRules(formats.proc);
const flows = rowRules(formats.flows);

const authFields = (time: string, orientation: string, result = 'Success') => [
  time,
  'U1@D',
  'U1@D',
  'C1',
  'C2',
  '?',
  '?',
  orientation,
  result,
];
const flowsFields = (duration: string) => ['1', duration, 'C1', 'N1', 'C2', '80', '6', '1', '1'];

function codeOf(checked: object): string | undefined {
  return isProblem(checked) ? checked.code : undefined;
}

describe('times', () => {
  it.each([
    ['0', 0],
    ['1', 1],
    ['007', 7],
    ['00000000000000000000012', 12],
    ['2147483647', 2147483647],
  ])('reads %s', (text, time) => {
    expect(parseTime(text)).toBe(time);
  });

  it.each([
    '',
    '-1',
    '+1',
    '1.0',
    '1e3',
    ' 1',
    '1 ',
    '0x1',
    '2147483648',
    '99999999999999999999',
    '٣',
    'time',
  ])('refuses %j', (text) => {
    expect(parseTime(text)).toBe(-1);
    expect(codeOf(auth.check(authFields(text, 'LogOn'), -1))).toBe('BAD_TIME');
  });

  it('tells a header from a broken time', () => {
    expect(auth.check(authFields('time', 'orientation'), -1)).toMatchObject({
      column: 'time',
      hint: 'if the first row names the columns, say --header',
    });
    expect(auth.check(authFields('1.5', 'LogOn'), -1)).toMatchObject({
      hint: expect.stringContaining('digits only'),
    });
  });

  it('may stand still and not go back', () => {
    expect(auth.check(authFields('5', 'LogOn'), 5)).toEqual({ time: 5, edge: EDGE_START });
    expect(auth.check(authFields('4', 'LogOn'), 5)).toMatchObject({
      code: 'TIME_BACKWARDS',
      what: 'time goes backwards, from 5 to 4',
      hint: expect.stringContaining('in the order of their times'),
    });
  });

  it('has no order in redteam', () => {
    expect(rowRules(formats.redteam).check(['4', 'U1@D', 'C1', 'C2'], 5)).toEqual({
      time: 4,
      edge: EDGE_OTHER,
    });
  });
});

describe('edges', () => {
  it.each([
    ['LogOn', EDGE_START],
    ['LogOff', EDGE_END],
    ['TGS', EDGE_OTHER],
    ['ScreenLock', EDGE_OTHER],
    ['?', EDGE_OTHER],
    ['', EDGE_OTHER],
    ['Login', EDGE_OTHER],
    ['Logoné', EDGE_OTHER],
  ])('auth: %j', (orientation, edge) => {
    expect(auth.check(authFields('1', orientation), -1)).toEqual({ time: 1, edge });
  });

  it.each([
    ['logon', 'LogOn'],
    ['LOGON', 'LogOn'],
    ['Log On', 'LogOn'],
    ['LogOn ', 'LogOn'],
    ['"LogOn"', 'LogOn'],
    ['log-off', 'LogOff'],
    ['LogOff\r', 'LogOff'],
    ['Logoff1', 'LogOff'],
  ])('auth: %j is spelled differently from %s', (orientation, meant) => {
    for (let again = 0; again < 2; again++) {
      expect(auth.check(authFields('1', orientation), -1)).toMatchObject({
        code: 'BAD_EDGE',
        column: 'orientation',
        hint: `write ${meant}`,
      });
    }
  });

  it('auth: a number is a row of another file', () => {
    const flow = auth.check('9,0,C1,N2,C2,443,6,10,5323'.split(','), -1);
    expect(flow).toMatchObject({ code: 'BAD_EDGE', what: 'orientation "10" is a number' });
    expect(codeOf(auth.check(authFields('1', 'TGS 2'), -1))).toBeUndefined();
    expect(codeOf(auth.check(authFields('1', '?'), -1))).toBeUndefined();
  });

  it('says what is misspelled in one line', () => {
    const problem = auth.check(authFields('1', 'logon'), -1);
    if (!isProblem(problem)) throw new Error('no problem');
    expect(reasonOf(problem)).toBe('orientation "logon" is spelled differently from LogOn');
    expect(problemError(problem, { file: 'auth.txt', line: 7 }).message).toBe(
      'auth.txt:7: orientation "logon" is spelled differently from LogOn (write LogOn)',
    );
  });

  it.each([
    ['Start', EDGE_START],
    ['End', EDGE_END],
  ])('proc: %j', (action, edge) => {
    expect(proc.check(['1', 'U1@D', 'C1', 'P1', action], -1)).toEqual({ time: 1, edge });
  });

  it.each(['start', 'END', 'Start ', 'Stop', '', '?'])('proc: %j is neither', (action) => {
    expect(codeOf(proc.check(['1', 'U1@D', 'C1', 'P1', action], -1))).toBe('BAD_EDGE');
  });

  it('remembers no more orientations than it must', () => {
    for (let i = 0; i < 1000; i++) expect(codeOf(auth.check(authFields('1', `X${i}`), -1))).toBeUndefined();
    expect(codeOf(auth.check(authFields('1', 'logon'), -1))).toBe('BAD_EDGE');
  });
});

describe('results', () => {
  const counting = rowRules(formats.auth, 'start');

  it.each([
    ['LogOn', 'Fail', EDGE_FAILED_START, EDGE_START],
    ['LogOn', 'Success', EDGE_START, EDGE_START],
    ['LogOn', 'Failed', EDGE_START, EDGE_START],
    ['LogOn', ' Success', EDGE_START, EDGE_START],
    ['LogOff', 'fail ', EDGE_END, EDGE_END],
    ['LogOn', '?', EDGE_START, EDGE_START],
    ['LogOff', 'Fail', EDGE_END, EDGE_END],
    ['TGT', 'Fail', EDGE_OTHER, EDGE_OTHER],
  ])('make of %s, %s what they should', (orientation, result, edge, counted) => {
    const fields = authFields('5', orientation, result);
    expect(auth.check(fields, -1)).toEqual({ time: 5, edge });
    expect(counting.check(fields, -1)).toEqual({ time: 5, edge: counted });
  });

  it.each(['Fail ', ' Fail', '\tFail', 'fail', 'FAIL', '"Fail"', 'Fail\r'])(
    'of a logon are not taken for a success: %j',
    (result) => {
      for (const rules of [auth, counting]) {
        expect(rules.check(authFields('5', 'LogOn', result), -1)).toMatchObject({
          code: 'BAD_EDGE',
          column: 'result',
          hint: 'write Fail',
        });
      }
    },
  );
});

describe('numbers', () => {
  it.each(['0', '007', '9007199254740991'])('flows takes %s', (duration) => {
    expect(flows.check(flowsFields(duration), -1)).toEqual({ time: 1, edge: EDGE_OTHER });
  });

  it.each(['', '-1', '1.5', 'N1', '9007199254740992', '9007199254740993', '1'.repeat(400)])(
    'flows refuses %j',
    (duration) => {
      expect(flows.check(flowsFields(duration), -1)).toMatchObject({
        code: 'BAD_NUMBER',
        column: 'duration',
      });
    },
  );
});

describe('columns', () => {
  it('must be as many as the format has', () => {
    expect(proc.check(['1', 'a', 'b'], -1)).toMatchObject({
      code: 'COLUMN_COUNT',
      what: '3 columns where a row of proc has 5',
      text: '1,a,b',
    });
    expect(proc.check([''], -1)).toMatchObject({ code: 'COLUMN_COUNT', what: 'blank line' });
  });

  it.each([
    ['1;U;C;P;Start', '";", say --delimiter semicolon'],
    ['1\tU\tC\tP\tStart', '"\\t", say --delimiter tab'],
    ['1|U|C|P|Start', '"|", say --delimiter pipe'],
    ['1,U,C,P,Start', '",", say --delimiter comma'],
  ])('guesses another delimiter in %j', (line, named) => {
    expect(proc.check([line], -1)).toMatchObject({ hint: expect.stringContaining(named) });
  });
});

describe('precedence', () => {
  it('is count, time, order, edge, number', () => {
    const codes = [
      codeOf(auth.check(['x', 'logon'], 9)),
      codeOf(auth.check(authFields('x', 'logon'), 9)),
      codeOf(auth.check(authFields('8', 'logon'), 9)),
      codeOf(auth.check(authFields('9', 'logon'), 9)),
    ];
    expect(codes).toEqual(['COLUMN_COUNT', 'BAD_TIME', 'TIME_BACKWARDS', 'BAD_EDGE']);
  });
});
