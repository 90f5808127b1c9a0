import { SCREEN_TITLES } from '../screen-names.js';
import { listRef } from '../../lists/list-ref.js';
import type { Screen } from '../screen.js';

/** Lines of the session's own facts and its time line, above its lists. */
export const SESSION_LINES = 10;

/** One session: its processes on a time line, its origins, its red-team events. */
export const SESSION_SCREEN: Screen = {
  title: SCREEN_TITLES.session,
  ofSubject: true,
  lists: (subject) => {
    const scope = { by: 'session', id: Number(subject) } as const;
    return [listRef('session-processes', scope), listRef('redteam', scope)];
  },
  needs: ({ subject }) => [{ kind: 'session', id: Number(subject) }],
  linesAbove: () => SESSION_LINES + 2,
};
