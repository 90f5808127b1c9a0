import { statSync } from 'node:fs';
import type * as Terminal from './app/run-in-terminal.js';
import { checkTheme, startPlace, type DashboardOptions } from './options.js';
import type * as Plain from './plain/print-screen.js';
import type { DashboardSource } from './source.js';

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
  return bundle === null ? import('./app/run-in-terminal.js') : import(bundle);
}

function loadPlain(): Promise<typeof Plain> {
  const bundle = freshBundle('print-screen.js');
  return bundle === null ? import('./plain/print-screen.js') : import(bundle);
}

// A few files load in a third of the time. They are made after the modules; while somebody works on those, they are old.
function freshBundle(name: string): string | null {
  const bundle = new URL(`./bundle/${name}`, import.meta.url);
  const built = new URL('./tsconfig.lib.tsbuildinfo', import.meta.url);
  const writtenAt = (url: URL) => statSync(url, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return writtenAt(bundle) > writtenAt(built) ? bundle.href : null;
}
