import { describe, expect, it } from 'vitest';
import { SCREENS } from '../state/screen-names.js';
import { type Condition, listRef } from '../lists/list-ref.js';
import { BUILD_UPDATE, FACTS } from '../testing/facts.js';
import { answerTo, Run } from '../testing/state-run.js';
import { needKey, type Need } from '../state/needs.js';
import { cursorOf, queryOf, totalOf } from '../state/answers.js';
import { nextNeeds, pendingNeeds } from '../screens/shown.js';

function opened(screen: 'overview' | 'sessions' | 'user' | 'computer' = 'sessions', filter = ''): Run {
  return new Run().do({ type: 'opened', facts: FACTS, start: { screen, filter } }).answerAll();
}

describe('opening', () => {
  it('shows a screen, with a filter when there is one', () => {
    expect(opened('overview').crumbs).toEqual(['overview']);
    const run = opened('sessions', 'attacked');
    expect(run.list).toMatchObject({ filter: 'attacked', conditions: [{ column: 'label' }] });
  });

  it('says when the filter does not fit the screen', () => {
    expect(opened('overview', 'nonsense=1').state.notice).toMatchObject({ tone: 'error' });
  });

  it('finds a subject for the screens that need one, and says when there is none', () => {
    expect(opened('user').crumbs).toEqual(['user U7']);
    expect(opened('computer').crumbs).toEqual(['computer']);
  });

  it('filters a screen that has to find its subject first, and says when the filter does not fit', () => {
    const run = opened('user', 'duration>1h');
    expect(run.crumbs).toEqual(['user U7']);
    expect(run.list).toMatchObject({
      filter: 'duration>1h',
      conditions: [{ column: 'duration', value: 3600 }],
    });
    expect(opened('user', 'nothing=1').state.notice).toMatchObject({ tone: 'error' });
  });

  it('asks again for what could not be read, when the screen is come to again or drawn anew', () => {
    const failing = (run: Run) =>
      run.do({
        type: 'answered',
        need: needKey({ kind: 'defaults' }),
        result: { failure: 'the disk is full' },
      });
    const start = { screen: 'user', filter: '' } as const;
    const run = failing(new Run().do({ type: 'opened', facts: FACTS, start }));
    expect(pendingNeeds(run.state)).toEqual([]);
    run.do({ type: 'key', key: 'j' });
    expect(pendingNeeds(run.state)).toEqual([]);
    run.do({ type: 'key', key: 'ctrl-l' });
    expect(pendingNeeds(run.state)).toEqual([{ kind: 'defaults' }]);
    failing(run).do({ type: 'key', key: '2' }).answerAll();
    expect(run.do({ type: 'key', key: '5' }).answerAll().crumbs).toEqual(['user U66@DOM1']);
  });

  it('does then what was pressed before', () => {
    const run = new Run().press('2', 'j', 'j');
    run.do({ type: 'opened', facts: FACTS, start: { screen: 'overview', filter: '' } });
    expect(run.crumbs).toEqual(['sessions']);
    expect(run.list.cursor).toBe(2);
  });
});

describe('moving', () => {
  it('stays inside the list', () => {
    const run = opened();
    expect(cursorOf(run.press('up').state, run.list)).toBe(0);
    expect(cursorOf(run.press('G').state, run.list)).toBe(249);
    expect(cursorOf(run.press('j').state, run.list)).toBe(249);
    expect(cursorOf(run.press('g').state, run.list)).toBe(0);
  });

  it('goes by pages that move the window', () => {
    const run = opened().press('pagedown');
    expect(run.list).toMatchObject({ cursor: 18, top: 18 });
    expect(run.press('pageup').list).toMatchObject({ cursor: 0, top: 0 });
  });

  it('keeps the cursor on the screen when that shrinks', () => {
    const run = opened().press(...Array.from({ length: 15 }, () => 'j'));
    run
      .do({ type: 'resized', size: { columns: 80, rows: 18 } })
      .answerAll()
      .press('j');
    expect(run.list.cursor - run.list.top).toBeLessThan(12);
  });

  it('asks for the rows of the screen first, then for those beside them', () => {
    const run = opened();
    expect(pendingNeeds(run.state)).toEqual([]);
    expect(nextNeeds(run.state)).toEqual([{ kind: 'rows', query: queryOf(run.list), block: 1 }]);
  });

  it('asks for the number of rows before it asks for the last one', () => {
    const run = new Run().do({ type: 'opened', facts: FACTS, start: { screen: 'sessions', filter: '' } });
    run.do({ type: 'key', key: 'G' });
    expect(pendingNeeds(run.state).map(({ kind }) => kind)).toEqual(['count']);
    expect(cursorOf(run.answerAll().state, run.list)).toBe(249);
  });
});

