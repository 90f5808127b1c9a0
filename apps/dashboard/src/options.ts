import { CmscError } from '@cmsc/core';
import { FilterError, splitTerms } from './filter/terms.js';
import { SCREENS, type ScreenName } from './screens/screen-names.js';
import { THEME_NAMES, type ThemeName } from './terminal/theme.js';
import type { StartPlace } from './state/state.js';

/** How a dashboard is opened. */
export interface DashboardOptions {
  /** Screen to open at; `overview` by default, `sessions` when there is a filter. */
  screen?: string;
  /** Filter of that screen's first list. */
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
export function startPlace({ screen, filter = '' }: DashboardOptions): StartPlace {
  const name = screen ?? (filter === '' ? 'overview' : 'sessions');
  if (!SCREENS.includes(name as ScreenName)) {
    const hint = `screens are ${SCREENS.join(', ')}`;
    throw new CmscError('usage', 'BAD_OPTION', 'there is no such screen', { text: name, hint });
  }
  try {
    splitTerms(filter);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw new CmscError('usage', 'BAD_OPTION', `the filter can't be read: ${error.message}`, {
      cause: error,
    });
  }
  return { screen: name as ScreenName, filter };
}

/**
 * Checks the name of a theme.
 * @throws CmscError of kind usage for one that there isn't
 */
export function checkTheme(name: string | undefined): ThemeName | 'auto' {
  if (name === undefined || name === 'auto') return 'auto';
  if (THEME_NAMES.includes(name as ThemeName)) return name as ThemeName;
  const hint = `themes are auto, ${THEME_NAMES.join(', ')}`;
  throw new CmscError('usage', 'BAD_OPTION', 'there is no such theme', { text: name, hint });
}
