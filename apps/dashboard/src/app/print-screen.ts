import { CmscError, showable } from '@cmsc/core';
import type { DashboardSource } from '../build/source.js';
import type { DashboardData } from '../data/dashboard-data.js';
import { openDuckDb } from '../data/duckdb-data.js';
import { crumbsText } from '../draw/frame-lines.js';
import { line, type Line, lineText } from '../draw/line.js';
import { listLines } from '../draw/list-lines.js';
import { grouped } from '../draw/numbers.js';
import { bodyLines, subjectLine } from '../draw/screen-lines.js';
import { screenOf } from '../screens/screens.js';
import { focusedList, type Place } from '../state/place.js';
import { currentPlace, FRAME_LINES, pendingNeeds, totalOf } from '../state/selectors.js';
import { initialState, type StartPlace, type State } from '../state/state.js';
import { Store } from '../state/store.js';
import { startDataLoop } from './data-loop.js';

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
      ? printDatabase(source.path, options, signal)
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
    await printDatabase(await build.done, options, signal);
  } finally {
    signal.removeEventListener('abort', cancel);
    await build.close();
  }
}

async function printDatabase(
  path: string,
  { start, stdout, columns }: PlainOptions,
  signal: AbortSignal,
): Promise<void> {
  const data = await openDuckDb(path, { signal });
  try {
    const text = await plainScreen(data, { start, columns }, signal);
    await new Promise<void>((resolve) => stdout.write(text, () => resolve()));
  } finally {
    await data.close();
  }
}

/** Rows of each list that are printed. */
const LIST_ROWS = 18;

/**
 * A screen as plain text: what a terminal shows of it, and its other lists below each other; of a filtered one that alone.
 * @throws CmscError of kind usage for a filter that its first list doesn't take; whatever reading the data fails with
 */
export async function plainScreen(
  data: DashboardData,
  { start, columns }: { start: StartPlace; columns: number },
  signal: AbortSignal,
): Promise<string> {
  const store = new Store(openedState(data, start, columns), () => undefined);
  const lines: Line[] = [line(showable(data.facts.path))];
  for (let pane = 0; ; pane++) {
    await settled(store, data, signal);
    const { state } = store;
    const place = currentPlace(state);
    if (place === null) break;
    const heading = pane === 0 ? [line(headingText(state, start)), []] : [[]];
    const body = pane === 0 ? shownLines(state, place, data) : listLines(modelOf(state, place, data));
    lines.push(...heading, ...body, ...moreLine(state, place));
    // Who filters one list wants that one.
    const isOne = screenOf(place.screen).sideBySide === true || start.filter !== '';
    if (isOne || pane >= place.lists.length - 1) break;
    store.dispatch({ type: 'key', key: ']' });
  }
  return withoutGaps(lines.map((each) => lineText(each).trimEnd()));
}

function openedState({ facts }: DashboardData, start: StartPlace, columns: number): State {
  const above = screenOf(start.screen).linesAbove({ columns, rows: 40 });
  const size = { columns, rows: FRAME_LINES + above + LIST_ROWS };
  const store = new Store({ ...initialState(facts.path, size, 'plain'), still: true }, () => undefined);
  store.dispatch({ type: 'opened', facts, start });
  const { notice } = store.state;
  if (notice?.tone !== 'error') return store.state;
  throw new CmscError('usage', 'BAD_OPTION', `the filter can't be read: ${notice.text}`);
}

function headingText(state: State, { filter }: StartPlace): string {
  return crumbsText(state) + (filter === '' ? '' : ` · filter ${showable(filter)}`);
}

function modelOf(state: State, place: Place, { facts }: DashboardData) {
  return { state, place, facts };
}

function shownLines(state: State, place: Place, data: DashboardData): Line[] {
  const isEmpty = screenOf(place.screen).ofSubject === true && place.subject === null;
  return isEmpty ? [subjectLine(state)] : bodyLines(modelOf(state, place, data));
}

function moreLine(state: State, place: Place): Line[] {
  const list = focusedList(place);
  const more = list === null ? 0 : (totalOf(state, list) ?? 0) - LIST_ROWS;
  return more <= 0 || screenOf(place.screen).sideBySide === true ? [] : [line(`  … ${grouped(more)} more`)];
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
