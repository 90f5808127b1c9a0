import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDataLoop } from '../app/data-loop.js';
import { effectRunner } from '../app/effects.js';
import { Store } from '../app/store.js';
import type { DashboardData } from '../data/dashboard-data.js';
import { openDuckDb, type DuckDbOptions } from '../data/duckdb-data.js';
import { pendingNeeds } from '../screens/shown.js';
import { initialState, type StartPlace, type State } from '../state/state.js';
import { type Size } from '../terminal/cells.js';
import { eventually } from './fake-terminal.js';
import { buildFixture } from './fixture.js';

/** A made-up database in a folder of its own. */
export interface FixtureFolder {
  folder: string;
  path: string;
  remove: () => Promise<void>;
}

/** Makes the small database. */
export async function fixtureFolder(): Promise<FixtureFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'cmsc-dashboard-test-'));
  const path = join(folder, 'small.duckdb');
  await buildFixture(path);
  return { folder, path, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Opens a database; with `narrowFromSessions: 0` it answers from its index, which is there when this resolves. */
export async function openFixture(path: string, options: DuckDbOptions = {}): Promise<DashboardData> {
  const data = await openDuckDb(path, options);
  await new Promise<void>((resolve) => data.prepare(({ done, total }) => done === total && resolve()));
  return data;
}

/** A dashboard without a terminal: its state, and the keys that change it. */
export class Harness {
  readonly store: Store;
  readonly copied: string[] = [];
  quits = 0;
  cancels = 0;
  readonly #stop: () => void;

  constructor(data: DashboardData, size: Size, start: StartPlace = { screen: 'overview', filter: '' }) {
    const effects = effectRunner({
      store: () => this.store,
      data: () => data,
      copy: (text) => this.copied.push(text),
      keep: () => Promise.resolve(),
      cancelBuild: () => this.cancels++,
      redraw: () => undefined,
      suspend: () => undefined,
      quit: () => this.quits++,
    });
    this.store = new Store(initialState('test', size, 'plain'), effects.run);
    this.store.dispatch({ type: 'opened', facts: data.facts, start });
    this.#stop = startDataLoop(this.store, data);
  }

  get state(): State {
    return this.store.state;
  }

  /** Presses keys by their names, and waits for what they ask for. */
  async press(...keys: string[]): Promise<State> {
    for (const key of keys) {
      this.store.dispatch({ type: 'key', key });
      await this.settle();
    }
    return this.state;
  }

  /** Types characters, a key each. */
  async type(text: string): Promise<State> {
    return this.press(...Array.from(text, (character) => (character === ' ' ? 'space' : character)));
  }

  /** Waits until everything on the screen is there. */
  async settle(): Promise<State> {
    const settled = () =>
      pendingNeeds(this.state).length === 0 && this.state.working === null && this.state.writing === null;
    await eventually(settled, 'the answers');
    return this.state;
  }

  stop(): void {
    this.#stop();
  }
}
