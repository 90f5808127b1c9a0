import { DuckDBInstance } from '@duckdb/node-api';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { runDashboard, type DashboardOptions } from './run-dashboard.js';
import type { BuildUpdate, DashboardSource, LiveBuild } from '../build/source.js';
import { BUILD_UPDATE } from '../testing/facts.js';
import { eventually, FakeTerminal } from '../testing/fake-terminal.js';
import { fixtureFolder, type FixtureFolder } from '../testing/harness.js';

let fixture: FixtureFolder;
beforeAll(async () => {
  fixture = await fixtureFolder();
  // A place of its own for what is temporary: what is left of it is seen.
  temporary = join(fixture.folder, 'tmp');
  mkdirSync(temporary);
  vi.stubEnv('TMPDIR', temporary);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await fixture.remove();
});

let temporary: string;

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

  it('closes what it opens when it is left while it opens', async () => {
    for (let turns = 0; turns < 24; turns += 4) {
      const terminal = new FakeTerminal({ columns: 80, rows: 24 });
      const ended = runDashboard({ kind: 'database', path: fixture.path }, streams(terminal));
      terminal.press('q');
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      terminal.press('q');
      await ended;
      expect(terminal.written.endsWith(LEFT)).toBe(true);
      // Nothing holds it: whoever wants to write gets it.
      const instance = await DuckDBInstance.create(fixture.path);
      instance.closeSync();
      expect(readdirSync(temporary)).toEqual([]);
    }
  });

  it('ends as interrupted when a signal comes while it opens', async () => {
    for (let turns = 0; turns < 40; turns += 10) {
      const terminal = new FakeTerminal({ columns: 80, rows: 24 });
      const controller = new AbortController();
      const options = { ...streams(terminal), signal: controller.signal };
      const ended = runDashboard({ kind: 'database', path: fixture.path }, options);
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      controller.abort();
      await expect(ended).rejects.toMatchObject({ kind: 'interrupted' });
      expect(readdirSync(temporary)).toEqual([]);
    }
  });

  it('shows that a database is damaged, and ends with that', async () => {
    const path = join(fixture.folder, 'broken.duckdb');
    const bytes = readFileSync(fixture.path);
    // The blocks of the tables, not those that say where they are.
    for (let place = 3 * 4096 + 262_144; place < 3 * 4096 + 3 * 262_144; place += 1000)
      bytes[place] = (bytes[place] ?? 0) ^ 0x5a;
    writeFileSync(path, bytes);
    const terminal = new FakeTerminal({ columns: 120, rows: 40 });
    const ended = runDashboard({ kind: 'database', path }, streams(terminal));
    const failed = expect(ended).rejects.toMatchObject({ code: 'BAD_DATABASE', kind: 'data' });
    await Promise.race([eventually(() => terminal.screen.includes('is damaged'), 'the failure'), failed]);
    for (const key of '2467') terminal.press(key);
    await new Promise((resolve) => setTimeout(resolve, 50));
    terminal.press('q');
    await failed;
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

  it('ends when Ctrl-C comes after the build, before there is anything to see', async () => {
    const terminal = new FakeTerminal({ columns: 80, rows: 24 });
    const build = new TestBuild();
    const ended = runDashboard({ kind: 'live', build }, streams(terminal));
    await eventually(() => terminal.screen.includes('building: starting'), 'the build');
    build.finish(fixture.path);
    await new Promise((resolve) => setImmediate(resolve));
    terminal.press('ctrl-c');
    await expect(ended).rejects.toMatchObject({ kind: 'interrupted' });
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('keeps the database before it is left', async () => {
    const terminal = new FakeTerminal({ columns: 80, rows: 24 });
    const build = new TestBuild();
    const ended = runDashboard({ kind: 'live', build }, streams(terminal));
    build.finish(fixture.path);
    await eventually(() => terminal.screen.includes(':keep FILE'), 'the overview');
    const path = join(fixture.folder, 'kept.duckdb');
    terminal.press(':');
    await eventually(() => terminal.line(22).startsWith(':'), 'the palette');
    terminal.press(`keep ${path}`);
    terminal.press('enter');
    terminal.press('/');
    terminal.press('x');
    terminal.press('enter');
    terminal.press('q');
    await ended;
    expect(readFileSync(path).equals(readFileSync(fixture.path))).toBe(true);
    expect(readdirSync(fixture.folder).filter((name) => name.includes('kept'))).toEqual(['kept.duckdb']);
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
  /** What is printed, in the order in which it is. */
  function printed(source: DashboardSource, options: DashboardOptions = {}) {
    const stdout = new PassThrough();
    const ended = runDashboard(source, {
      stdout: stdout as unknown as NodeJS.WriteStream,
      env: {},
      ...options,
    });
    return { ended, text: () => String(stdout.read() ?? '') };
  }

  const database = () => ({ kind: 'database', path: fixture.path }) as const;

  it('prints the overview as plain text', async () => {
    const terminal = new FakeTerminal({ columns: 80, rows: 24 });
    Object.assign(terminal.stdout, { isTTY: false });
    await runDashboard({ kind: 'database', path: fixture.path }, streams(terminal));
    expect(terminal.written).toContain('600 sessions · 31 users · 56 computers · 58 days · ! 12 attacked');
    expect(terminal.written).toContain('\\x1b[31mRED');
    expect(terminal.written).not.toContain('\u001b');
  });

  it('prints all of a screen or nothing, whenever it is called off', async () => {
    const whole = printed(database());
    await whole.ended;
    const text = whole.text();
    expect(text).toContain('[users 31]');
    for (let turns = 0; turns < 120; turns += 15) {
      const controller = new AbortController();
      const { ended, text: rest } = printed(database(), { signal: controller.signal });
      const failure = ended.then(
        () => undefined,
        (error: unknown) => error,
      );
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      controller.abort();
      const error = await failure;
      if (error !== undefined) expect(error).toMatchObject({ kind: 'interrupted', code: 'INTERRUPTED' });
      expect(rest()).toBe(error === undefined ? text : '');
      const instance = await DuckDBInstance.create(fixture.path);
      instance.closeSync();
      expect(readdirSync(temporary)).toEqual([]);
    }
  });

  it('cancels a build that is called off, and closes one whatever came of it', async () => {
    const build = new TestBuild();
    const controller = new AbortController();
    const called = printed({ kind: 'live', build }, { signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(called.ended).rejects.toMatchObject({ kind: 'interrupted', code: 'INTERRUPTED' });
    expect({ cancels: build.cancels, closes: build.closes }).toEqual({ cancels: 1, closes: 1 });
    const failing = new TestBuild();
    const failed = printed({ kind: 'live', build: failing });
    failing.fail(new Error('no more'));
    await expect(failed.ended).rejects.toThrow('no more');
    const done = new TestBuild();
    const shown = printed({ kind: 'live', build: done });
    done.finish(fixture.path);
    await shown.ended;
    expect(shown.text()).toContain('[users 31]');
    expect([failing.closes, done.closes, failing.cancels, done.cancels]).toEqual([1, 1, 0, 0]);
  });

  it('says what is wrong with what it can not print, and lets go of the database', async () => {
    for (const filter of ['nonsense=1', 'duration>=x', '(']) {
      const { ended, text } = printed(database(), { filter });
      await expect(ended).rejects.toMatchObject({ kind: 'usage', code: 'BAD_OPTION' });
      expect(text()).toBe('');
    }
    const instance = await DuckDBInstance.create(fixture.path);
    instance.closeSync();
    expect(readdirSync(temporary)).toEqual([]);
  });
});
