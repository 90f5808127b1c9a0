import { CmscError, showable } from '@cmsc/core';
import type { DashboardSource } from '../build/source.js';
import type { ScoresOptions } from '../data/alerts.js';
import type { DashboardData } from '../data/dashboard-data.js';
import { openDuckDb } from '../data/duckdb-data.js';
import { screenLines } from '../draw/screen-lines.js';
import { screenOf } from '../screens/screens.js';
import { pendingNeeds, tableRows } from '../screens/shown.js';
import { currentPlace } from '../state/answers.js';
import { initialState, type StartPlace } from '../state/state.js';
import { lineText } from '../terminal/line.js';
import { startDataLoop } from './data-loop.js';
import { Store } from './store.js';

/** What is printed, and where. */
export interface PlainOptions {
  start: StartPlace;
  stdout: NodeJS.WriteStream;
  /** Cells that a line may have. */
  columns: number;
  signal?: AbortSignal;
}

/**
 * Prints a screen of a database; of one that is being built when it is done.
 * @throws CmscError of kind io or data for a database that can't be read, usage for a filter that doesn't fit,
 * interrupted after an abort, and whatever the build failed with
 */
export async function printScreen(source: DashboardSource, options: PlainOptions): Promise<void> {
  const ending = new AbortController();
  const { signal = ending.signal } = options;
  const run =
    source.kind === 'database'
      ? printDatabase(source, options, signal)
      : printBuild(source.build, options, signal);
  try {
    await run;
  } catch (error) {
    throw signal.aborted
      ? new CmscError('interrupted', 'INTERRUPTED', 'ended by a signal', { cause: error })
      : error;
  }
}

type Build = Extract<DashboardSource, { kind: 'live' }>['build'];

async function printBuild(build: Build, options: PlainOptions, signal: AbortSignal): Promise<void> {
  const cancel = () => build.cancel();
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await printDatabase({ path: await build.done }, options, signal);
  } finally {
    signal.removeEventListener('abort', cancel);
    await build.close();
  }
}

async function printDatabase(
  { path, scores }: { path: string; scores?: ScoresOptions },
  { start, stdout, columns }: PlainOptions,
  signal: AbortSignal,
): Promise<void> {
  const data = await openDuckDb(path, { scores, signal });
  try {
    const text = await plainScreen(data, { start, columns }, signal);
    await new Promise<void>((resolve) => stdout.write(text, () => resolve()));
  } finally {
    await data.close();
  }
}

/** Rows of each list that are printed. */
const LIST_ROWS = 18;

/** Height of the terminal that a screen is laid out for; its lists are made higher, or lower, then. */
const ROWS = 40;

/**
 * A screen as plain text: what a terminal shows of it, and its other lists below each other; of a filtered one that alone.
 * @throws CmscError of kind usage for a filter that its first list doesn't take; whatever reading the data fails with
 */
export async function plainScreen(
  data: DashboardData,
  { start, columns }: { start: StartPlace; columns: number },
  signal: AbortSignal,
): Promise<string> {
  const store = openedStore(data, start, columns);
  const lines = [showable(data.facts.path)];
  for (let pane = 0; ; pane++) {
    await settled(store, data, signal);
    lines.push(...screenLines(store.state).map((each) => lineText(each).trimEnd()));
    const place = currentPlace(store.state);
    // Who filters one list wants that one.
    const isOne = start.filter !== '' || place === null || screenOf(place.screen).sideBySide === true;
    if (isOne || pane >= place.lists.length - 1) return withoutGaps(lines);
    store.dispatch({ type: 'key', key: ']' });
  }
}

function openedStore({ facts }: DashboardData, start: StartPlace, columns: number): Store {
  const state = initialState(facts.path, { columns, rows: ROWS }, 'plain');
  const store = new Store({ ...state, still: true }, () => undefined);
  store.dispatch({ type: 'opened', facts, start });
  const { notice } = store.state;
  if (notice?.tone === 'error')
    throw new CmscError('usage', 'BAD_OPTION', `the filter can't be read: ${notice.text}`);
  const rows = ROWS - tableRows(store.state) + LIST_ROWS;
  store.dispatch({ type: 'resized', size: { columns, rows } });
  return store;
}

// Empty rows of a table leave one line.
function withoutGaps(lines: readonly string[]): string {
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

/** Resolves when everything on the screen is there. */
async function settled(store: Store, data: DashboardData, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const undo: (() => void)[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      const abort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', abort);
      const look = () => pendingNeeds(store.state).length === 0 && resolve();
      undo.push(
        () => signal.removeEventListener('abort', abort),
        store.subscribe(look),
        startDataLoop(store, data, reject),
      );
      look();
    });
  } finally {
    for (const each of undo) each();
  }
}
