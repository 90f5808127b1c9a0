import { describe, expect, it } from 'vitest';
import type { Row } from '../lists/column.js';
import type { ScreenName } from '../state/screen-names.js';
import { FACTS } from '../testing/facts.js';
import { answerTo, Run } from '../testing/state-run.js';
import type { Answer, Need } from '../state/needs.js';

const SESSION = { startTime: 1, endTime: 2, logons: 1, logoffs: 1, origins: [], attacks: [], processes: 0 };

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  sessions: [
    [7, 'U7', 'C7', 1, 2, 1, 1, 1, ['C70', 'C71'], 0, [], null],
    [8, 'U8', 'C8', 1, 2, 1, 1, 1, [], 0, [], null],
  ],
  open: [[1, 'U9', 'C9', 5, 1, ['C90'], 0, []]],
  users: [['U1', 5, 0, 1, 2]],
  computers: [['C1', 5, 0, 1, 2]],
  redteam: [
    [9, 'U2', 'C20', 'C21', 'session', [8], 'exact', 1, [], 1],
    [9, 'U3', 'C30', 'C31', 'nowhere', [], 'none', 1, [], 2],
  ],
  'redteam-users': [['U4', 1, 1, 1, 1, 1]],
  'redteam-sources': [['C4', 1, 1, 1, 1, 1]],
  processes: [['P1', 1, 1, 1, 1, 1, 1]],
  ngrams: [
    [1, 2, 9, 1, 0.1, 1.5, 'P1 P2'],
    [2, 2, 9, 1, 0.1, 1.5, 'Word Pad P2'],
  ],
  flows: [[9, 1, 'C50', '1', 'C51', '443', '6', 1, 46, '', 1]],
  dns: [[9, 'C60', 'C61', '', 1]],
  anomalies: [[1, 'orphan end', 'auth', 'began-before', 3, ['U5', 'C5']]],
  frequency: [['U6', 9, 1, 0]],
};

/** A data set in which each list has its rows, and each session its own user on its own computer. */
function answer(need: Need): Answer {
  if (need.kind === 'rows') return ROWS[need.query.ref.list] ?? [];
  if (need.kind === 'count') return ROWS[need.query.ref.list]?.length ?? 0;
  if (need.kind !== 'session') return answerTo(need);
  return { ...SESSION, id: need.id, key: [`U${need.id}`, `C${need.id}`], timeLine: [] };
}

function at(screen: ScreenName): Run {
  const run = new Run(answer).do({ type: 'opened', facts: FACTS, start: { screen, filter: '' } }).answerAll();
  // Somebody else was looked at before.
  const visited = { session: 99, user: 'U99', computer: 'C99' };
  run.state = { ...run.state, visited };
  return run;
}

describe('what a number key opens', () => {
  it.each([
    ['sessions', '', '3', 'session 7'],
    ['sessions', 'j', '3', 'session 8'],
    ['sessions', '', '5', 'user U7'],
    ['sessions', 'j', '6', 'computer C8'],
    ['sessions', ']', '5', 'user U9'],
    ['sessions', ']', '6', 'computer C9'],
    // The cell under the cursor comes before the rest of its row.
    ['sessions', 'llllllll', '6', 'computer C70'],
    ['sessions', 'lc', '5', 'user U6'],
    ['overview', '', '5', 'user U1'],
    // The lists stand side by side.
    ['overview', '', '6', 'computer C1'],
    ['overview', ']', '5', 'user U1'],
    ['redteam', '', '3', 'session 8'],
    ['redteam', '', '5', 'user U2'],
    ['redteam', '', '6', 'computer C21'],
    ['redteam', 'll', '6', 'computer C20'],
    ['redteam', ']', '5', 'user U4'],
    ['redteam', ']]', '6', 'computer C4'],
    ['data', ']]]', '5', 'user U5'],
    ['data', ']]]', '6', 'computer C5'],
  ] as const)('on %s after "%s" by %s: %s', (screen, keys, key, expected) => {
    const run = at(screen).press(...keys, key);
    expect(run.crumbs).toEqual([expected]);
    expect(run.state.notice).toBeNull();
  });

  it('on a session’s page is its user and its computer, however one came there', () => {
    for (const open of [['enter'], ['3'], ['j', 'enter'], ['j', '3'], ['tab']]) {
      const id = open[0] === 'j' ? 8 : 7;
      expect(at('sessions').press(...open, '5').crumbs).toEqual([`user U${id}`]);
      expect(at('sessions').press(...open, '6').crumbs).toEqual([`computer C${id}`]);
      expect(at('sessions').press(...open, ']', '6').state.notice?.text).toBeUndefined();
    }
    expect(at('sessions').press(':').type('session 12').press('enter', '6').crumbs).toEqual(['computer C12']);
    expect(at('session').press('5').crumbs).toEqual(['user U7']);
  });

  it('is said when nothing names one: it is what was looked at last', () => {
    for (const [screen, key, title, last] of [
      ['processes', '5', 'user', 'user U99'],
      ['processes', '6', 'computer', 'computer C99'],
      ['data', '3', 'session', 'session 99'],
    ] as const) {
      const run = at(screen).press(key);
      expect(run.crumbs).toEqual([last]);
      expect(run.state.notice?.text).toBe(`nothing there named a ${title}: this is the one looked at last`);
    }
    expect(at('redteam').press('j', '3').state.notice?.text).toContain('looked at last');
  });
});

describe('keys about a row that is not there yet', () => {
  it('wait for it, and keep their order', () => {
    const run = at('overview');
    for (const key of ['2', 'j', '5', 'l', 'c']) run.do({ type: 'key', key });
    expect(run.crumbs).toEqual(['sessions']);
    run.answerAll();
    expect(run.crumbs).toEqual(['user U8', 'frequency']);
    expect(run.state.early).toEqual([]);
  });

  it('wait for the session whose page it is', () => {
    const run = at('sessions');
    for (const key of ['enter', '5']) run.do({ type: 'key', key });
    expect(run.crumbs).toEqual(['sessions', 'session 7']);
    expect(run.answerAll().crumbs).toEqual(['user U7']);
  });

  it('do not keep anybody from leaving', () => {
    const run = at('overview');
    for (const key of ['2', 'enter', 'q']) run.do({ type: 'key', key });
    expect(run.effects.at(-1)).toEqual({ type: 'quit' });
  });
});

describe('what Enter on a name opens', () => {
  it.each([
    ['redteam', 'l', 'user U2'],
    ['redteam', 'll', 'computer C20'],
    ['redteam', 'lllll', 'session 8'],
    ['data', ']]]lllll', 'user U5'],
    ['sessions', ']l', 'user U9'],
    ['sessions', ']llllll', 'user U9'],
    ['sessions', '6]]]]]]ll', 'computer C50'],
    ['sessions', '6]]]]]]llll', 'computer C51'],
    ['sessions', '6]]]]]]]ll', 'computer C61'],
  ] as const)('%s, after %s: %s', (screen, keys, place) => {
    expect(
      at(screen)
        .press(...keys, 'enter')
        .crumbs.at(-1),
    ).toBe(place);
  });

  it('are the sessions in which all processes of an n-gram started', () => {
    const run = at('processes').press(']', 'enter');
    expect(run.crumbs.at(-1)).toBe('sessions');
    expect(run.list.filter).toBe('process="P1" process="P2"');
    expect(at('processes').press(']', 'j', 'enter').state.notice?.text).toContain('process="NAME"');
  });
});
