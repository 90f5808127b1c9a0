import type { ScreenName } from '../screens/screen-names.js';
import type { PlainRef } from './list-ref.js';

/** What Enter on a row opens, or the reason why it opens nothing. */
export type Target =
  | { to: 'session'; id: number }
  | { to: 'user' | 'computer'; name: string }
  | { to: 'list'; screen: ScreenName; ref: PlainRef; filter: string }
  | { to: 'nowhere'; why: string };