describe('screens', () => {
  it('are switched by number keys and Tab, and are as they were left', () => {
    const run = opened().press('j', 'j', '4', '2');
    expect(run.crumbs).toEqual(['sessions']);
    expect(run.list.cursor).toBe(2);
    expect(run.press('tab').crumbs).toEqual(['session 2']);
    expect(run.press('shift-tab').crumbs).toEqual(['sessions']);
    expect(opened('overview').press('shift-tab').crumbs).toEqual([SCREENS.at(-1)]);
  });

  it('are drilled into by Enter, and left by Esc', () => {
    const run = opened().press('j', 'enter');
    expect(run.crumbs).toEqual(['sessions', 'session 1']);
    expect(run.press('escape').crumbs).toEqual(['sessions']);
    expect(run.press('escape').crumbs).toEqual(['overview']);
    expect(run.press('escape').state.notice?.text).toContain('q quits');
  });

  it('show the user or computer of the row under the cursor', () => {
    expect(opened().press('5').crumbs).toEqual(['user U66@DOM1']);
    expect(opened().press('6').crumbs).toEqual(['computer C\u001b1']);
  });
});

describe('filters', () => {
  const filter = (text: string) => opened().press('f').type(text).press('enter');

  it('are confirmed by Enter, cleared by Esc, then Esc goes back', () => {
    const run = filter('duration>1h !attacked');
    expect(run.list).toMatchObject({ filter: 'duration>1h !attacked', cursor: 0 });
    expect(
      (run.list.conditions as Condition[]).map(({ column, value, negated }) => [column, value, negated]),
    ).toEqual([
      ['duration', 3600, false],
      ['label', 0, true],
    ]);
    expect(run.press('escape').list.filter).toBe('');
    expect(run.crumbs).toEqual(['sessions']);
    expect(run.press('escape').crumbs).toEqual(['overview']);
  });

  it('that can not be read stay to be mended', () => {
    const run = filter('nothing=1');
    expect(run.state.prompt).toMatchObject({ kind: 'filter', text: 'nothing=1' });
    expect(run.state.notice).toMatchObject({ tone: 'error' });
    expect(run.press('escape').state.prompt).toBeNull();
  });

  it('come from the value under the cursor, and the other way round', () => {
    expect(opened().press('l', '=').list.filter).toBe('dst_user="U66@DOM1"');
    expect(opened().press('l', '!').list.filter).toBe('dst_user!="U66@DOM1"');
    expect(opened().press('a').list.filter).toBe('attacked');
    expect(opened().press('a', 'a').list.filter).toBe('');
  });

  it('come from a counted value, with what was filtered before', () => {
    const run = filter('attacked').press('l', 'c');
    expect(run.crumbs).toEqual(['sessions', 'frequency']);
    expect(run.press('enter').list.filter).toBe('attacked dst_user="name 0"');
    expect(run.crumbs).toEqual(['sessions']);
  });

  it('remember what was typed, and complete names of columns', () => {
    const run = filter('attacked').press('escape', 'f', 'up');
    expect(run.state.prompt?.text).toBe('attacked');
    expect(opened().press('f').type('dst_m').press('tab').state.prompt?.text).toBe('dst_machine');
  });
});

