import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDashboard } from '../run-dashboard.js';
import type { BuildUpdate, LiveBuild } from '../source.js';
import { BUILD_UPDATE } from '../testing/facts.js';
import { eventually, FakeTerminal } from '../testing/fake-terminal.js';
import { fixtureFolder, type FixtureFolder } from '../testing/harness.js';

let fixture: FixtureFolder;
beforeAll(async () => {
  fixture = await fixtureFolder();
}, 60_000);
afterAll(() => fixture.remove());

const LEFT = '\u001b[?7h\u001b[?25h\u001b[?1049l';

function streams(terminal: FakeTerminal) {
  return { stdin: terminal.stdin, stdout: terminal.stdout, env: {} };
}

/** A build whose news and end the test brings about. */
class TestBuild implements LiveBuild {
  readonly rejects = undefined;
  readonly temporary = true;
  readonly done: Promise<string>;
  cancels = 0;
  closes = 0;
  tell: (update: BuildUpdate) => void = () => undefined;
  finish: (path: string) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;

  constructor() {
    this.done = new Promise((resolve, reject) => {
      this.finish = resolve;
      this.fail = reject;
    });
    this.done.catch(() => undefined);
  }

  onUpdate(listener: (update: BuildUpdate) => void): void {
    this.tell = listener;
  }

  cancel(): void {
    this.cancels++;
    this.fail(new Error('cancelled'));
  }

  close(): Promise<void> {
    this.closes++;
    return Promise.resolve();
  }
}

describe('on a terminal', () => {
  it('takes the screen, answers keys, copies, and gives the screen back', async () => {
    const terminal = new FakeTerminal({ columns: 80, rows: 24 });
    const ended = runDashboard({ kind: 'database', path: fixture.path }, streams(terminal));
    await eventually(() => terminal.screen.includes('▸!ANONYMOUS LOGON@C586'), 'the overview');
    expect(terminal.written).toContain('\u001b[?1049h');
    terminal.press('y');
    await eventually(() => terminal.screen.includes('sent to the clipboard'), 'the copy');
    const copied = /\u001b\]52;c;([^\u0007]*)\u0007/.exec(terminal.written)?.[1] ?? '';
    expect(Buffer.from(copied, 'base64').toString()).toBe('ANONYMOUS LOGON@C586\t51\t2\t88516\t5005409');
    terminal.press('2');
    await eventually(() => terminal.screen.includes('[sessions 600]'), 'the sessions');
    terminal.resize({ columns: 120, rows: 30 });
    await eventually(() => terminal.line(29).startsWith('Enter open'), 'the larger screen');
    terminal.press('q');
    await ended;
    expect(terminal.written.endsWith(LEFT)).toBe(true);
  });

  it('gives the screen back when the database can not be read', async () => {
    const terminal = new FakeTerminal({ columns: 80, rows: 24 });
    await expect(
      runDashboard({ kind: 'database', path: `${fixture.folder}/none.duckdb` }, streams(terminal)),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(terminal.written.endsWith(LEFT)).toBe(true);
  });

  it('shows a build, then what it built', async () => {
    const terminal = new FakeTerminal({ columns: 80, rows: 24 });
    const build = new TestBuild();
    const ended = runDashboard({ kind: 'live', build }, streams(terminal));
    await eventually(() => terminal.screen.includes('building: starting'), 'the build');
    build.tell(BUILD_UPDATE);
    await eventually(() => terminal.screen.includes('1,000,000 rows'), 'the update');
    expect(terminal.screen).toContain('! d7 08:23:35 U737@DOM1 C19932 C529');
    build.finish(fixture.path);
    await eventually(() => terminal.screen.includes('[users 31]'), 'the overview');
    terminal.press('q');
    await ended;
    expect(build.cancels).toBe(0);
    expect(build.closes).toBe(1);
  });

  it('cancels a build by Ctrl-C, and ends with what it ended with', async () => {
    const terminal = new FakeTerminal({ columns: 80, rows: 24 });
    const build = new TestBuild();
    const ended = runDashboard({ kind: 'live', build }, streams(terminal));
    await eventually(() => terminal.screen.includes('building: starting'), 'the build');
    terminal.press('ctrl-c');
    await expect(ended).rejects.toThrow('cancelled');
    expect({ cancels: build.cancels, closes: build.closes }).toEqual({ cancels: 1, closes: 1 });
    expect(terminal.written.endsWith(LEFT)).toBe(true);
  });

  it('cancels a build and ends when it is told to from outside', async () => {
    const terminal = new FakeTerminal({ columns: 80, rows: 24 });
    const build = new TestBuild();
    const controller = new AbortController();
    const ended = runDashboard({ kind: 'live', build }, { ...streams(terminal), signal: controller.signal });
    await eventually(() => terminal.screen.includes('building: starting'), 'the build');
    controller.abort();
    await expect(ended).rejects.toThrow();
    expect(build.cancels).toBe(1);
    expect(terminal.written.endsWith(LEFT)).toBe(true);
  });
});

describe('without a terminal', () => {
  it('prints the overview as plain text', async () => {
    const terminal = new FakeTerminal({ columns: 80, rows: 24 });
    Object.assign(terminal.stdout, { isTTY: false });
    await runDashboard({ kind: 'database', path: fixture.path }, streams(terminal));
    expect(terminal.written).toContain('600 sessions · 31 users · 56 computers · 58 days · ! 12 attacked');
    expect(terminal.written).toContain('\\x1b[31mRED');
    expect(terminal.written).not.toContain('\u001b');
  });
});
