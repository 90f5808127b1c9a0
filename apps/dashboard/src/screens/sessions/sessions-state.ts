import { SCREEN_TITLES } from '../screen-names.js';
import { listRef } from '../../lists/list-ref.js';
import { NO_NEEDS, type Screen } from '../screen.js';

/** All sessions, and the ones that are still open at the end of the input. */
export const SESSIONS_SCREEN: Screen = {
  title: SCREEN_TITLES.sessions,
  lists: () => [listRef('sessions'), listRef('open')],
  needs: NO_NEEDS,
  linesAbove: () => 2,
};