describe('sorting', () => {
  it('is by the current column, and turns round when asked again', () => {
    const run = opened().press('l', 's');
    expect(run.list.sort).toEqual({ column: 'dst_user', descending: false });
    expect(run.press('s').list.sort).toEqual({ column: 'dst_user', descending: true });
    expect(opened().press(':').type('sort duration').press('enter').list.sort.column).toBe('duration');
    expect(opened().press(':').type('sort nothing').press('enter').state.notice).toMatchObject({
      tone: 'error',
    });
  });
});

describe('searching', () => {
  it('starts from the cursor, goes on with n and back with N', () => {
    const run = opened().press('j', '/').type('C17').press('enter');
    expect(run.effects.at(-1)).toMatchObject({
      type: 'find',
      text: 'C17',
      start: { index: 1, backwards: false },
    });
    expect(run.state.working).toBe('searching');
    const found = { type: 'found', query: queryOf(run.list), text: 'C17' } as const;
    run.do({ ...found, start: { index: 1, backwards: false }, index: 120 }).answerAll();
    expect(run.list.cursor).toBe(120);
    expect(run.press('n').effects.at(-1)).toMatchObject({ start: { index: 120, backwards: false } });
    expect(run.press('N').effects.at(-1)).toMatchObject({ start: { index: 120, backwards: true } });
    run.do({ ...found, start: { index: 120, backwards: false }, index: 3 });
    expect(run.state.notice?.text).toContain('went round');
    run.do({ ...found, start: { index: 3, backwards: false }, index: null });
    expect(run.state.notice).toMatchObject({ tone: 'error' });
  });

  it('is forgotten when another list is shown by then, and stopped by Esc', () => {
    const run = opened().press('/').type('C17').press('enter');
    const query = queryOf(run.list);
    expect(run.press('escape').effects.at(-1)).toEqual({ type: 'stop-working' });
    run.press('4').do({ type: 'found', query, text: 'C17', start: { index: 0, backwards: false }, index: 9 });
    expect(run.list.cursor).toBe(0);
  });
});

describe('rows', () => {
  it('are copied with tabs, and nothing a shell could act on', () => {
    expect(opened().press('y').effects).toEqual([
      { type: 'copy', text: '0\tU66@DOM1\tC\\x1b1\t5\t9\t4\t1\t1\tC2 C3\t1\t7' },
    ]);
  });

  it('give the value under the cursor alone, and say what tmux needs', () => {
    const run = opened().press('l', 'Y');
    expect(run.effects).toEqual([{ type: 'copy', text: 'U66@DOM1' }]);
    expect(run.state.notice?.text).toBe('the value was sent to the clipboard');
    run.state = { ...run.state, inTmux: true };
    expect(run.press('y').state.notice?.text).toContain('tmux set -s set-clipboard on');
  });

  it('are saved under the name that was typed, and replaced only after a yes', () => {
    const run = opened().press('ctrl-s', 'ctrl-u').type('x.parquet').press('enter');
    expect(run.effects.at(-1)).toMatchObject({
      type: 'save',
      request: { path: 'x.parquet', replace: false },
    });
    run.do({ type: 'exists', path: 'x.parquet' });
    expect(run.state.prompt?.kind).toBe('replace');
    const before = run.effects.length;
    expect(run.press('n').effects.length).toBe(before);
    run.do({ type: 'exists', path: 'x.parquet' }).press('y');
    expect(run.effects.at(-1)).toMatchObject({ type: 'save', request: { path: 'x.parquet', replace: true } });
    run.do({ type: 'saved', path: 'x.parquet', rows: 1234 });
    expect(run.state.notice).toEqual({ tone: 'good', text: '1,234 rows saved to x.parquet' });
  });

  it('are shown whole by v, and by Enter when nothing is behind them', () => {
    const run = opened().press('v');
    expect(run.state.record).toBe(true);
    expect(run.press('q').state.record).toBe(false);
    expect(run.effects).toEqual([]);
    expect(run.press('8', 'enter').state.record).toBe(true);
  });
});

