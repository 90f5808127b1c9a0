import { render } from 'ink-testing-library';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dashboard } from '../app/app.js';
import type { DashboardData } from '../data/dashboard-data.js';
import type { State } from '../state/state.js';
import { BUILD_UPDATE } from '../testing/facts.js';
import { HOSTILE_USERS } from '../testing/fixture.js';
import { fixtureFolder, Harness, openFixture, type FixtureFolder } from '../testing/harness.js';
import { cellWidth } from '../terminal/cells.js';
import { showable } from '@cmsc/core';

const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 160, rows: 50 },
] as const;

let fixture: FixtureFolder;
let data: DashboardData;
beforeAll(async () => {
  fixture = await fixtureFolder();
  data = await openFixture(fixture.path);
});
afterAll(async () => {
  await data.close();
  await fixture.remove();
});

const STYLES = /\u001b\[[\d;]*m/g;

/** What a state looks like, line by line, without its styles. */
function shown(state: State): string[] {
  const { lastFrame, unmount } = render(<Dashboard state={state} />);
  const frame = lastFrame() ?? '';
  unmount();
  const lines = frame.replace(STYLES, '').split('\n');
  const { columns, rows } = state.size;
  expect(lines.length).toBe(rows);
  for (const line of lines) {
    expect(cellWidth(line), line).toBeLessThanOrEqual(columns);
    // What a terminal could act on, or that turns text round, never gets here.
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  }
  return lines;
}

describe.each(SIZES)('at $columns×$rows', (size) => {
  async function after(...keys: string[]): Promise<string> {
    const harness = new Harness(data, size);
    await harness.settle();
    const state = await harness.press(...keys);
    harness.stop();
    return shown(state).join('\n');
  }

  it('the overview shows totals, the ledger, time and who is busiest', async () => {
    const text = await after('1');
    expect(text).toMatch(/^1▸Overview/);
    expect(text).toContain('600 sessions · 31 users · 56 computers · 58 days · ! 12 attacked');
    expect(text).toMatch(/rows +1,807 █+/);
    expect(text).toMatch(/└ sessions +600 █+/);
    expect(text).toMatch(/red team +15 █+/);
    expect(text).toMatch(/events +█/);
    expect(text).toMatch(/red team +▲/);
    expect(text).toMatch(/\[users 31\] +computers/);
    expect(text).toMatch(/▸!ANONYMOUS LOGON@C586 +51/);
  });

  it('the sessions can be sorted, filtered, searched and counted', async () => {
    expect(await after('2')).toMatch(/▸! +468 U9@DOM1[^]*by attacked first, then start_time ▲/);
    const filtered = await after('2', 'f', ...'attacked duration>0', 'enter');
    expect(filtered).toContain('[sessions 10]');
    expect(filtered).toContain('filter attacked duration>0');
    expect(await after('2', 'f', ...'duration>x', 'enter')).toContain('duration is compared with a number');
    expect(await after('2', '/', ...'c17693', 'enter')).toMatch(/row 2 of 600 .* search c17693/);
    const counts = await after('2', 'l', 'c');
    expect(counts).toContain('Sessions › counts of dst_user');
    expect(counts).toMatch(/▸!ANONYMOUS LOGON@C586 +51/);
  });

  it('a session shows its processes on a time line, its origins and its red-team events', async () => {
    const text = await after('2', 'a', 'enter');
    expect(text).toContain('Sessions › Session 468');
    expect(text).toContain('dst_user U9@DOM1 · dst_machine C12');
    expect(text).toMatch(/came from .*C17693/);
    expect(text).toMatch(/! red team: \d+ from C17693/);
    expect(text).toContain('▲');
    expect(text).toMatch(/position +time +gap token +process_name/);
    expect(await after('2', 'a', 'enter', ']')).toContain('[red-team events 1]');
  });

  it('the red team shows the campaign, and leads to the sessions', async () => {
    const text = await after('4');
    expect(text).toContain('15 events of 16 rows, from d1 17:54:45 to d57 18:18:01');
    expect(text).toMatch(/▸ +150885 U66@DOM1 +C17693 +C529 +event/);
    expect(await after('4', 'enter')).toContain('it matches a logon that belongs to no session');
    expect(await after('4', 'j', 'j', 'enter')).toContain('Red team › Session 468');
    expect(await after('4', ']')).toMatch(/\[by user \d+\]/);
    expect(await after('4', ']', ']')).toMatch(/\[by source 3\]/);
    expect(await after('4', '[', 'enter')).toContain('Red team › Computer C0');
  });

  it('a user and a computer show their sessions, peers, processes and hours', async () => {
    const user = await after('1', 'enter');
    expect(user).toContain('Overview › User ANONYMOUS LOGON@C586');
    expect(user).toContain('51 sessions · ! 2 attacked');
    expect(user).toMatch(/0 +1 +2 .*23/);
    expect(await after('1', 'enter', ']')).toMatch(/\[computers \d+\]/);
    expect(await after('1', 'enter', ']', ']', ']')).toMatch(/\[processes \d+\]/);
    const computer = await after('1', ']', 'enter');
    expect(computer).toContain('Overview › Computer C0');
    expect(computer).toContain('34 sessions');
    expect(await after('1', ']', 'enter', ']', ']', ']')).toMatch(/\[went on to \d+\]/);
  });

  it('the processes show names and n-grams', async () => {
    expect(await after('7')).toMatch(/▸!P0 +128 +1771/);
    const ngrams = await after('7', ']');
    expect(ngrams).toMatch(/\[n-grams \d+\]/);
    expect(ngrams).toMatch(/▸.? +1 +[23] +\d+.* P\d+ P\d+/);
  });

  it('the data shows inputs with hashes, ledgers, rejected rows and options', async () => {
    expect(await after('8')).toMatch(/auth +data\/auth\.txt\.gz +1,051,430,459 +7\.6 GB a1a1/);
    expect(await after('8', ']')).toMatch(/auth +starts +607/);
    expect(await after('8', ']', ']')).toMatch(/auth +0 +1,807 +0\.0 %/);
    expect(await after('8', ']', ']', ']')).toMatch(/orphan end +auth +nothing had star/);
    expect(await after('8', ']', ']', ']', ']')).toContain('"destination"');
    expect(await after('8', 'v')).toContain('a1'.repeat(32));
  });

  it('the help shows every key, the palette every command', async () => {
    const help = await after('?');
    expect(help).toContain('Moving');
    expect(help).toMatch(/PgDn Space Ctrl-F +a page down/);
    expect(await after('?', 'end')).toMatch(/duration > 1h[^]*Marks[^]*a red-team event at that time/);
    expect(await after(':', ...'sort')).toMatch(/▸ sort +s +sort by this column/);
    expect(await after('2', ':', ...'sort duration', 'enter')).toContain('by duration ▲');
  });

  it('a build shows how fast and how far it is, its ledger and the red team', () => {
    const harness = new Harness(data, size);
    harness.stop();
    const running: State = {
      ...harness.state,
      facts: null,
      places: [],
      build: { update: BUILD_UPDATE, seconds: 20, phase: 'running', failure: '' },
    };
    const text = shown(running).join('\n');
    expect(text).toContain('building: logon sessions (Ctrl-C cancels)');
    expect(text).toContain('1,000,000 rows · 60k rows/s, 50k rows/s on average');
    expect(text).toContain('25 MB of 100 MB · about 1m 00s left · 20s so far · memory 123 MB');
    expect(text).toMatch(/█+ +25\.0 %/);
    expect(text).toMatch(/orphanEnds +1,234 +! d7 08:23:35 U737@DOM1 C19932 C529/);
    const failed: State = {
      ...running,
      build: { update: BUILD_UPDATE, seconds: 20, phase: 'failed', failure: 'auth.txt:7: bad \u001b[2J' },
    };
    expect(shown(failed).join('\n')).toContain('the build failed: auth.txt:7: bad \\x1b[2J (q quits)');
  });
});

describe('whatever the names are', () => {
  it('they are shown harmless, in lists and in headings', async () => {
    const harness = new Harness(data, { columns: 160, rows: 50 });
    await harness.settle();
    let text = '';
    for (let row = 0; row < 11; row++) {
      text += shown(await harness.press('enter')).join('\n');
      text += shown(await harness.press('v')).join('\n');
      text += shown(await harness.press('escape', 'escape', 'j')).join('\n');
    }
    harness.stop();
    for (const name of HOSTILE_USERS) {
      expect(text).toContain(`Overview › User ${showable(name)}`);
      expect(text).toContain(`dst_user        ${showable(name)}`);
    }
  });

  it('a screen too small says so', () => {
    const { lastFrame, unmount } = render(
      <Dashboard state={{ ...new Harness(data, { columns: 40, rows: 10 }).state }} />,
    );
    expect(lastFrame()).toContain('80×24 is needed');
    unmount();
  });
});
