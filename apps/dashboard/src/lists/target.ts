import type { PlainRef } from './list-ref.js';

/** The screens, in the order of their number keys. */
export const SCREENS = [
  'overview',
  'sessions',
  'session',
  'redteam',
  'user',
  'computer',
  'processes',
  'data',
] as const;

/** Name of a screen, as `--screen` takes it. */
export type ScreenName = (typeof SCREENS)[number];

/** What Enter on a row opens, or the reason why it opens nothing. */
export type Target =
  | { to: 'session'; id: number }
  | { to: 'user' | 'computer'; name: string }
  | { to: 'list'; screen: ScreenName; ref: PlainRef; filter: string }
  | { to: 'nowhere'; why: string };