describe('what is pasted', () => {
  it('is text where something is typed, on one line, and no key anywhere', () => {
    const run = opened().press('f', 'pasted user=U1\r\nattacked\n');
    expect(run.state.prompt).toMatchObject({ text: 'user=U1 attacked', caret: 16 });
    expect(run.press('left', 'pasted \u001b[2Jx').state.prompt?.text).toBe('user=U1 attacke[2Jxd');
    const nowhere = opened().press('pasted q:quit\r');
    expect(nowhere.effects).toEqual([]);
    expect(nowhere.state).toMatchObject({
      prompt: null,
      notice: { text: expect.stringContaining('f filters') },
    });
    const asked = opened().do({ type: 'exists', path: 'x.csv' }).press('pasted y');
    expect(asked.effects).toEqual([]);
  });
});

describe('Enter', () => {
  it.each([
    ['', 'session 0'],
    ['l', 'user U66@DOM1'],
    ['ll', 'computer C\u001b1'],
    ['lll', 'session 0'],
    ['llllllll', 'computer C2'],
  ])('opens the name under the cursor, or what the row stands for: %s', (columns, place) => {
    expect(opened().press(...columns, 'enter').crumbs).toEqual(['sessions', place]);
  });

  it('opens the row where the name is what is shown already', () => {
    const run = opened().press(':').type('user 7').press('enter');
    const column = run.list.column;
    for (let steps = 0; steps < 12; steps++) run.press('l');
    expect(run.list.column).toBeGreaterThan(column);
    expect(run.press('enter').crumbs).toEqual(['sessions', 'user 7', 'session 0']);
  });
});

describe('a build', () => {
  const building = () => new Run().do({ type: 'build-updated', update: BUILD_UPDATE, seconds: 5 });

  it('is cancelled by one Ctrl-C, and not by q', () => {
    const run = building().press('q');
    expect(run.effects).toEqual([]);
    expect(run.state.notice?.text).toContain('Ctrl-C');
    expect(run.press('ctrl-c').effects).toEqual([{ type: 'cancel-build' }]);
    expect(run.state.build?.phase).toBe('cancelling');
    expect(run.press('ctrl-c', 'q').effects.length).toBe(1);
    expect(run.do({ type: 'build-updated', update: BUILD_UPDATE, seconds: 6 }).state.build?.phase).toBe(
      'cancelling',
    );
  });

  it('that failed says why, and is left by q', () => {
    const run = building().do({ type: 'build-failed', failure: 'auth.txt:7: bad' });
    expect(run.state.build).toMatchObject({ phase: 'failed', failure: 'auth.txt:7: bad' });
    expect(run.press('q').effects).toEqual([{ type: 'quit' }]);
  });

  it('is kept before the dashboard is left, whatever else is done meanwhile', () => {
    const start = { screen: 'sessions', filter: '' } as const;
    const keeping = () =>
      building()
        .do({ type: 'opened', facts: FACTS, start, temporary: true })
        .press(':')
        .type('keep x.duckdb')
        .press('enter');
    const run = keeping().press('/').type('C17').press('enter');
    expect(run.effects.map(({ type }) => type)).toEqual(['keep', 'find']);
    run.press('ctrl-s', 'enter');
    expect(run.state.notice?.text).toBe('keeping is under way: Esc stops it');
    run.press('q');
    expect(run.state).toMatchObject({
      leaving: true,
      notice: { text: expect.stringContaining('keeping: leaves') },
    });
    expect(run.effects.at(-1)?.type).toBe('find');
    expect(run.do({ type: 'kept', path: 'x.duckdb' }).effects.at(-1)).toEqual({ type: 'quit' });

    expect(keeping().press('q', 'ctrl-c').effects.at(-1)).toEqual({ type: 'quit' });
    const stopped = keeping().press('q', 'escape');
    expect(stopped.effects.at(-1)).toEqual({ type: 'stop-writing' });
    expect(stopped.state).toMatchObject({ leaving: false, writing: null, temporary: true });
    const failed = keeping().press('q').do({ type: 'failed', during: 'write', what: 'the disk is full' });
    expect(failed.state).toMatchObject({
      leaving: false,
      notice: { tone: 'error', text: 'the disk is full' },
    });
    expect(failed.press('q').effects.at(-1)).toEqual({ type: 'quit' });
  });

  it('opens its database, which can be kept when it would go', () => {
    const start = { screen: 'overview', filter: '' } as const;
    const run = building().do({ type: 'opened', facts: FACTS, start, temporary: true });
    expect(run.state.build).toBeNull();
    expect(run.state.notice?.text).toContain(':keep FILE');
    run.answerAll().press(':').type('keep x.duckdb').press('enter');
    expect(run.effects.at(-1)).toEqual({ type: 'keep', path: 'x.duckdb' });
    run.do({ type: 'kept', path: 'x.duckdb' });
    expect(run.press(':').type('keep y.duckdb').press('enter').effects.length).toBe(1);
  });
});

