import { describe, expect, it } from 'vitest';
import type { Facts } from '../lists/facts.js';
import { SCREENS, type ScreenName } from '../state/screen-names.js';
import { needKey, type Need } from '../state/needs.js';
import { pendingNeeds } from '../screens/shown.js';
import type { State } from '../state/state.js';
import { cellWidth } from '../terminal/cells.js';
import { lineText } from '../terminal/line.js';
import { FACTS } from '../testing/facts.js';
import { HOSTILE, hostileAnswer } from '../testing/hostile-answers.js';
import { Run } from '../testing/state-run.js';
import { screenLines } from './screen-lines.js';

const FACTS_OF_ALL: Facts = {
  ...FACTS,
  ledger: { ...FACTS.ledger, 'auth reasons': { overlap: 80_000 }, 'proc reasons': { overlap: 2000 } },
};

function at(screen: ScreenName, facts = FACTS_OF_ALL, columns = 80, rows = 24): Run {
  const run = new Run(hostileAnswer);
  run.do({ type: 'resized', size: { columns, rows } });
  return run.do({ type: 'opened', facts, start: { screen, filter: '' } });
}

const textOf = (state: State) => screenLines(state).map(lineText).join('\n');

describe('a screen', () => {
  it.each(SCREENS)('fits every size, with all of its lists and whatever the names: %s', (screen) => {
    for (const [columns, rows] of [
      [60, 16],
      [80, 24],
      [97, 31],
      [203, 60],
    ] as const) {
      const run = at(screen, FACTS_OF_ALL, columns, rows);
      for (const key of [null, ...'] ] ] ] ] v x ? x : a enter t c'.split(' ')]) {
        if (key === null) run.answerAll();
        else run.press(key);
        const lines = screenLines(run.state);
        expect(lines.length).toBe(rows);
        for (const each of lines) {
          expect(cellWidth(lineText(each)), lineText(each)).toBeLessThanOrEqual(columns);
          expect(lineText(each)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u);
        }
      }
    }
  });

  it.each(SCREENS)('says what could not be read, in the place of it: %s', (screen) => {
    const run = at(screen);
    for (let pending = pendingNeeds(run.state); pending.length > 0; pending = pendingNeeds(run.state)) {
      for (const need of pending) {
        const result =
          need.kind === 'defaults' ? { value: hostileAnswer(need) } : { failure: `broken ${HOSTILE}` };
        run.do({ type: 'answered', need: needKey(need), result });
      }
    }
    expect(textOf(run.state)).toContain('broken \\x1b[2J');
    if (screen === 'overview') expect(textOf(run.state).match(/broken/g)?.length).toBe(3);
  });

  it('says so when it has to find what it shows and can not', () => {
    const run = at('user');
    run.do({ type: 'answered', need: needKey({ kind: 'defaults' }), result: { failure: 'broken' } });
    expect(textOf(run.state)).toContain('broken');
  });

  it('says which data it is, and from when to when', () => {
    const text = textOf(at('sessions').answerAll().state);
    expect(text).toMatch(/^Sessions +small\.duckdb d0 00:00:07 to 23:59:59$/m);
    const span = { from: 7, to: 86_401 };
    const longer = textOf(at('sessions', { ...FACTS_OF_ALL, span }).answerAll().state);
    expect(longer).toMatch(/small\.duckdb d0 00:00:07 to d1 00:00:01$/m);
  });

  it('says how wide bins are, what the highest stands for, and draws little time in narrow ones', () => {
    const answer = (need: Need) =>
      need.kind === 'session-steps'
        ? { began: [{ step: 634_980, count: 1200 }], ended: [{ step: 634_990, count: 7 }] }
        : hostileAnswer(need);
    const span = { from: 634_975, to: 635_057 };
    const run = new Run(answer);
    run.do({ type: 'opened', facts: { ...FACTS_OF_ALL, span }, start: { screen: 'overview', filter: '' } });
    const text = textOf(run.answerAll().state);
    expect(text).toMatch(/^ {3}1,200 {4}█ *\nbegan {7}█ *$/m);
    expect(text).toMatch(/^ {7}7 {9}█ *\nended {12}█ *$/m);
    expect(text).toMatch(/^per 2s {3}.*d7 08:23:00 +d7 08:23:30/m);
    expect(text).toContain(' · 1m 23s · ');
  });
});

describe('lists', () => {
  it('say when they are a part of what there is', () => {
    const run = at('data').answerAll().press(']', ']', ']');
    expect(textOf(run.state)).toContain('[left out 250, a sample of 82,000]');
    expect(textOf(at('data').answerAll().press(']').state)).toContain('[ledger 250]');
  });

  it('say which one of many is shown, however narrow the screen', () => {
    const run = at('computer').answerAll();
    for (const title of [
      'sessions',
      'users',
      'came from',
      'went on to',
      'processes',
      'red-team events',
      'flows',
      'dns',
    ]) {
      const [tabs = ''] = textOf(run.state)
        .split('\n')
        .filter((each) => each.includes('['));
      expect(tabs).toContain(`[${title} 250]`);
      if (title === 'sessions') expect(tabs).toMatch(/› *$/);
      if (title === 'dns') expect(tabs).toMatch(/^‹/);
      run.press(']');
    }
  });

  it('say nothing of attacks where there was no red team', () => {
    const facts = { ...FACTS_OF_ALL, labelled: false, attackedSessions: 0, attackTimes: [] };
    for (const screen of SCREENS) {
      const text = textOf(at(screen, facts, 200, 40).answerAll().state);
      expect(text, screen).not.toMatch(/none attacked|no red-team event |label |attack_times|attacked( |$)/m);
    }
    const overview = textOf(at('overview', { ...facts, ledger: { auth: FACTS.ledger['auth'] ?? {} } }).state);
    expect(overview).toContain('not labelled');
    expect(overview).toContain('no red team was given');
    expect(textOf(at('sessions', facts).answerAll().press('a').state)).toContain('not labelled');
  });

  it('tell failed logons from the other rows', () => {
    const auth = { rows: 100, starts: 40, ends: 40, other: 20, failedStarts: 12, sessions: 30 };
    const facts = { ...FACTS_OF_ALL, ledger: { auth } };
    expect(textOf(at('overview', facts).state)).toContain('rows: 20 other (12 failed)');
  });
});
