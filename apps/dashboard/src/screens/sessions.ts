import { listRef } from '../lists/list-ref.js';
import { SCREEN_TITLES } from '../state/screen-names.js';
import type { Screen } from './screen.js';

/** All sessions, and the ones that are still open at the end of the input. */
export const SESSIONS_SCREEN: Screen = {
  title: SCREEN_TITLES.sessions,
  lists: () => [listRef('sessions'), listRef('open')],
};