describe('the program', () => {
  it('shows its help until another key, and quits from there', () => {
    const run = opened().press('?');
    expect(run.state.help).toBe(0);
    expect(run.press('j').state.help).toBe(1);
    expect(run.press('x').state.help).toBeNull();
    expect(run.press('?', 'q').effects).toEqual([{ type: 'quit' }]);
  });

  it('offers names that begin as is typed, and waits for them', () => {
    const names = ['U6@DOM1', 'U66@DOM1'];
    const answer = (need: Need) =>
      need.kind === 'names' ? (need.text === 'U6' ? names : []) : answerTo(need);
    const typed = () => {
      const run = new Run(answer);
      const start = { screen: 'sessions', filter: '' } as const;
      return run.do({ type: 'opened', facts: FACTS, start }).answerAll().press(':').type('user U6');
    };
    expect(typed().press('enter').crumbs.at(-1)).toBe('user U6@DOM1');
    expect(typed().press('down', 'enter').crumbs.at(-1)).toBe('user U66@DOM1');
    expect(typed().press('up', 'enter').crumbs.at(-1)).toBe('user U6');
    expect(typed().press('tab').state.prompt?.text).toBe('user U6@DOM1');
    expect(typed().type('7').press('enter').crumbs.at(-1)).toBe('user U67');
    const run = typed().do({ type: 'key', key: '6' }).do({ type: 'key', key: 'enter' });
    expect(run.state.prompt?.text).toBe('user U66');
    expect(run.answerAll().crumbs.at(-1)).toBe('user U66');
    expect(opened().press(':').type('sort dur').press('enter').list.sort.column).toBe('duration');
  });

  it('runs commands by their names', () => {
    expect(opened().press(':').type('nonsense').press('enter').state.notice).toMatchObject({
      tone: 'error',
      text: 'unknown command nonsense: ? shows what there is',
    });
    expect(opened().press(':').type('red te').press('enter').crumbs).toEqual(['redteam']);
    expect(opened().press(':').type('user U1@C3').press('enter').crumbs).toEqual(['sessions', 'user U1@C3']);
    expect(opened().press(':').type('session 12').press('enter').crumbs).toEqual(['sessions', 'session 12']);
    expect(opened().press(':').type('session 387,419').press('enter').crumbs.at(-1)).toBe('session 387419');
    expect(opened().press(':').type('theme light').press('enter').state.theme).toBe('light');
  });

  it('quits by q and Ctrl-C, redraws and suspends', () => {
    expect(
      opened()
        .press('ctrl-l', 'ctrl-z', 'ctrl-c', 'q')
        .effects.map(({ type }) => type),
    ).toEqual(['redraw', 'suspend', 'quit', 'quit']);
  });

  it('forgets old answers, but never those on the screen', () => {
    const run = opened();
    for (let block = 0; block < 100; block++) {
      const query = { ref: listRef('users'), conditions: [], sort: { column: 'name', descending: false } };
      const need = needKey({ kind: 'rows', query, block });
      run.do({ type: 'answered', need, result: { value: [] } });
    }
    expect(run.state.results.size).toBeLessThanOrEqual(60);
    expect(pendingNeeds(run.state)).toEqual([]);
    expect(totalOf(run.state, run.list)).toBe(250);
  });
});
