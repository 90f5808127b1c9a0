import { statSync } from 'node:fs';
import { CmscError } from '@cmsc/core';
import type { DashboardSource } from '../build/source.js';
import { readExpression } from '../lists/filter-syntax.js';
import { FilterError, filterOrError } from '../lists/filter-terms.js';
import { isOfSubject, type ScreenName, SCREENS } from '../state/screen-names.js';
import type { Subject } from '../state/place.js';
import type { StartPlace } from '../state/state.js';
import { THEME_NAMES, type ThemeName } from '../terminal/theme.js';
import type * as Plain from './print-screen.js';
import type * as Terminal from './run-in-terminal.js';

/** Cells of a line that is printed where nothing says how wide it may be, and the least that lists are laid out for. */
const COLUMNS = 80;
const LEAST_COLUMNS = 60;

/**
 * Shows a database, or a build while it runs and then its database, until the user quits. Without a terminal, or with
 * `once`, it prints the screen as plain text instead (of a build when it is done).
 *
 * Ink and DuckDB are loaded only here, after the first paint: importing this package costs next to nothing.
 *
 * @throws CmscError of kind usage for options that can't be, io or data for a database that can't be read, interrupted
 * when a signal or a cancelled build ended it; and whatever the build failed with
 * @example
 * await runDashboard({ kind: 'database', path: 'cmsc.duckdb' }, { once: true });
 */
export async function runDashboard(source: DashboardSource, options: DashboardOptions = {}): Promise<void> {
  const start = startPlace(options);
  const theme = checkTheme(options.theme);
  const { stdin = process.stdin, stdout = process.stdout, env = process.env } = options;
  const isTerminal = stdin.isTTY === true && stdout.isTTY === true && env['TERM'] !== 'dumb';
  if (options.once === true || !isTerminal) {
    const { printScreen } = await loadPlain();
    const columns = Math.max(LEAST_COLUMNS, Number(env['COLUMNS']) || stdout.columns || COLUMNS);
    return printScreen(source, { start, stdout, columns, signal: options.signal });
  }
  // React's development build is slower, and larger by half.
  process.env['NODE_ENV'] ??= 'production';
  const { runInTerminal } = await loadTerminal();
  const wanted = options.color === false ? 'plain' : theme;
  const { signal, ignoredSignals = [] } = options;
  return runInTerminal(source, { start, theme: wanted, signal, ignoredSignals, stdin, stdout, env });
}

function loadTerminal(): Promise<typeof Terminal> {
  const bundle = freshBundle('run-in-terminal.js');
  return bundle === null ? import('./run-in-terminal.js') : import(bundle);
}

function loadPlain(): Promise<typeof Plain> {
  const bundle = freshBundle('print-screen.js');
  return bundle === null ? import('./print-screen.js') : import(bundle);
}

// A few files load in a third of the time. They are made after the modules; while somebody works on those, they are old.
function freshBundle(name: string): string | null {
  const bundle = new URL(`../bundle/${name}`, import.meta.url);
  const built = new URL('../tsconfig.lib.tsbuildinfo', import.meta.url);
  const writtenAt = (url: URL) => statSync(url, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return writtenAt(bundle) > writtenAt(built) ? bundle.href : null;
}

/** How a dashboard is opened. */
export interface DashboardOptions {
  /**
   * Screen to open at; `overview` by default, `sessions` when there is a filter. One of a session, a user or a computer may be
   * told which: `user=U66@DOM1`.
   */
  screen?: string;
  /** Filter of the first list of that screen that has what it names. */
  filter?: string;
  /** Prints the screen as plain text, also on a terminal. */
  once?: boolean;
  /** `auto` by default: dark, or light when the terminal says that it is; without colours under NO_COLOR. */
  theme?: ThemeName | 'auto';
  /** False leaves all colours out. */
  color?: boolean;
  /** Ends the dashboard as an interruption does. */
  signal?: AbortSignal;
  /** Signals that end nothing, since they were ignored when the process began. */
  ignoredSignals?: readonly string[];
  /**
   * Where keys come from; the process's own by default. Without a terminal at both ends the screen is
   * printed as plain text.
   */
  stdin?: NodeJS.ReadStream;
  /** Where it is drawn; the process's own by default. */
  stdout?: NodeJS.WriteStream;
  /** Where TERM, NO_COLOR and COLORFGBG are looked up; the process's own by default. */
  env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Where the options say to open.
 * @throws CmscError of kind usage for a screen that there isn't, and a filter that can't be read
 */
function startPlace({ screen, filter = '' }: DashboardOptions): StartPlace {
  const { name, subject } = screenAndSubject(screen ?? (filter === '' ? 'overview' : 'sessions'));
  const read = filterOrError(() => readExpression(filter));
  if (read instanceof FilterError)
    throw new CmscError('usage', 'BAD_OPTION', `the filter can't be read: ${read.message}`, { cause: read });
  return { screen: name, filter, subject };
}

function screenAndSubject(text: string): { name: ScreenName; subject?: Subject } {
  const [, word = text, named] = /^([a-z]+)=(.+)$/s.exec(text) ?? [];
  const name = SCREENS.find((each) => each === word);
  if (name === undefined) {
    const hint = `screens are ${SCREENS.join(', ')}`;
    throw new CmscError('usage', 'BAD_OPTION', 'there is no such screen', { text, hint });
  }
  if (named === undefined) return { name };
  const subject = name === 'session' ? Number(named.replaceAll(',', '')) : named;
  if (isOfSubject(name) && !Number.isNaN(subject)) return { name, subject };
  const hint = 'write session=NUMBER, user=NAME or computer=NAME';
  throw new CmscError('usage', 'BAD_OPTION', 'this screen shows nothing of that name', { text, hint });
}

/**
 * Checks the name of a theme.
 * @throws CmscError of kind usage for one that there isn't
 */
function checkTheme(name: string | undefined): ThemeName | 'auto' {
  if (name === undefined || name === 'auto') return 'auto';
  if (THEME_NAMES.includes(name as ThemeName)) return name as ThemeName;
  const hint = `themes are auto, ${THEME_NAMES.join(', ')}`;
  throw new CmscError('usage', 'BAD_OPTION', 'there is no such theme', { text: name, hint });
}
