import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cmscSync, haveTmux, TmuxTerminal } from './testing/tmux.js';

let shared: string;
let database: string;
let folder: string;
let terminal: TmuxTerminal;

beforeAll(() => {
  if (!haveTmux) return;
  shared = mkdtempSync(join(tmpdir(), 'cmsc-tmux-data-'));
  database = join(shared, 'X.duckdb');
  cmscSync('generate', join(shared, 'data'), '--events', '30000', '--seed', '5');
  cmscSync('build', join(shared, 'data'), '-o', database);
});
afterAll(() => haveTmux && rmSync(shared, { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cmsc-tmux-'));
  mkdirSync(join(folder, 'tmp'));
  terminal = new TmuxTerminal(folder);
});
afterEach(() => {
  terminal.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the dashboard in a terminal of its own, with a temporary folder of its own. */
function dashboard(args: string[], env: Record<string, string> = {}, size = {}): Promise<void> {
  return terminal.start(['dashboard', ...args], { ...size, env: { TMPDIR: join(folder, 'tmp'), ...env } });
}

/** The dashboard has ended with `status`, and nothing of it is left: not on the terminal, not in the temporary folder. */
async function leftAsItWas(status: number): Promise<string> {
  const screen = await terminal.until(/EXIT=\d+[^]*DONE/);
  expect(screen).toContain(`EXIT=${status}`);
  expect(screen).toMatch(/^before/);
  expect(screen).toMatch(/ icanon/);
  expect(screen).toMatch(/ echo /);
  expect(await terminal.modes()).toEqual({ alternate: false, cursor: true, wrap: true });
  expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  return screen;
}

/** Has the process throw outside of everything when it gets SIGUSR2. */
const CRASHES = {
  NODE_OPTIONS: `--import ${JSON.stringify("data:text/javascript,process.on('SIGUSR2',()=>{throw new Error('boom')})")}`,
};

describe.skipIf(!haveTmux)('the dashboard in a real terminal (tmux)', () => {
  it('walks every screen, drills, filters, searches, saves, resizes and quits', async () => {
    await dashboard([database]);
    await terminal.until(/1▸Overview[^]*\[users [\d,]+\]/);
    expect(await terminal.modes()).toMatchObject({ alternate: true, cursor: false });
    for (const [key, title] of [
      ['2', /2▸Sessions[^]*▸!? +[\d,]+ [^]*by attacked first, then start_time/],
      ['3', /3▸Session[^]*\d+ logons? · \d+ logoffs?/],
      ['4', /4▸Red team[^]*\[red-team events [\d,]+\]/],
      ['5', /5▸User[^]*sessions by the hour/],
      ['6', /6▸Computer[^]*went on to/],
      ['7', /7▸Processes[^]*\[processes [\d,]+\]/],
      ['8', /8▸Data[^]*auth\.txt\.gz/],
    ] as const) {
      await terminal.press(key);
      await terminal.until(title);
    }
    await terminal.press('2', 'f');
    await terminal.type('attacked duration>0');
    await terminal.press('Enter');
    await terminal.until(/\[sessions [\d,]+\][^]*filter attacked duration>0/);
    await terminal.press('Enter');
    await terminal.until(/Sessions › Session \d+[^]*! red team: \d+ from C/);
    await terminal.press('Escape');
    await terminal.until(/\[sessions [\d,]+\][^]*filter attacked/);
    await terminal.press('Escape', 'l', 's', 's');
    await terminal.until(/by dst_user ▼/);
    await terminal.press('/');
    await terminal.type('C17693');
    await terminal.press('Enter');
    await terminal.until(/row [\d,]+ of [\d,]+ .*search C17693/);
    await terminal.press('n', 'n');

    await terminal.resize(120, 40);
    const wide = await terminal.until(/dst_machine .*origins .*label[^]*\^S save/);
    expect(wide.split('\n').length).toBeLessThanOrEqual(41);
    expect(wide.match(/2▸Sessions/g)?.length).toBe(1);
    await terminal.resize(80, 24);
    await terminal.until(/^.*2▸Sessions.*\n(.*\n){22}Enter open/);

    await terminal.press('4', ']', 'C-s');
    await terminal.until(/redteam-users\.csv/);
    await terminal.press('C-u');
    const saved = join(folder, 'users.csv');
    await terminal.type(saved);
    await terminal.press('Enter');
    await terminal.until(/rows saved to/);
    expect(readFileSync(saved, 'utf8')).toMatch(/^name,tuples,rows,sessions,first,last\n/);
    await terminal.press('?');
    await terminal.until(/a page down/);
    await terminal.press('Escape', 'q');
    await leftAsItWas(0);
  });

  it('opens at a screen and a filter, in any theme, and without colours', async () => {
    await dashboard([database, '--screen', 'redteam', '--filter', 'fate=session', '--theme', 'light'], {
      NO_COLOR: '1',
    });
    await terminal.until(/4▸Red team[^]*filter fate=session/);
    await terminal.press('C-c');
    await leftAsItWas(0);
  });

  it('leaves the terminal as it was after SIGTERM', async () => {
    await dashboard([database]);
    await terminal.until(/\[users/);
    process.kill(terminal.pid, 'SIGTERM');
    expect(await leftAsItWas(130)).toContain('cmsc: interrupted');
  });

  it('leaves the terminal as it was after a crash, which is told', async () => {
    await dashboard([database], CRASHES);
    await terminal.until(/\[users/);
    process.kill(terminal.pid, 'SIGUSR2');
    expect(await leftAsItWas(70)).toContain('boom');
  });

  it('ends with its terminal', async () => {
    await dashboard([database]);
    await terminal.until(/\[users/);
    const { pid } = terminal;
    terminal.close();
    for (let running = true; running; await new Promise((resolve) => setTimeout(resolve, 30)))
      running = existsSync(`/proc/${pid}`);
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  });

  it('comes back after it was stopped', async () => {
    await dashboard([database]);
    await terminal.until(/\[users/);
    process.kill(terminal.pid, 'SIGSTOP');
    process.kill(terminal.pid, 'SIGCONT');
    await terminal.press('4');
    await terminal.until(/4▸Red team[^]*Enter open/);
    await terminal.press('C-z', '2');
    await terminal.until(/2▸Sessions[^]*Enter open/);
    await terminal.press('q');
    await leftAsItWas(0);
  });

  it('builds a folder while it shows it, and keeps what it is told to', async () => {
    await dashboard([join(shared, 'data')]);
    await terminal.until(/building: [^]*rows\/s[^]*ledger[^]*red-team logons/);
    await terminal.until(/1▸Overview[^]*\[users [\d,]+\][^]*:keep FILE/);
    const kept = join(folder, 'kept.duckdb');
    await terminal.press(':');
    await terminal.type(`keep ${kept}`);
    await terminal.press('Enter');
    await terminal.until(/kept as/);
    await terminal.press('q');
    await leftAsItWas(0);
    expect(existsSync(kept)).toBe(true);
  });

  it('cancels a build by one Ctrl-C, and leaves nothing half', async () => {
    const output = join(folder, 'Y.duckdb');
    await dashboard([join(shared, 'data'), '-o', output]);
    await terminal.until(/building: /);
    await terminal.press('C-c');
    await leftAsItWas(130);
    expect(readdirSync(folder).filter((name) => name.includes('duckdb'))).toEqual([]);
  });

  it('says why a build failed', async () => {
    await dashboard([join(shared, 'data', 'truth.json')]);
    await terminal.until(/the build failed: .*truth\.json/);
    await terminal.press('q');
    expect(await leftAsItWas(1)).toContain('cmsc: ');
  });
});
